import type { WireEvent } from '../neutral/event.ts'
import type { SystemMessage } from '../neutral/message.ts'
import type { ModelRequest, OutputFormat } from '../neutral/request.ts'
import type { Restore } from '../schema/restore.ts'
import type { Draft } from './draft.ts'
import { askByTool } from './output-tool.ts'
import { restoreTexts } from './restore-texts.ts'
import { takesForcedChoice } from './settings.ts'
import { sayStrictly } from './strict.ts'
import type { StrictBudget } from './strict-budget.ts'
import type { FitTarget, Report } from './target.ts'

export interface OutputFitted {
  readonly draft: Draft
  /** Makes a text of the answer, however it was asked for. */
  readonly restore: (event: WireEvent) => WireEvent
}

/**
 * Asks for an answer that fits a schema in the way that the model knows: by the wire's own field, else by a tool that
 * it must call, else in words. Whatever the way, the answer is a text.
 */
export function fitOutput(
  draft: Draft,
  target: FitTarget,
  budget: StrictBudget,
  report: Report,
): OutputFitted {
  const { output, ...request } = draft.request
  if (!output) return { draft, restore: (event) => event }
  const native = nativeOutput(output, target, budget, report)
  if (native) {
    const { restore } = native
    return {
      draft: native.output === output ? draft : { ...draft, request: { ...request, output: native.output } },
      restore: restore
        ? restoreTexts((part) => (part.type === 'text' ? restore : undefined))
        : (event) => event,
    }
  }
  const to = takesForcedChoice(request, target) && target.capabilities.output !== 'prompt' ? 'tool' : 'prompt'
  report({ code: 'output-way', path: 'output', action: 'downgraded', from: 'native', to })
  if (to === 'prompt') return { draft: askInWords({ ...draft, request }, output), restore: (event) => event }
  const asked = askByTool(request, output, target)
  return { draft: { ...draft, request: asked.request }, restore: asked.restore }
}

function nativeOutput(
  output: OutputFormat,
  { capabilities }: FitTarget,
  budget: StrictBudget,
  report: Report,
): { readonly output: OutputFormat; readonly restore?: Restore } | undefined {
  const { strict: dialect, looseOutput = dialect === false } = capabilities
  if (capabilities.output !== 'native') return undefined
  if (output.strict === false) return looseOutput ? { output } : undefined
  if (dialect === false) {
    report({ code: 'unsupported-strict', path: 'output', action: 'downgraded', from: 'strict' })
  }
  const place = { path: 'output', field: 'schema', kind: 'output' } as const
  const strict = dialect && sayStrictly(output.schema, dialect, budget, place, report)
  if (!strict) return looseOutput ? { output: { ...output, strict: false } } : undefined
  const { schema, restore } = strict
  return { output: schema === output.schema ? output : { ...output, schema }, restore }
}

// Behind the other instructions, where it stays when the conversation goes on.
function askInWords(draft: Draft, { schema }: OutputFormat): Draft {
  const { entries, request } = draft
  const lead = entries.findIndex(({ message }) => message.role !== 'system')
  const at = lead === -1 ? entries.length : lead
  const message: SystemMessage = {
    role: 'system',
    parts: [{ type: 'text', text: wordsFor(request, schema) }],
  }
  return { ...draft, entries: entries.toSpliced(at, 0, { message, path: 'output', partPaths: ['output'] }) }
}

function wordsFor({ tools }: ModelRequest, schema: OutputFormat['schema']): string {
  const when = tools.length > 0 ? 'When you need no more tools, answer' : 'Answer'
  return `${when} with one JSON value that fits this JSON Schema, and with nothing else: no words around it, no code fence.\n${JSON.stringify(schema)}`
}
