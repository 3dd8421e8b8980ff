import { parse, type AnyNode, type MemberNode } from '@humanwhocodes/momoa'
import { isJsonObject, type JsonObject, type JsonValue } from '@dragoman/core'
import { configError, type Path, type Problem } from './problem.ts'

/** A configuration as it was written, with the place of everything in it. */
export interface ConfigSource {
  readonly value: JsonObject
  /** The file, line and column of a key, or of an item of a list: `dragoman.config.json:4:15`. */
  place(path: Path): string
}

/** Reads the text of a configuration file. Throws `config` for what is not a JSON object, with line and column. */
export function readSource(text: string, file: string): ConfigSource {
  const places: Places = { positions: new Map(), repeated: [] }
  const place = (path: Path): string => `${file}:${positionOf(path, places.positions)}`
  const value = readNode(parseText(text.replace(/^\uFEFF/, ''), file), [], places)
  if (!isJsonObject(value)) {
    throw configError([{ path: [], message: 'A configuration is an object: { … }' }], place)
  }
  if (places.repeated.length > 0) throw configError(places.repeated, place)
  return { value, place }
}

/** A configuration that a program wrote: it has no lines. */
export function objectSource(value: JsonObject): ConfigSource {
  return { value, place: () => 'config' }
}

interface Places {
  /** By the path as JSON. */
  readonly positions: Map<string, string>
  readonly repeated: Problem[]
}

// What is missing is where it is missing.
function positionOf(path: Path, positions: ReadonlyMap<string, string>): string {
  const known = positions.get(JSON.stringify(path))
  return known ?? (path.length === 0 ? '1:1' : positionOf(path.slice(0, -1), positions))
}

function parseText(text: string, file: string): AnyNode {
  if (text.trim() === '') throw syntaxError(file, '1:1', 'the file is empty', 'Write {} for the defaults.')
  try {
    return parse(text, { mode: 'json' }).body
  } catch (error) {
    const { line, column, message } = positionIn(error)
    const [problem, remedy] = explain(text.split('\n')[line - 1] ?? '', column, message)
    throw syntaxError(file, `${line}:${column}`, problem, remedy)
  }
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
function explain(line: string, column: number, message: string): readonly [problem: string, remedy: string] {
  const rest = line.slice(column - 1)
  if (/^\/[/*]/.test(rest)) return ['it has a comment', 'Remove the comment: JSON has none.']
  if (rest.startsWith("'")) return ["it has a text in '…'", 'Write texts in "…".']
  if (/^[A-Za-z_$]/.test(rest))
    return [`${JSON.stringify(/^[\w$]+/.exec(rest)?.[0])} has no quotes`, 'Write keys and texts in "…".']
  if (/^[}\]]/.test(rest))
    return [`unexpected ${JSON.stringify(rest[0])}`, 'Remove the comma before it, or write what is missing.']
  if (rest.startsWith('"')) return ['a text that is not expected here', 'Write a comma before it.']
  if (message.includes('end of input')) return ['it ends too early', 'Close what is open: "…", [ ] or { }.']
  return [message, 'See what stands there, or let an editor show it.']
}

function readNode(node: AnyNode, path: Path, places: Places): JsonValue {
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
    places.repeated.push({ path: here, message: 'stands there twice', remedy: 'Remove one of the two.' })
  }
  places.positions.set(id, positionAt(name))
  return [key, readNode(value, here, places)]
}

function positionAt({ loc }: AnyNode): string {
  return `${loc.start.line}:${loc.start.column}`
}
