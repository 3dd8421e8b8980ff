import type { FrameParser } from './frames.ts'

/** Cuts a text into its lines, such as those of newline-delimited JSON. Blank ones are none. */
export function lineParser(): FrameParser<string> {
  // Of the line that is not over yet: joined only once it is, so that a long line costs no more than its length.
  let pieces: string[] = []

  function endLine(): string[] {
    const line = pieces.join('').trim()
    pieces = []
    return line === '' ? [] : [line]
  }

  return {
    push(text) {
      const [first = '', ...more] = text.split('\n')
      pieces.push(first)
      return more.flatMap((next) => {
        const ended = endLine()
        pieces.push(next)
        return ended
      })
    },
    end: endLine,
  }
}
