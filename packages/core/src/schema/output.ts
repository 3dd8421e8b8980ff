import type { JsonSchema } from '../neutral/json.ts'
import { acceptSchema } from './accept.ts'
import { ANSWER, checkAnswer } from './input.ts'
import { unwrap } from './root.ts'
import { isStandard, validate, type Validated } from './standard.ts'

/** What a model is asked to answer with, and how the text of its answer becomes the program's value. */
export interface StructuredOutput {
  /** What the model is given: an object. Anything else stands in it as the property `value`. */
  readonly schema: JsonSchema
  /** Parses and checks an answer, against the schema as it was written. */
  read(text: string): Promise<Validated>
}

/** Throws `config` for a schema that cannot be sent and checked. */
export function structuredOutput(given: object): StructuredOutput {
  const { schema, isWrapped } = acceptSchema(given, 'output schema')
  return {
    schema,
    async read(text) {
      const checked = checkAnswer(text, schema)
      if (!checked.ok) return checked
      const value = isWrapped ? unwrap(checked.input) : checked.input
      return isStandard(given) ? validate(given, value, ANSWER) : { ok: true, value }
    },
  }
}
