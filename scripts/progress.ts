/** Where progress is written: a stream such as `process.stderr`. */
export interface Screen {
  readonly isTTY?: boolean
  write(text: string): unknown
}

/** The progress of one part. */
export interface Part {
  advance(done: number, of: number): void
  end(summary: string): void
}

/** Tells how far a part is: on a terminal in one line that changes, elsewhere in lines, seldom. */
export function startPart(title: string, screen: Screen, now: () => number): Part {
  const started = now()
  return screen.isTTY ? changingLine(title, screen, took) : fewLines(title, screen, took)

  function took(): number {
    return (now() - started) / 1000
  }
}

const BAR = 20
const WIDEST = 79

function changingLine(title: string, screen: Screen, took: () => number): Part {
  let shown = -1
  return {
    advance(done, of) {
      const filled = Math.floor((done / of) * BAR)
      if (filled === shown) return
      shown = filled
      screen.write(`\r${fill(`${'#'.repeat(filled).padEnd(BAR, '.')} ${title}`)}`)
    },
    end(summary) {
      screen.write(`\r${fill('')}\r${title}: ${summary}, ${took().toFixed(1)} s\n`)
    },
  }
}

function fill(text: string): string {
  return text.slice(0, WIDEST).padEnd(WIDEST)
}

const SECONDS_BETWEEN_LINES = 5

function fewLines(title: string, screen: Screen, took: () => number): Part {
  let told = 0
  return {
    advance(done, of) {
      if (took() - told < SECONDS_BETWEEN_LINES || done === of) return
      told = took()
      screen.write(`${title}: ${Math.floor((done / of) * 100)} %\n`)
    },
    end(summary) {
      screen.write(`${title}: ${summary}, ${took().toFixed(1)} s\n`)
    },
  }
}
