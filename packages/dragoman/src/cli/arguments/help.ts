import type { Command, Flag } from './read.ts'
import type { Screen } from '../screen/terminal.ts'
import { styled } from '../screen/style.ts'
import { pad, widthOf, wrapText } from '../screen/width.ts'

/** What a command does and takes. */
export function helpOf({ name, usage, about, flags, notes = [] }: Command, screen: Screen): string {
  const rows = Object.entries(flags).map(([flag, row]) => [spell(flag, row), row.about] as const)
  const room = Math.max(...rows.map(([flag]) => widthOf(flag)))
  const width = Math.max(30, screen.columns - room - INDENT.length - GAP.length)
  const lines = rows.flatMap(([flag, text]) =>
    wrapText(text, width).map(
      (line, at) => `${INDENT}${styled(screen, 'cyan', pad(at === 0 ? flag : '', room))}${GAP}${line}`,
    ),
  )
  return [
    ...wrapText(about, screen.columns),
    '',
    styled(screen, 'bold', 'Usage'),
    ...usage.split('\n').map((line) => `${INDENT}${`${name} ${line}`.trimEnd()}`),
    '',
    styled(screen, 'bold', 'Options'),
    ...lines,
    ...(notes.length > 0 ? ['', ...notes.flatMap((note) => wrapText(note, screen.columns))] : []),
    '',
  ].join('\n')
}

const INDENT = '  '
const GAP = '  '

function spell(name: string, { short, value }: Flag): string {
  const long = value === undefined ? `--${name}` : `--${name} <${value}>`
  return short === undefined ? `    ${long}` : `-${short}, ${long}`
}
