/** A place at which two values differ, and what stands there. */
export interface Difference {
  /** Such as `parts[1].text`. Empty where the whole values differ. */
  readonly path: string
  readonly expected: unknown
  readonly found: unknown
}

/** The first place at which two values differ as JSON, whatever the order of their keys. */
export function firstDifference(expected: unknown, found: unknown, path = ''): Difference | undefined {
  if (!isNode(expected) || !isNode(found) || Array.isArray(expected) !== Array.isArray(found)) {
    return JSON.stringify(expected) === JSON.stringify(found) ? undefined : { path, expected, found }
  }
  for (const name of new Set([...Object.keys(expected), ...Object.keys(found)])) {
    const place = Array.isArray(expected) ? `${path}[${name}]` : `${path}${path && '.'}${name}`
    const inner = firstDifference(expected[name], found[name], place)
    if (inner) return inner
  }
  return undefined
}

function isNode(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

const WIDEST = 80
const TALLEST = 12

/** Two values, each in one line: of long texts where they differ, of other long values not the middle. */
export function inLine(expected: unknown, found: unknown): readonly [string, string] {
  if (typeof expected !== 'string' || typeof found !== 'string') return [tell(expected), tell(found)]
  const [letters, others] = [Array.from(expected), Array.from(found)]
  const first = letters.findIndex((letter, at) => letter !== others[at])
  // Else the one begins with the other.
  const at = first === -1 ? letters.length : first
  return [tellAround(expected, at), tellAround(found, at)]
}

function tell(value: unknown): string {
  return withoutMiddle(JSON.stringify(value) ?? 'nothing')
}

// Enough to recognise the place by.
const BEFORE = 20

function tellAround(text: string, at: number): string {
  const letters = Array.from(text)
  const from = letters.length > WIDEST ? Math.max(0, at - BEFORE) : 0
  const shown = letters.slice(from, from + WIDEST)
  const isCut = from + shown.length < letters.length
  return JSON.stringify(`${from > 0 ? '…' : ''}${shown.join('')}${isCut ? '…' : ''}`)
}

/** The values that do not fit in a line, indented, without the middle of what is long. */
export function inBlocks(values: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(values).flatMap(([name, value]) => {
    if (!isNode(value) || JSON.stringify(value).length <= WIDEST) return []
    return [`  ${name}:`, ...shortLines(value).map((line) => `    ${line}`)]
  })
}

function shortLines(value: unknown): readonly string[] {
  const lines = JSON.stringify(value, null, 2).split('\n').map(withoutMiddle)
  if (lines.length <= TALLEST) return lines
  const half = TALLEST / 2
  return [...lines.slice(0, half), `… ${lines.length - TALLEST} lines …`, ...lines.slice(-half)]
}

function withoutMiddle(text: string): string {
  const letters = Array.from(text)
  if (letters.length <= WIDEST) return text
  return `${letters.slice(0, WIDEST / 2).join('')} … ${letters.slice(-WIDEST / 2).join('')}`
}
