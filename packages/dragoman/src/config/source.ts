import { parse, type AnyNode, type MemberNode } from '@humanwhocodes/momoa'
import { DragomanError, isJsonObject, type JsonObject, type JsonValue } from '@dragoman/core'
import { configError, type Path, type Problem } from './problem.ts'

/** A configuration as it was written, with the place of everything in it. */
export interface ConfigSource {
  readonly value: JsonObject
  /** The file, line and column of a key, or of an item of a list: `dragoman.config.json:4:15`. */
  place(path: Path): string
}

/** Reads the text of a configuration file. Throws `config` for what is not a JSON object, with line and column. */
export function readSource(text: string, file: string): ConfigSource {
  const places: Places = { positions: new Map(), problems: [] }
  const place = (path: Path): string => `${file}:${positionOf(path, places.positions)}`
  const value = readNode(parseText(text.replace(/^\uFEFF/, ''), file), [], places)
  if (!isJsonObject(value)) {
    throw configError([{ path: [], message: 'A configuration must be an object: { … }' }], place)
  }
  if (places.problems.length > 0) throw configError(places.problems, place)
  return { value, place }
}

/** A configuration that a program wrote: it has no lines. */
export function objectSource(value: JsonObject): ConfigSource {
  return { value, place: () => 'config' }
}

interface Places {
  /** By the path as JSON. */
  readonly positions: Map<string, string>
  readonly problems: Problem[]
}

// What is missing is where it is missing.
function positionOf(path: Path, positions: ReadonlyMap<string, string>): string {
  const known = positions.get(JSON.stringify(path))
  return known ?? (path.length === 0 ? '1:1' : positionOf(path.slice(0, -1), positions))
}

function parseText(text: string, file: string): AnyNode {
  if (text.trim() === '') throw syntaxError(file, '1:1', 'the file is empty', 'Write {} for the defaults.')
  try {
    const { body } = parse(text, { mode: 'json' })
    checkTexts(text, file)
    return body
  } catch (error) {
    if (DragomanError.is(error)) throw error
    if (error instanceof RangeError) throw tooDeep(file)
    const { line, column, message } = positionIn(error)
    const lines = text.split(LINE_END)
    const rest = lines[line - 1]?.slice(column - 1) ?? ''
    const before = [...lines.slice(0, line - 1), lines[line - 1]?.slice(0, column - 1)].join('\n').trimEnd()
    const [problem, remedy] = explain({ before, rest, message })
    throw syntaxError(file, `${line}:${column}`, problem, remedy)
  }
}

const LINE_END = /\r\n?|\n/

// The parser with places takes line breaks in texts, which JSON has not.
function checkTexts(text: string, file: string): void {
  try {
    JSON.parse(text)
  } catch (error) {
    const offset = Number(/position (\d+)/.exec(String(error))?.[1] ?? 0)
    const lines = text.slice(0, offset).split(LINE_END)
    const position = `${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`
    throw syntaxError(
      file,
      position,
      'there is a line break or a tab within a text',
      'Write \\n or \\t for it, or close the text with ".',
    )
  }
}

function tooDeep(file: string): Error {
  const message = 'The lists and objects in it stand too deep within each other'
  return configError([{ path: [], message, remedy: TOO_DEEP.remedy }], () => `${file}:1:1`)
}

// More than anybody writes, and less than what reads it can follow.
const MOST_LEVELS = 100

const TOO_DEEP = {
  message: 'stands too deep within lists and objects',
  remedy: 'See what wrote the file: no key is that deep.',
}

function syntaxError(file: string, position: string, problem: string, remedy: string): Error {
  return configError(
    [{ path: [], message: `This is not JSON: ${problem}`, remedy }],
    () => `${file}:${position}`,
  )
}

function positionIn(error: unknown): {
  readonly line: number
  readonly column: number
  readonly message: string
} {
  const { line, column, message } = error as { line: number; column: number; message: string } // momoa's errors have all three
  return {
    line,
    column,
    message: message.replace(/ found\. \(\d+:\d+\)$/, '').replace(/^Unexpected/, 'unexpected'),
  }
}

/** What people write into JSON that is none. */
function explain({ rest, before, message }: Stumble): readonly [problem: string, remedy: string] {
  const found = MISTAKES.find(({ is }) => is({ rest, before, message }))
  if (!found) return [message.replaceAll(/\s+/g, ' '), 'See what stands there, or let an editor show it.']
  return [found.problem.replace('$', rest[0] ?? ''), found.remedy]
}

/** Where the parser stumbled: the text before, the rest of the line, and its own words. */
interface Stumble {
  readonly before: string
  readonly rest: string
  readonly message: string
}

interface Mistake {
  readonly is: (stumble: Stumble) => boolean
  /** `$` is the letter that was found. */
  readonly problem: string
  readonly remedy: string
}

// The first that fits. A word is not shown: it may be a key that lacks its quotes.
const MISTAKES: readonly Mistake[] = [
  {
    is: ({ rest }) => /^(\/[/*]|#)/.test(rest),
    problem: 'there is a comment',
    remedy: 'Remove it: JSON has none.',
  },
  {
    is: ({ rest }) => rest.startsWith("'"),
    problem: "there is a text in '…'",
    remedy: `Write "…" in place of '…'.`,
  },
  {
    is: ({ rest }) => /^[“”„«»‘’]/.test(rest),
    problem: 'there are typographic quotes ($)',
    remedy: 'Write keys and texts in straight quotes: "…".',
  },
  {
    is: ({ rest }) => /^[A-Za-z_$]/.test(rest),
    problem: 'there is a word without quotes',
    remedy: 'Write keys and texts in "…".',
  },
  {
    is: ({ message }) => message.includes('end of input'),
    problem: 'it ends too early',
    remedy: 'Close what is open: "…", [ ] or { }.',
  },
  {
    is: ({ rest }) => rest === '',
    problem: 'the line ends within a text',
    remedy: 'Close the text with ", or write \\n for a new line.',
  },
  {
    is: ({ rest, before }) => /^[}\]]/.test(rest) && before.endsWith(','),
    problem: 'there is a comma before the $',
    remedy: 'Remove the comma: the last item has none after it.',
  },
  {
    is: ({ rest }) => /^[}\]]/.test(rest),
    problem: 'there is a $ that is not expected here',
    remedy: 'Write the value that is missing before it.',
  },
  {
    is: ({ rest }) => rest.startsWith('"'),
    problem: 'there is a text that is not expected here',
    remedy: 'Write a comma or a colon before it.',
  },
  {
    is: ({ rest }) => /^[{[]/.test(rest),
    problem: 'there is a $ that is not expected here',
    remedy: 'Write a comma before it, or keep one object only.',
  },
]

function readNode(node: AnyNode, path: Path, places: Places): JsonValue {
  if (path.length > MOST_LEVELS) {
    places.problems.push({ path, ...TOO_DEEP })
    return null
  }
  switch (node.type) {
    case 'Object':
      return Object.fromEntries(node.members.map((member) => readMember(member, path, places)))
    case 'Array':
      return node.elements.map(({ value }, index) => {
        const here = [...path, index]
        places.positions.set(JSON.stringify(here), positionAt(value))
        return readNode(value, here, places)
      })
    case 'String':
    case 'Number':
    case 'Boolean':
      return node.value
    default:
      return null
  }
}

function readMember({ name, value }: MemberNode, path: Path, places: Places): readonly [string, JsonValue] {
  const key = name.type === 'String' ? name.value : name.name
  const here = [...path, key]
  const id = JSON.stringify(here)
  if (places.positions.has(id)) {
    places.problems.push({
      path: here,
      message: 'stands here a second time',
      remedy: 'Remove one of the two.',
    })
  }
  places.positions.set(id, positionAt(name))
  return [key, readNode(value, here, places)]
}

function positionAt({ loc }: AnyNode): string {
  return `${loc.start.line}:${loc.start.column}`
}
