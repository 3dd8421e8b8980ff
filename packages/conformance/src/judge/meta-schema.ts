import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { Place } from './place.ts'
import type { Offence } from './rule.ts'

/** Where a schema is no JSON Schema of draft 2020-12, with which all three providers read the inputs of tools. */
export function* findBrokenSchema({ path, value }: Place): Generator<Offence> {
  if (typeof value !== 'object' || value === null || isValid(value)) return
  const [error] = metaSchema().errors ?? []
  const where = error?.instancePath.slice(1).replaceAll('/', '.') ?? ''
  yield { path, message: `is no JSON Schema: ${where} ${error?.message ?? ''}` }
}

// Requests of one conversation carry the same tools.
const known = new WeakMap<object, boolean>()

function isValid(schema: object): boolean {
  const before = known.get(schema)
  if (before === true) return true
  const valid = metaSchema()(schema)
  known.set(schema, valid)
  return valid
}

let compiled: ValidateFunction | undefined

function metaSchema(): ValidateFunction {
  compiled ??= new Ajv2020({ strict: false, validateFormats: false }).getSchema(
    'https://json-schema.org/draft/2020-12/schema',
  )
  if (!compiled) throw new Error('ajv has no meta-schema of draft 2020-12.')
  return compiled
}
