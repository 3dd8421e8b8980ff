/** Where progress is written: a stream such as `process.stderr`. */
export interface Screen {
  readonly isTTY?: boolean
  write(text: string): unknown
}

/** Tells how far something is: on a terminal in one line that changes, elsewhere in lines, seldom. */
export function tellProgress(
  title: string,
  screen: Screen,
  now: () => number,
): (done: number, of: number) => void {
  const started = now()
  let told = started
  return (done, of) => {
    const isOver = done === of
    if (!isOver && now() - told < (screen.isTTY ? 200 : 10_000)) return
    told = now()
    const line = `${title}: ${done} of ${of} mutants, ${Math.round((told - started) / 1000)} s`
    screen.write(screen.isTTY && !isOver ? `\r${line}` : `${screen.isTTY ? '\r' : ''}${line}\n`)
  }
}
