import stringWidth from 'string-width'

/** How many columns of a terminal a text takes: two for most of Chinese, Japanese and Korean, and for emoji. */
export function widthOf(text: string): number {
  return stringWidth(text)
}

/** The text in so many columns at most; an ellipsis stands for what was cut. */
export function truncate(text: string, width: number): string {
  // Twice as many letters as columns are never needed, and letters are costly to measure.
  const near = text.length > width * 16 ? text.slice(0, width * 16) : text
  if (near.length === text.length && widthOf(text) <= width) return text
  const [line = ''] = wrapLine(near, Math.max(0, width - 1))
  return `${line.trimEnd()}…`
}

/** The text with spaces behind it, up to so many columns. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)))
}

/** The lines of a text, none wider than that. They break at spaces where they can. */
export function wrapText(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((line) => wrapWords(line.replaceAll('\t', '    '), width))
}

function wrapWords(line: string, width: number): readonly string[] {
  if (widthOf(line) <= width) return [line]
  const lines: string[] = []
  let current = ''
  for (const word of line.split(/(?<= )/)) {
    const next = current + word
    if (widthOf(next.trimEnd()) <= width) {
      current = next
      continue
    }
    if (current.trim() !== '') lines.push(current.trimEnd())
    const pieces = wrapLine(word, width)
    lines.push(...pieces.slice(0, -1))
    current = pieces.at(-1) ?? ''
  }
  return [...lines, current.trimEnd()]
}

const LETTERS = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Breaks wherever the width is full, and never inside of a letter. */
function wrapLine(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let current = ''
  let taken = 0
  for (const { segment } of LETTERS.segment(text)) {
    const letter = widthOf(segment)
    if (taken + letter > width) {
      lines.push(current)
      current = ''
      taken = 0
    }
    current += segment
    taken += letter
  }
  return [...lines, current]
}
