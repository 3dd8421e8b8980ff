import { Compile, type Validator } from 'typebox/schema'
import { DragomanError, reasonOf } from '../neutral/error.ts'
import { isJsonObject, type JsonSchema } from '../neutral/json.ts'
import { withoutPatterns } from './untrusted.ts'
import { describeErrors, type Violation } from './violation.ts'

const validators = new WeakMap<JsonSchema, Validator>()

/** Checks a value against a JSON Schema (draft 7 or 2020-12). An empty list means that it fits. */
export function checkValue(schema: JsonSchema, value: unknown): readonly Violation[] {
  const validator = compile(schema)
  if (validator.Check(value)) return []
  const [, errors] = validator.Errors(value)
  return describeErrors(errors, schema)
}

/** From here on, checking against this schema runs none of its regular expressions. */
export function trustNoPattern(schema: JsonSchema): void {
  const loose = withoutPatterns(schema)
  compile(schema, isJsonObject(loose) ? loose : schema)
}

function compile(schema: JsonSchema, rules: JsonSchema = schema): Validator {
  const known = validators.get(schema)
  if (known) return known
  try {
    const validator = Compile(rules)
    validators.set(schema, validator)
    return validator
  } catch (cause) {
    throw new DragomanError('config', `A JSON Schema cannot be compiled: ${reasonOf(cause)}`, { cause })
  }
}
