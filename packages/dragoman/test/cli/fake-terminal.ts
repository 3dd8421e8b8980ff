import type { Screen, Terminal } from '../../src/cli/screen/terminal.ts'

/** A terminal that remembers what is written. */
export interface FakeTerminal extends Terminal {
  /** What stands on both screens so far. */
  readonly written: { readonly out: string; readonly aside: string }
  /** What stands on the screen, where both are one. */
  seen(): string
  interrupt(): void
}

export interface FakeOptions {
  readonly directory: string
  readonly environment?: Terminal['environment']
  readonly input?: { readonly text: string; readonly isGiven?: boolean }
  /** What is typed at each question. Absent: nobody is there. */
  readonly typed?: readonly string[]
  readonly isTerminal?: boolean
  readonly hasColour?: boolean
  readonly columns?: number
  /** Are told of every piece that is written. */
  readonly onOut?: (text: string, terminal: FakeTerminal) => unknown
  readonly onAside?: (text: string, terminal: FakeTerminal) => unknown
}

export function fakeTerminal({
  directory,
  environment = {},
  input,
  typed,
  isTerminal = false,
  hasColour = false,
  columns = 80,
  onOut,
  onAside,
}: FakeOptions): FakeTerminal {
  const written = { out: '', aside: '' }
  let seen = ''
  const controller = new AbortController()
  const answers = [...(typed ?? [])]
  const screen = (name: keyof typeof written): Screen => ({
    write(text) {
      written[name] += text
      seen += text
      const tell = name === 'out' ? onOut : onAside
      tell?.(text, terminal)
    },
    isTerminal,
    hasColour,
    columns,
  })
  const terminal: FakeTerminal = {
    out: screen('out'),
    aside: screen('aside'),
    ...(input && { input: { isGiven: input.isGiven ?? true, read: () => Promise.resolve(input.text) } }),
    ...(typed && {
      ask(question: string) {
        written.aside += question
        seen += `${question}${answers[0] ?? ''}\n`
        return Promise.resolve(answers.shift() ?? '')
      },
    }),
    environment,
    directory,
    signal: controller.signal,
    written,
    seen: () => seen,
    interrupt: () => controller.abort(new Error('The process got SIGINT.')),
  }
  return terminal
}

/** What cannot be the same twice, made the same: times. */
export function steady(text: string): string {
  return text.replaceAll(/\d+ ms/g, '0 ms').replaceAll(/\d+\.\d s/g, '0.0 s')
}

/** The lines that a terminal shows in the end: what was drawn over is gone. */
export function leftOf(written: string): readonly string[] {
  return written.split('\n').reduce<readonly string[]>((lines, line) => {
    // Lines that are drawn over together are so many lines up, and this one.
    const up = line.split('\r').reduce((sum, piece) => sum + Number(/^.\[(\d+)A/.exec(piece)?.[1] ?? 0), 0)
    return [...lines.slice(0, lines.length - up), line.split('\u001b[J').at(-1) ?? '']
  }, [])
}
