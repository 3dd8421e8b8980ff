import type { Alphabet } from '../neutral/capabilities.ts'
import type { WireEvent } from '../neutral/event.ts'
import type { JsonSchema } from '../neutral/json.ts'
import type { ModelRequest } from '../neutral/request.ts'
import { renameProperties } from '../schema/property-names.ts'
import type { Restore } from '../schema/restore.ts'
import { validator } from './alphabet.ts'
import { restoreTexts } from './restore-texts.ts'
import type { FitTarget, Report } from './target.ts'

export interface PropertiesRenamed {
  readonly request: ModelRequest
  /** Gives arguments and answers the property names of the given schemas. */
  readonly restore: (event: WireEvent) => WireEvent
}

/** Gives the properties of schemas names that the wire allows: one that it does not allow fails the whole request. */
export function fitPropertyNames(
  request: ModelRequest,
  { capabilities }: FitTarget,
  report: Report,
): PropertiesRenamed {
  const { propertyName } = capabilities
  if (!propertyName) return { request, restore: (event) => event }
  const restores = new Map<string, Restore>()
  const tools = request.tools.map((tool, at) => {
    if (tool.type !== 'function') return tool
    const renamed = rename(tool.input, propertyName, `tools[${at}].input`, report)
    if (!renamed) return tool
    restores.set(tool.name, renamed.restore)
    return { ...tool, input: renamed.schema }
  })
  const { output } = request
  const answer = output && rename(output.schema, propertyName, 'output.schema', report)
  if (restores.size === 0 && !answer) return { request, restore: (event) => event }
  return {
    request: { ...request, tools, ...(output && answer && { output: { ...output, schema: answer.schema } }) },
    restore: restoreTexts((part) => {
      if (part.type === 'tool-call') return restores.get(part.name)
      return part.type === 'text' ? answer?.restore : undefined
    }),
  }
}

function rename(
  schema: JsonSchema,
  alphabet: Alphabet,
  path: string,
  report: Report,
): { readonly schema: JsonSchema; readonly restore: Restore } | undefined {
  const renamed = renameProperties(schema, validator(alphabet))
  for (const [from, to] of renamed?.names ?? []) {
    report({ code: 'property-name', path, action: 'renamed', from, to })
  }
  return renamed
}
