import {
  canonicalJson,
  checkValue,
  isJsonObject,
  rewriteStrict,
  user,
  type Dialect,
  type JsonObject,
  type JsonSchema,
  type JsonValue,
  type ModelRequest,
} from '@dragoman/core'
import type { Law } from '../law.ts'
import { Breach, expectSame, observeRequest } from '../observe.ts'
import { row } from '../requests.ts'
import { SCHEMAS, type SchemaRow } from '../schemas.ts'
import { capabilitiesOf } from './capabilities.ts'
import { lawOfCases } from './case.ts'

export const schema: Law = lawOfCases({
  name: 'schema',
  says: 'a schema goes out as it is, or in the words of strict mode, which take what it takes, or a notice tells of the change',
  cases: SCHEMAS.map((given) => ({
    ...row(given.name, []),
    async show(subject) {
      const { strict: dialect } = capabilitiesOf(subject)
      const ways = { 'a tool': asTool(given), 'a strict tool': asTool(given, true), output: asOutput(given) }
      for (const [way, request] of Object.entries(ways)) {
        const { body, notices } = await observeRequest(subject, request)
        const known = [given.schema, ...(dialect ? rewritten(given, dialect) : [])]
        if (known.some((words) => holds(body, canonicalJson(words)))) continue
        if (notices.some(({ path, action }) => action !== 'advice' && /^(tools|output)/.test(path))) continue
        throw new Breach(`${way}: the schema was sent in other words, and no notice tells of it`)
      }
      if (dialect) checkDialect(given, dialect)
    },
  })),
})

function asTool({ schema: input }: SchemaRow, strict = false): ModelRequest {
  const probe = { type: 'function', name: 'probe', description: 'Takes what fits.', input, strict } as const
  return { messages: [user('Hello')], tools: [probe], toolChoice: 'auto', settings: {} }
}

function asOutput(given: SchemaRow): ModelRequest {
  const output = { name: 'output', schema: given.schema }
  return { ...asTool(given), tools: [], output }
}

function rewritten(given: SchemaRow, dialect: Dialect): readonly JsonSchema[] {
  const rewrite = rewriteStrict(given.schema, dialect)
  return rewrite.ok ? [rewrite.schema] : []
}

function checkDialect({ schema: original, takes }: SchemaRow, dialect: Dialect): void {
  const rewrite = rewriteStrict(original, dialect)
  if (!rewrite.ok) return
  for (const value of takes) {
    const strict = withNulls(value, rewrite.schema)
    const [violation] = checkValue(rewrite.schema, strict)
    if (violation) {
      throw new Breach(`strict mode refuses ${JSON.stringify(value)}: ${violation.path} ${violation.message}`)
    }
    expectSame(value, rewrite.restore(strict), 'what comes back from strict mode')
  }
}

// Where strict mode requires everything, what is left out is null.
function withNulls(value: JsonValue, words: JsonValue | undefined): JsonValue {
  if (!isJsonObject(words)) return value
  if (Array.isArray(value)) return value.map((item: JsonValue) => withNulls(item, words['items']))
  if (!isJsonObject(value)) return value
  const { properties = {}, required = [], anyOf } = words
  if (Array.isArray(anyOf)) {
    const taken: JsonValue | undefined = anyOf.find((branch: JsonValue) => takes(branch, value))
    return withNulls(value, taken)
  }
  const names = [...Object.keys(value), ...(Array.isArray(required) ? required.map(String) : [])]
  const nodes: JsonObject = isJsonObject(properties) ? properties : {}
  return Object.fromEntries(names.map((name) => [name, withNulls(value[name] ?? null, nodes[name])]))
}

function takes(branch: JsonValue, value: JsonValue): boolean {
  return isJsonObject(branch) && checkValue(branch, withNulls(value, branch)).length === 0
}

function holds(value: JsonValue, words: string): boolean {
  if (typeof value !== 'object' || value === null) return false
  return (
    canonicalJson(value) === words || Object.values(value).some((inner: JsonValue) => holds(inner, words))
  )
}
