import { styleText } from 'node:util'

export type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow' | 'cyan'

/** Where the demo prints. */
export interface Screen {
  readonly columns: number
  write(text: string): void
  /** Colours a text, where there is a terminal that wants colours. */
  style(style: Style, text: string): string
}

const DEFAULT_COLUMNS = 80

/** The screen on a stream. Without a terminal, and with `NO_COLOR`, it is plain text. */
export function screenOn(stream: NodeJS.WriteStream): Screen {
  return {
    columns: stream.columns || DEFAULT_COLUMNS,
    write: (text) => void stream.write(text),
    style: (style, text) => styleText(style, text, { stream }),
  }
}

/** A model's text without the control characters that would move the cursor or colour the rest. */
export function printable(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n\t]/gu, '')
}

const GAP = ' │ '
const NARROWEST = 24

export interface Column {
  readonly title: string
  readonly text: string
}

/** Texts side by side, or one below the other where the columns would be too narrow to read or to hold a title. */
export function layColumns(columns: readonly Column[], width: number): string {
  const each = Math.floor((width - GAP.length * (columns.length - 1)) / columns.length)
  const needed = Math.max(NARROWEST, ...columns.map(({ title }) => widthOf(title)))
  if (each < needed || columns.length === 1) {
    return columns
      .map(({ title, text }) => [...wrap(title, width), ...wrap(text, width), ''].join('\n'))
      .join('\n')
  }
  const blocks = columns.map(({ title, text }) => [title, '─'.repeat(each), ...wrap(text, each)])
  const rows = Math.max(...blocks.map((block) => block.length))
  const lines = Array.from({ length: rows }, (_, row) =>
    blocks
      .map((block) => pad(block[row] ?? '', each))
      .join(GAP)
      .trimEnd(),
  )
  return `${lines.join('\n')}\n`
}

/** Breaks a text into lines of at most so many columns; between words where it can. */
export function wrap(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((paragraph) => wrapParagraph(paragraph, Math.max(width, 2)))
}

function wrapParagraph(paragraph: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of paragraph.split(' ').flatMap((long) => breakWord(long, width))) {
    const longer = line === '' ? word : `${line} ${word}`
    if (widthOf(longer) <= width) {
      line = longer
    } else {
      lines.push(line)
      line = word
    }
  }
  return [...lines, line]
}

function breakWord(word: string, width: number): readonly string[] {
  const pieces: string[] = []
  let piece = ''
  for (const { segment } of GRAPHEMES.segment(word)) {
    if (widthOf(piece + segment) > width) {
      pieces.push(piece)
      piece = ''
    }
    piece += segment
  }
  return [...pieces, piece]
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)))
}

const GRAPHEMES = new Intl.Segmenter()
// Emoji and East Asian letters take two columns of a terminal.
const WIDE =
  /\p{Emoji_Presentation}|\uFE0F|[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60]/u

function widthOf(text: string): number {
  return [...GRAPHEMES.segment(text)].reduce((sum, { segment }) => sum + (WIDE.test(segment) ? 2 : 1), 0)
}
