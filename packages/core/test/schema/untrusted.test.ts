import { expect, test } from 'vitest'
import { checkValue, fit, tool, type JsonSchema } from '@dragoman/core'
import { ASKED, CAPABLE } from '../acme.ts'

const BODIES = [
  '(a+)+',
  '(a*)*',
  '(a|a)+',
  '(a|aa)+',
  '(.*a){20}',
  '([a-z]+)*',
  '(\\w+\\s?)*',
  '(a?){30}a{30}',
  '(?:a+){2,}',
  '(x+x+)+y',
]
const EVIL = BODIES.flatMap((body) => [`^${body}$`, `^${body}b$`, `${body}!`, `^(${body})+$`])

test('a pattern from elsewhere never runs, whatever it is', () => {
  const text = 'a'.repeat(50_000)
  const started = performance.now()
  for (const pattern of EVIL) {
    const { input } = untrusted({
      type: 'object',
      properties: { a: { type: 'string', pattern, minLength: 1 } },
    })
    expect([checkValue(input, { a: text }), checkValue(input, { a: '' }).length]).toEqual([[], 1])
  }
  expect(EVIL).toHaveLength(40)
  expect(performance.now() - started).toBeLessThan(1_000)
})

test.each<{ what: string; schema: JsonSchema; value: unknown }>([
  { what: 'not', schema: { not: { pattern: 'x' } }, value: 'a' },
  { what: 'oneOf', schema: { oneOf: [{ pattern: '^a' }, { pattern: '^b' }] }, value: 'a' },
  { what: 'if', schema: { if: { pattern: '^a' }, else: { type: 'null' } }, value: 'a' },
  {
    what: 'names',
    schema: { patternProperties: { '^x': {} }, additionalProperties: false },
    value: { x: 1 },
  },
  {
    what: 'the rest',
    schema: { patternProperties: { '^x': {} }, unevaluatedProperties: false },
    value: { x: 1 },
  },
  { what: 'a count', schema: { contains: { pattern: 'x' }, maxContains: 1 }, value: ['x', 'a'] },
])('what a schema takes with patterns in $what, it takes without them', ({ schema, value }) => {
  const wrapped = { type: 'object', properties: { a: schema } }
  expect(checkValue(structuredClone(wrapped), { a: value })).toEqual([])
  expect(checkValue(untrusted(wrapped).input, { a: value })).toEqual([])
})

test('that a pattern is not checked is a notice', () => {
  const tools = [untrusted({ type: 'object', properties: { a: { pattern: 'x' } } }), untrusted({})]
  const target = { provider: 'acme', wire: 'acme.chat', model: 'large', capabilities: CAPABLE }
  expect(fit({ ...ASKED, tools }, target).notices).toEqual([
    { code: 'pattern-not-checked', path: 'tools[0]', action: 'advice', from: 'a' },
  ])
})

test.each([
  'date-time',
  'date',
  'time',
  'duration',
  'email',
  'hostname',
  'ipv4',
  'ipv6',
  'uuid',
  'uri',
  'regex',
  'json-pointer',
  'uri-reference',
  'uri-template',
  'iri',
  'idn-email',
  'idn-hostname',
])('the format %s is checked in time that the text does not stretch', (format) => {
  const started = performance.now()
  for (const part of ['a', 'a.', '1', '1:', '%', '@', '-', '{a}', '/a', 'é']) {
    checkValue({ type: 'string', format }, `${part.repeat(50_000 / part.length)}!`)
  }
  expect(performance.now() - started).toBeLessThan(1_000)
})

function untrusted(input: JsonSchema): ReturnType<typeof tool> {
  return tool({ name: 'a', description: '', input, untrusted: true })
}
