import { judge, type Finding, type JudgedWire } from '@dragoman/conformance/judge'
import { isJsonObject, rewriteStrict } from '@dragoman/core'
import type { Verdict, VerdictSchema } from '../corpora.ts'
import { examine, type Figure, type Pace } from '../figure.ts'
import { dialectOf } from '../wires.ts'

/** How many requests that a provider took the judge takes too. */
export function measureAccepted(verdicts: readonly Verdict[], pace: Pace): Promise<Figure> {
  return examine(
    verdicts.filter(({ accepted }) => accepted),
    pace,
    (verdict) => {
      const found = judgeVerdict(verdict).map(({ rule, path }) => `${rule} at ${path}`)
      return found.length === 0 ? [] : [`${describe(verdict)}: ${found.join(', ')}`]
    },
  )
}

/** How many requests that a provider refused the judge refuses too. */
export function measureRejected(verdicts: readonly Verdict[], pace: Pace): Promise<Figure> {
  return examine(
    verdicts.filter(({ accepted }) => !accepted),
    pace,
    (verdict) => {
      return judgeVerdict(verdict).length > 0 ? [] : [`${describe(verdict)}: the judge sees nothing`]
    },
  )
}

/** How many schemas that a provider took strictly are strict after our rewrite. */
export function measureKeptStrict(verdicts: readonly Verdict[], pace: Pace): Promise<Figure> {
  const taken = verdicts.filter(({ accepted }) => accepted)
  const schemas = taken.flatMap((verdict) =>
    verdict.requested.filter(({ strict }) => strict === true).map(({ schema }) => ({ verdict, schema })),
  )
  return examine(schemas, pace, ({ verdict, schema }) => {
    if (!isJsonObject(schema)) return [`${describe(verdict)}: no object`]
    const rewritten = rewriteStrict(schema, dialectOf(wireOf(verdict)))
    return rewritten.ok
      ? []
      : [`${describe(verdict)}: ${rewritten.reason} at ${rewritten.path || 'the root'}`]
  })
}

/** The provider's own service, which the judge knows; other servers take dialects of its wire. */
export function isOwnService({ provider }: Verdict): boolean {
  return OWN_SERVICES.has(provider)
}

const OWN_SERVICES: ReadonlySet<string> = new Set(['openai', 'openai-path', 'anthropic'])

function describe({ provider, path }: Verdict): string {
  return `${provider}, ${path}`
}

function judgeVerdict(verdict: Verdict): readonly Finding[] {
  const tools = verdict.requested.filter(({ kind }) => kind === 'tool')
  const wire = wireOf(verdict)
  return judge(wire, BODIES[wire](tools, formatOf(verdict)))
}

function wireOf(verdict: Verdict): JudgedWire {
  if (verdict.provider === 'anthropic') return 'anthropic.messages'
  return formatOf(verdict)?.kind === 'text.format' ? 'openai.responses' : 'openai.chat'
}

function formatOf({ requested }: Verdict): VerdictSchema | undefined {
  return requested.find(({ kind }) => kind !== 'tool')
}

type Body = (tools: readonly VerdictSchema[], format: VerdictSchema | undefined) => object

/** The least request that says the schemas as the recorded one did. */
const BODIES: Readonly<Record<JudgedWire, Body>> = {
  'openai.chat': (tools, format) => ({
    model: 'gpt',
    messages: [{ role: 'user', content: 'Hello' }],
    ...(tools.length > 0 && {
      tools: tools.map((tool) => ({ type: 'function', function: namedSchema(tool, 'parameters') })),
    }),
    ...(format && {
      response_format: { type: 'json_schema', json_schema: namedSchema(format, 'schema') },
    }),
  }),
  'openai.responses': (tools, format) => ({
    model: 'gpt',
    input: 'Hello',
    tools: tools.map((tool) => ({ type: 'function', ...namedSchema(tool, 'parameters') })),
    ...(format && { text: { format: { type: 'json_schema', ...namedSchema(format, 'schema') } } }),
  }),
  'anthropic.messages': (tools, format) => ({
    model: 'claude',
    max_tokens: 100,
    messages: [{ role: 'user', content: 'Hello' }],
    tools: tools.map(({ name, strict, schema }) => ({ name, strict: strict === true, input_schema: schema })),
    ...(format && { output_config: { format: { type: 'json_schema', schema: format.schema } } }),
  }),
}

function namedSchema({ name, strict, schema }: VerdictSchema, field: 'parameters' | 'schema'): object {
  return { name, strict, [field]: schema }
}
