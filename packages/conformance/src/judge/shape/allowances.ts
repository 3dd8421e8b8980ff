import { isJsonObject, type JsonSchema } from '@dragoman/core'
import { isList, type Definitions } from './narrow.ts'

/** What a wire takes and the types of its SDK do not say. */
export interface Allowance {
  /** The definition of the SDK that it changes. */
  readonly definition: string
  /** Why the wire takes it. */
  readonly reason: string
  /** Fields that may also stand. */
  readonly fields?: Readonly<Record<string, JsonSchema>>
  /** Fields that may be left out. */
  readonly optional?: readonly string[]
}

export const CHAT_ALLOWANCES: readonly Allowance[] = [
  {
    definition: 'ChatCompletionToolMessageParam',
    fields: { name: { type: 'string' } },
    reason:
      'Tool messages once named their function, and compatible servers ask for it (case 11); recorded with 200.',
  },
  {
    definition: 'ChatCompletionAssistantMessageParam',
    fields: { annotations: { type: 'array' } },
    reason: 'The guides append the answer to the messages as it came; recorded with 200.',
  },
]

export const RESPONSES_ALLOWANCES: readonly Allowance[] = [
  {
    definition: 'FunctionTool',
    optional: ['strict', 'parameters'],
    reason: 'The API reads a tool without them by its defaults; recorded with 200.',
  },
  {
    definition: 'ResponseInputImage',
    optional: ['detail'],
    reason: 'The API reads it as `auto`; the examples of the images guide leave it out.',
  },
  {
    definition: 'ResponseReasoningItem',
    optional: ['id'],
    reason: 'Stateless reasoning goes back without its id (case 196).',
  },
  {
    definition: 'ResponseOutputText',
    optional: ['annotations'],
    reason: 'An answer goes back without its annotations; recorded with 200.',
  },
  {
    definition: 'ResponseOutputMessage',
    optional: ['id', 'status', 'type'],
    reason: 'An answer that was made elsewhere has none of them; recorded with 200.',
  },
]

const SAMPLING: Readonly<Record<string, JsonSchema>> = {
  temperature: { type: 'number' },
  top_p: { type: 'number' },
  top_k: { type: 'number' },
}

export const MESSAGES_ALLOWANCES: readonly Allowance[] = [
  {
    definition: 'MessageCreateParamsBase',
    fields: SAMPLING,
    reason: 'Models up to Opus 4.6 take them; the SDK dropped them for the newer ones (case 290).',
  },
]

/** The definitions with what else the wire takes. */
export function allow(definitions: Definitions, allowances: readonly Allowance[]): Definitions {
  const allowed = allowances.map((allowance) => {
    const definition = definitions[allowance.definition]
    if (!definition) {
      throw new Error(`No type of the SDK is named ${allowance.definition}: ${allowance.reason}`)
    }
    return [allowance.definition, widen(definition, allowance)] as const
  })
  return { ...definitions, ...Object.fromEntries(allowed) }
}

function widen(definition: JsonSchema, { fields, optional = [] }: Allowance): JsonSchema {
  const { properties, required } = definition
  return {
    ...definition,
    properties: { ...(isJsonObject(properties) && properties), ...fields },
    required: (isList(required) ? required : []).filter((name) => !optional.some((left) => left === name)),
  }
}
