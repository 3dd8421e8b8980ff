import type { Dialect } from '../neutral/capabilities.ts'
import type { WireEvent } from '../neutral/event.ts'
import type { JsonSchema } from '../neutral/json.ts'
import type { ModelRequest } from '../neutral/request.ts'
import type { FunctionDefinition, ToolDefinition } from '../neutral/tool.ts'
import { rewriteStrict } from '../schema/dialect.ts'
import type { Restore } from '../schema/restore.ts'
import { hasPatterns } from '../schema/untrusted.ts'
import { restoreTexts } from './restore-texts.ts'
import type { StrictBudget } from './strict-budget.ts'
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
export function fitStrict(
  request: ModelRequest,
  { capabilities }: FitTarget,
  budget: StrictBudget,
  report: Report,
): StrictFitted {
  const restores = new Map<string, Restore>()
  const tools = request.tools.map((tool, index): ToolDefinition => {
    const path = `tools[${index}]`
    if (tool.type !== 'function') return tool
    if (tool.untrusted && hasPatterns(tool.input)) {
      report({ code: 'pattern-not-checked', path, action: 'advice', from: tool.name })
    }
    if (!tool.strict) return tool
    return fitTool(tool, capabilities.strict, budget, restores, path, report)
  })
  const isSame = tools.every((tool, index) => tool === request.tools[index])
  return { request: isSame ? request : { ...request, tools }, restore: restorer(restores) }
}

function fitTool(
  tool: FunctionDefinition,
  dialect: Dialect | false,
  budget: StrictBudget,
  restores: Map<string, Restore>,
  path: string,
  report: Report,
): FunctionDefinition {
  if (dialect === false) {
    report({ code: 'unsupported-strict', path, action: 'downgraded', from: 'strict' })
    return { ...tool, strict: false }
  }
  const strict = sayStrictly(tool.input, dialect, budget, { path, field: 'input', kind: 'tool' }, report)
  if (!strict) return { ...tool, strict: false }
  restores.set(tool.name, strict.restore)
  return strict.schema === tool.input ? tool : { ...tool, input: strict.schema }
}

/** A schema in the words of a strict mode; `undefined` where there are none, or no room in the request. */
export function sayStrictly(
  given: JsonSchema,
  dialect: Dialect,
  budget: StrictBudget,
  place: { readonly path: string; readonly field: string; readonly kind: 'tool' | 'output' },
  report: Report,
): { readonly schema: JsonSchema; readonly restore: Restore } | undefined {
  const { path, field, kind } = place
  const rewritten = rewriteStrict(given, dialect)
  if (!rewritten.ok) {
    const { reason: to, path: inside } = rewritten
    const change = { action: 'downgraded', from: 'strict', to } as const
    report({ code: 'strict-schema', path: `${path}.${field}${inside}`, ...change })
    return undefined
  }
  const { schema, restore, isNarrowed, moved } = rewritten
  const exceeded = budget.spend(schema, kind)
  if (exceeded !== undefined) {
    report({ code: 'strict-limit', path, action: 'downgraded', from: 'strict', to: exceeded })
    return undefined
  }
  if (isNarrowed) report({ code: 'strict-closed', path, action: 'advice', from: 'open', to: 'closed' })
  const from = moved.join(', ')
  if (from) report({ code: 'strict-keywords', path, action: 'downgraded', from, to: 'description' })
  return { schema, restore }
}

function restorer(restores: ReadonlyMap<string, Restore>): (event: WireEvent) => WireEvent {
  if (restores.size === 0) return (event) => event
  return restoreTexts((part) => (part.type === 'tool-call' ? restores.get(part.name) : undefined))
}
