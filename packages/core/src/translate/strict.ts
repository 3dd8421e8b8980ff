import type { Dialect } from '../neutral/capabilities.ts'
import type { WireEvent } from '../neutral/event.ts'
import { isJsonObject, type JsonSchema, type JsonValue } from '../neutral/json.ts'
import type { ModelRequest } from '../neutral/request.ts'
import type { FunctionDefinition, ToolDefinition } from '../neutral/tool.ts'
import { rewriteStrict } from '../schema/dialect.ts'
import { schemasIn, typesOf } from '../schema/keywords.ts'
import type { Restore } from '../schema/restore.ts'
import { DEEPEST, depthOf, findInexact } from '../schema/text.ts'
import { hasPatterns } from '../schema/untrusted.ts'
import type { FitTarget, Report } from './target.ts'

export interface StrictFitted {
  readonly request: ModelRequest
  /** Takes out of the arguments what the rewriting brought in. */
  readonly restore: (event: WireEvent) => WireEvent
}

/**
 * Says the schemas of strict tools in the words of the model's strict mode; a tool that it cannot hold to its schema
 * goes out as one that is not strict. Calls of the past stay as they are: no wire checks them, and their text is what
 * caches were filled with.
 */
export function fitStrict(request: ModelRequest, target: FitTarget, report: Report): StrictFitted {
  const restores = new Map<string, Restore>()
  const spent: Spending = { tools: 0, optional: 0, unions: 0 }
  const tools = request.tools.map((tool, index): ToolDefinition => {
    const path = `tools[${index}]`
    if (tool.type !== 'function') return tool
    if (tool.untrusted && hasPatterns(tool.input)) {
      report({ code: 'pattern-not-checked', path, action: 'advice', from: tool.name })
    }
    if (!tool.strict) return tool
    return fitTool(tool, target.capabilities.strict, spent, restores, path, report)
  })
  const isSame = tools.every((tool, index) => tool === request.tools[index])
  return { request: isSame ? request : { ...request, tools }, restore: restorer(restores) }
}

/** What the strict tools of a request come to. */
type Spending = Record<keyof NonNullable<Dialect['requestLimits']>, number>

function fitTool(
  tool: FunctionDefinition,
  dialect: Dialect | false,
  spent: Spending,
  restores: Map<string, Restore>,
  path: string,
  report: Report,
): FunctionDefinition {
  if (dialect === false) {
    report({ code: 'unsupported-strict', path, action: 'downgraded', from: 'strict' })
    return { ...tool, strict: false }
  }
  const rewritten = rewriteStrict(tool.input, dialect)
  if (!rewritten.ok) {
    const { reason, path: place } = rewritten
    report({
      code: 'strict-schema',
      path: `${path}.input${place}`,
      action: 'downgraded',
      from: 'strict',
      to: reason,
    })
    return { ...tool, strict: false }
  }
  const { schema, restore, isNarrowed, moved } = rewritten
  const exceeded = spend(schema, dialect, spent)
  if (exceeded !== undefined) {
    report({ code: 'strict-limit', path, action: 'downgraded', from: 'strict', to: exceeded })
    return { ...tool, strict: false }
  }
  if (isNarrowed) report({ code: 'strict-closed', path, action: 'advice', from: 'open', to: 'closed' })
  const from = moved.join(', ')
  if (from) report({ code: 'strict-keywords', path, action: 'downgraded', from, to: 'description' })
  restores.set(tool.name, restore)
  return schema === tool.input ? tool : { ...tool, input: schema }
}

/** Counts a schema towards the limits of the request, unless it would exceed one, which is returned. */
function spend(schema: JsonSchema, { requestLimits = {} }: Dialect, spent: Spending): string | undefined {
  const { tools = Infinity, optional = Infinity, unions = Infinity } = requestLimits
  const after = {
    tools: spent.tools + 1,
    optional: spent.optional + countProperties(schema, isOptional),
    unions: spent.unions + countProperties(schema, isUnion),
  }
  const limits = { tools, optional, unions }
  const names = ['tools', 'optional', 'unions'] as const
  const exceeded = names.find((name) => after[name] > limits[name])
  if (exceeded === undefined) Object.assign(spent, after)
  return exceeded
}

type Count = (property: JsonValue, name: string, required: JsonValue | undefined) => boolean

function countProperties(root: JsonSchema, isCounted: Count): number {
  return [...schemasIn(root)].flatMap(({ schema }) => {
    const { properties, required } = isJsonObject(schema) ? schema : {}
    if (!isJsonObject(properties)) return []
    return Object.entries(properties).filter(([name, property]) => isCounted(property, name, required))
  }).length
}

function isOptional(...[, name, required]: Parameters<Count>): boolean {
  return !Array.isArray(required) || !required.includes(name)
}

function isUnion(property: JsonValue): boolean {
  return isJsonObject(property) && (typesOf(property).length > 1 || 'anyOf' in property)
}

// Deltas go out as they come; the end of the part replaces them.
function restorer(restores: ReadonlyMap<string, Restore>): (event: WireEvent) => WireEvent {
  if (restores.size === 0) return (event) => event
  const open = new Map<number, { readonly restore: Restore; text: string }>()
  return (event) => {
    switch (event.type) {
      case 'message-start':
        open.clear()
        return event
      case 'part-start': {
        const restore = event.part.type === 'tool-call' ? restores.get(event.part.name) : undefined
        if (restore && event.part.type === 'tool-call') {
          open.set(event.index, { restore, text: event.part.inputText })
        }
        return event
      }
      case 'input-delta': {
        const part = open.get(event.index)
        if (part) part.text += event.text
        return event
      }
      case 'part-end': {
        const part = open.get(event.index)
        const text = event.replace ?? part?.text
        const restored = part && text !== undefined ? restoreText(text, part.restore) : text
        return restored === text || restored === undefined ? event : { ...event, replace: restored }
      }
      default:
        return event
    }
  }
}

// Text that is not JSON stays, for the check to name what is wrong with it; so does what
// it would refuse.
function restoreText(text: string, restore: Restore): string {
  const parsed = parseOrNothing(text)
  if (parsed === undefined || findInexact(text) !== undefined || depthOf(text) > DEEPEST) return text
  const restored = restore(parsed)
  return restored === parsed ? text : JSON.stringify(restored)
}

function parseOrNothing(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue // what JSON.parse returns
  } catch {
    return undefined
  }
}
