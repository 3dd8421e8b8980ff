/** One event of a recorded stream. */
export interface Frame {
  /** As it was sent, without the blank line behind it. */
  readonly text: string
  readonly data: string
  /** The byte offset behind its data. */
  readonly end: number
}

/** Splits a recorded stream at its blank lines. Comments are no frames. */
export function readFrames(sse: string): Frame[] {
  let start = 0
  return sse.split(/(\r?\n\r?\n)/).flatMap((text): Frame[] => {
    const end = start + byteLength(text.trimEnd())
    start += byteLength(text)
    const lines = text.split(/\r?\n/).filter((line) => line.startsWith('data:'))
    const data = lines.map((line) => line.slice('data:'.length).trim()).join('\n')
    return lines.length === 0 ? [] : [{ text, data, end }]
  })
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length
}
