import { parseSync, type Node } from 'oxc-parser'

/** One thing that a source file would be broken without: a case, a field of an object, or a row of a table. */
export interface Mutation {
  readonly kind: 'case' | 'field' | 'row'
  /** The name of the function or the table that it stands in. */
  readonly place: string
  /** Its text, short. With file and place it names the mutation, whatever line it moves to. */
  readonly what: string
  readonly line: number
  /** What is deleted from the text. */
  readonly start: number
  readonly end: number
  /** The expression that is evaluated where the thing matters. A row of a table matters wherever the table is read. */
  readonly probe?: Probe
}

export interface Probe {
  readonly start: number
  readonly end: number
  /** The name that a shorthand property leaves out. */
  readonly name?: string
}

/** Every case, emitted field and table row of a source file. */
export function findMutations(path: string, text: string): readonly Mutation[] {
  const { program, errors } = parseSync(path, text)
  const [error] = errors
  if (error) throw new SyntaxError(`${path}: ${error.message}`)
  const found = visit(program, { text, place: '', isInFunction: false })
  return numberTwins(found)
}

/** The text without the thing. */
export function applyMutation(text: string, { start, end }: Pick<Mutation, 'start' | 'end'>): string {
  return text.slice(0, start) + text.slice(end)
}

/** The text with a call, such as `reach(7)`, wherever one of the probes is evaluated. */
export function insertProbes(text: string, probes: ReadonlyMap<Probe, string>): string {
  const inserts = [...probes].flatMap(([{ start, end, name }, call]) => [
    { at: start, put: `${name === undefined ? '' : `${name}: `}(${call}, ` },
    { at: end, put: ')' },
  ])
  // From the end, so that the places before stay where they are.
  return inserts
    .toSorted((a, b) => b.at - a.at)
    .reduce((probed, { at, put }) => probed.slice(0, at) + put + probed.slice(at), text)
}

interface Surroundings {
  readonly text: string
  readonly place: string
  readonly isInFunction: boolean
}

function visit(value: unknown, around: Surroundings): readonly Mutation[] {
  if (Array.isArray(value)) return value.flatMap((item) => visit(item, around))
  if (!isNode(value)) return []
  const inside = enter(value, around)
  return [...mutationsOf(value, inside), ...visit(Object.values(value), inside)]
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}

function enter(node: Node, around: Surroundings): Surroundings {
  switch (node.type) {
    case 'FunctionDeclaration':
      return { ...around, place: node.id?.name ?? around.place, isInFunction: true }
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return { ...around, isInFunction: true }
    case 'VariableDeclarator': {
      const name = node.id.type === 'Identifier' ? node.id.name : around.place
      return around.isInFunction ? around : { ...around, place: name }
    }
    case 'Property':
      // A method, such as the `push` of a decoder.
      return isFunction(node.value) && node.key.type === 'Identifier'
        ? { ...around, place: node.key.name }
        : around
    default:
      return around
  }
}

function mutationsOf(node: Node, around: Surroundings): readonly Mutation[] {
  switch (node.type) {
    case 'SwitchStatement':
      return node.cases.map((branch, at) => {
        const isShared = branch.test !== null && node.cases[at - 1]?.consequent.length === 0
        const keepsBody = isShared && branch.consequent.length > 0
        const what = branch.test ? `case ${sourceOf(branch.test, around)}` : 'default'
        // The body belongs to the cases before it as well.
        const end = keepsBody && branch.test ? around.text.indexOf(':', branch.test.end) + 1 : branch.end
        return mutation('case', what, { start: branch.start, end }, rangeOf(node.discriminant), around)
      })
    case 'ObjectExpression':
      return node.properties.flatMap((property) => {
        if (!isEmitted(property)) return []
        const what = sourceOf(property, around)
        const deleted = { start: property.start, end: afterComma(property.end, around.text) }
        return around.isInFunction
          ? [mutation('field', what, deleted, probeOf(property), around)]
          : [mutation('row', what, deleted, undefined, around)]
      })
    default:
      return []
  }
}

type Property = Extract<Node, { type: 'ObjectExpression' }>['properties'][number]

// Functions are not sent, `undefined` is as good as nothing, and the fields of a literal that is spread are found there.
function isEmitted(property: Property): boolean {
  if (property.type === 'SpreadElement') return !holdsLiteral(property.argument)
  const { value } = property
  return !isFunction(value) && !(value.type === 'Identifier' && value.name === 'undefined')
}

function holdsLiteral(node: Node): boolean {
  switch (node.type) {
    case 'ObjectExpression':
      return true
    case 'ParenthesizedExpression':
      return holdsLiteral(node.expression)
    case 'LogicalExpression':
      return holdsLiteral(node.right)
    case 'ConditionalExpression':
      return holdsLiteral(node.consequent) || holdsLiteral(node.alternate)
    default:
      return false
  }
}

function isFunction({ type }: Node): boolean {
  return type === 'FunctionExpression' || type === 'ArrowFunctionExpression'
}

function probeOf(property: Property): Probe {
  if (property.type === 'SpreadElement') return rangeOf(property.argument)
  const { shorthand, key, value } = property
  return { ...rangeOf(value), ...(shorthand && key.type === 'Identifier' && { name: key.name }) }
}

function rangeOf({ start, end }: Node): Probe {
  return { start, end }
}

const WIDEST = 60

function sourceOf({ start, end }: Node, { text }: Surroundings): string {
  const words = text.slice(start, end).replaceAll(/\s+/g, ' ')
  return words.length > WIDEST ? `${words.slice(0, WIDEST - 1)}…` : words
}

function afterComma(end: number, text: string): number {
  const [comma = ''] = /^\s*,/.exec(text.slice(end)) ?? []
  return end + comma.length
}

function mutation(
  kind: Mutation['kind'],
  what: string,
  { start, end }: Pick<Mutation, 'start' | 'end'>,
  probe: Probe | undefined,
  { text, place }: Surroundings,
): Mutation {
  const line = text.slice(0, start).split('\n').length
  return { kind, place, what, line, start, end, ...(probe && { probe }) }
}

// `{ type: 'part-end', index }` may stand in one function twice.
function numberTwins(all: readonly Mutation[]): readonly Mutation[] {
  const seen = new Map<string, number>()
  return all.map((one) => {
    const name = `${one.place} ${one.what}`
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    return times === 1 ? one : { ...one, what: `${one.what} (${times})` }
  })
}
