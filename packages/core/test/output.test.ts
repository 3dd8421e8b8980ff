import { Type } from '@sinclair/typebox'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  DragomanError,
  run,
  scripted,
  streamRun,
  textOf,
  tool,
  user,
  type AssistantMessage,
  type ModelRequest,
  type Reply,
  type Schema,
} from '@dragoman/core'
import { failureOf } from './collect.ts'

const City = Type.Object({ city: Type.String(), people: Type.Integer({ minimum: 1 }) })
const messages = 'How many people live in Lisbon?'
const GOOD = '{"city":"Lisbon","people":545000}'

describe('run({ output })', () => {
  test('gives the value of the answer', async () => {
    const result = await run({ model: scripted([GOOD]), output: City, messages })
    expect(result).toMatchObject({
      end: 'done',
      output: { city: 'Lisbon', people: 545_000 },
      text: GOOD,
      steps: 1,
    })
  })

  test('asks for it in every step', async () => {
    const asked: ModelRequest['output'][] = []
    const replies: readonly Reply[] = [[call('{"city":"Lisbon"}')], GOOD]
    const model = scripted(
      replies.map((reply) => (request: ModelRequest) => {
        asked.push(request.output)
        return reply
      }),
    )
    const result = await run({ model, tools: [census()], output: City, messages })
    expect(result).toMatchObject({ end: 'done', output: { people: 545_000 }, steps: 2 })
    expect(asked).toMatchObject([
      { name: 'output', schema: { required: ['city', 'people'] } },
      { name: 'output', schema: { required: ['city', 'people'] } },
    ])
  })

  test('reads the last text of the answer: words may stand before it', async () => {
    const reply = [
      { type: 'text', text: 'Here it is:' },
      { type: 'text', text: GOOD },
    ] as const
    expect(await run({ model: scripted([reply]), output: City, messages })).toMatchObject({
      output: { city: 'Lisbon' },
    })
  })

  test.each<{ what: string; schema: Schema; text: string; output: unknown }>([
    { what: 'a list', schema: Type.Array(Type.String()), text: '{"value":["a"]}', output: ['a'] },
    { what: 'one of several', schema: z.enum(['yes', 'no']), text: '{"value":"no"}', output: 'no' },
    {
      what: "what the schema's library makes of it",
      schema: z.object({ day: z.string().transform((day) => day.length) }),
      text: '{"day":"Monday"}',
      output: { day: 6 },
    },
    { what: 'raw JSON Schema', schema: { type: 'object' }, text: '{"a":[1]}', output: { a: [1] } },
  ])('gives $what', async ({ schema, text, output }) => {
    expect(await run({ model: scripted([text]), output: schema, messages })).toMatchObject({ output })
  })

  test.each<{ what: string; text: string; problem: string }>([
    { what: 'prose', text: 'Many.', problem: 'The answer must be valid JSON: ' },
    {
      what: 'a code fence',
      text: `\`\`\`json\n${GOOD}\n\`\`\``,
      problem: 'The answer must be valid JSON: ',
    },
    { what: 'nothing', text: '', problem: 'The answer must be valid JSON: ' },
    {
      what: 'another value',
      text: '{"city":"Lisbon","people":0}',
      problem: 'The answer must fit the schema:\n- /people: must be >= 1 (found 0)',
    },
    {
      what: 'no object',
      text: '[]',
      problem: 'The answer must fit the schema:\n- the answer: must be object (found [])',
    },
    {
      what: 'a key that replaces a prototype',
      text: '{"__proto__":{}}',
      problem:
        'The answer must not hold a key "__proto__", or "prototype" in a key "constructor": leave it out.',
    },
  ])('tells the model what is wrong with $what, in the transcript', async ({ text, problem }) => {
    const result = await run({ model: scripted([text, GOOD]), output: City, messages })
    expect(result).toMatchObject({
      end: 'done',
      output: { people: 545_000 },
      messages: [
        user(messages),
        { role: 'assistant' },
        { role: 'user', parts: [{ type: 'text', text: expect.stringContaining(problem) }] },
        { role: 'assistant' },
      ],
      added: 3,
      steps: 2,
      notices: [{ code: 'output-repair', path: 'messages[2]', action: 'synthesized', to: 'user' }],
    })
  })

  test('tells it what the rules of the library say', async () => {
    const schema = z.object({ city: z.string().refine((city) => city === 'Porto', 'must be Porto') })
    const result = await run({
      model: scripted(['{"city":"Lisbon"}', '{"city":"Porto"}']),
      output: schema,
      messages,
    })
    expect(result.messages[2]).toEqual(user('The answer must fit the schema:\n- /city: must be Porto'))
  })

  test.each([
    { limits: {}, repairs: 2 },
    { limits: { outputRepairs: 0 }, repairs: 0 },
    { limits: { outputRepairs: 3 }, repairs: 3 },
  ])('is output-invalid after $repairs repairs, with the raw text', async ({ limits, repairs }) => {
    const model = scripted(Array.from({ length: repairs + 1 }, (_none, at) => `No, ${at}.`))
    const error = await failureOf(run({ model, output: City, limits, messages }))
    expect(error).toMatchObject({ code: 'output-invalid', retryable: false })
    const { partial, state } = DragomanError.is(error) ? error : {}
    expect({ text: partial && textOf(partial), steps: state?.steps }).toEqual({
      text: `No, ${repairs}.`,
      steps: repairs + 1,
    })
    // The state goes on where the run ended: the model has yet to read what is wrong.
    expect(state?.messages.at(-1)).toMatchObject({ role: 'user' })
    const goneOn = state && (await run({ model: scripted([GOOD]), output: City, state }))
    expect(goneOn).toMatchObject({ end: 'done' })
  })

  test.each(['length', 'refusal', 'filtered', 'context-full', 'other'] as const)(
    'is no value where the answer ended with %s',
    async (reason) => {
      const reply: AssistantMessage = {
        role: 'assistant',
        parts: [{ type: 'text', text: GOOD }],
        stop: { reason, raw: null },
      }
      const result = await run({ model: scripted([reply]), output: City, messages })
      expect(result).toMatchObject({ end: reason, text: GOOD, steps: 1 })
      expect(result).not.toHaveProperty('output')
    },
  )

  test('ends at once when the run is aborted while a rule of the library waits', async () => {
    const abort = new AbortController()
    const schema = z.object({ city: z.string() }).refine(() => {
      abort.abort()
      return new Promise<boolean>(() => undefined)
    })
    const running = run({
      model: scripted(['{"city":"Lisbon"}']),
      output: schema,
      messages,
      signal: abort.signal,
    })
    expect(await failureOf(running)).toMatchObject({ code: 'aborted' })
  })

  test('shows the answer while it streams', async () => {
    const events = streamRun({ model: scripted([GOOD]), output: City, messages })
    const texts: string[] = []
    for await (const event of events) if (event.type === 'text-delta') texts.push(event.text)
    expect({ text: texts.join(''), result: await events.result }).toMatchObject({
      text: GOOD,
      result: { output: { city: 'Lisbon' } },
    })
  })

  test.each([
    { what: 'a date', output: Type.Object({ day: Type.Date() }), problem: '/properties/day' },
    { what: 'false', output: Type.Unsafe({ not: {} }), problem: undefined },
  ])('refuses $what before anything is sent', async ({ output, problem }) => {
    const running = run({ model: scripted(['{}']), output, messages, limits: { outputRepairs: 0 } })
    const error = await failureOf(running)
    expect(error).toMatchObject(
      problem
        ? { code: 'config', message: expect.stringMatching(/^The output schema .*\/properties\/day/) }
        : { code: 'output-invalid' },
    )
  })
})

function call(inputText: string): { type: 'tool-call'; id: string; name: string; inputText: string } {
  return { type: 'tool-call', id: '1', name: 'census', inputText }
}

function census(): ReturnType<typeof tool> {
  return tool({
    name: 'census',
    description: 'Counts the people of a city.',
    input: Type.Object({ city: Type.String() }),
    execute: () => 545_000,
  })
}
