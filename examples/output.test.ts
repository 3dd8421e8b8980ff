// Structured output as each provider is asked for it, and as its answer is read: over HTTP, on all three wires.
import { judge } from '@dragoman/conformance/judge'
import type { Answer } from '@dragoman/conformance/speak'
import {
  isJsonObject,
  json,
  run,
  tool,
  type JsonObject,
  type FunctionTool,
  type Model,
  type Notice,
  type RunResult,
  type RunSettings,
} from '@dragoman/core'
import { Type, type Static } from '@sinclair/typebox'
import { afterEach, describe, expect, it } from 'vitest'
import { onChat, onClaude, onResponses, type Way } from './served-models.ts'
import { calls, says, startSpeakingServer, type SpeakingServer } from './speaking-server.ts'

const Booking = Type.Object(
  {
    guests: Type.Integer({ minimum: 1 }),
    day: Type.Optional(Type.String()),
    wishes: Type.Array(Type.String()),
  },
  { additionalProperties: false },
)
type Booking = Static<typeof Booking>

const SCHEMA = plain(Booking)
const MESSAGES = 'A table for four, please.'
const GOOD = '{"guests":4,"wishes":["quiet"]}'
const CUT = '{"guests":4,"wish'
const BOOKING: Booking = { guests: 4, wishes: ['quiet'] }

/** The schema in the words of OpenAI's strict mode: what was optional may be null. */
const OPENAI_SCHEMA = {
  type: 'object',
  properties: {
    guests: { type: 'integer', minimum: 1 },
    day: { type: ['string', 'null'] },
    wishes: { type: 'array', items: { type: 'string' } },
  },
  required: ['guests', 'day', 'wishes'],
  additionalProperties: false,
}

/** The same in the words of Claude's: the minimum is told, and checked here. */
const CLAUDE_SCHEMA = {
  ...SCHEMA,
  properties: {
    guests: { type: 'integer', description: '{minimum: 1}' },
    day: { type: 'string' },
    wishes: { type: 'array', items: { type: 'string' } },
  },
}

const CHAT = onChat('gpt-5.4-mini')
const RESPONSES = onResponses('gpt-5.4-mini')
const CLAUDE = onClaude('claude-haiku-5-5')
const EVERY_WIRE = [CHAT, RESPONSES, CLAUDE]

const EVERY_WAY = [
  ...EVERY_WIRE.map((place) => ({ ...place, answering: says })),
  { ...onChat('gpt-3.5-turbo'), answering: callsOutput },
  { ...onResponses('gpt-5.4-mini', 'tool'), answering: callsOutput },
  { ...onClaude('claude-3-7-sonnet-latest'), answering: callsOutput },
]

const CHAT_FORMAT = {
  response_format: {
    type: 'json_schema',
    json_schema: { name: 'output', schema: OPENAI_SCHEMA, strict: true },
  },
}
const RESPONSES_FORMAT = {
  text: { format: { type: 'json_schema', name: 'output', schema: OPENAI_SCHEMA, strict: true } },
}
const OPEN_CHAT_FORMAT = {
  response_format: {
    type: 'json_schema',
    json_schema: { name: 'output', schema: openMap(), strict: false },
  },
}
const CLAUDE_FORMAT = { output_config: { format: { type: 'json_schema', schema: CLAUDE_SCHEMA } } }

const servers: SpeakingServer[] = []
afterEach(() => Promise.all(servers.splice(0).map((server) => server.stop())))

describe.each([{ stream: false }, { stream: true }])('streamed: $stream', ({ stream }) => {
  it.each([
    { ...CHAT, sent: CHAT_FORMAT, answer: '{"guests":4,"day":null,"wishes":["quiet"]}' },
    { ...RESPONSES, sent: RESPONSES_FORMAT, answer: '{"guests":4,"day":null,"wishes":["quiet"]}' },
    { ...CLAUDE, sent: CLAUDE_FORMAT, answer: GOOD },
  ])('$name is asked by its own field, in its own words', async ({ model, sent, answer }) => {
    const { result, bodies } = await ask(model, [says(answer)], { stream })
    expect(result).toMatchObject({ end: 'done', output: BOOKING, text: GOOD, steps: 1 })
    expect(result.notices.map(({ code }) => code)).not.toContain('output-way')
    expect(bodies.map(formatOf)).toEqual([sent])
  })

  it.each([
    {
      ...onChat('gpt-3.5-turbo'),
      sent: {
        tools: [{ type: 'function', function: { ...answerTool(), parameters: SCHEMA } }],
        tool_choice: { type: 'function', function: { name: 'output' } },
      },
    },
    {
      ...onResponses('gpt-5.4-mini', 'tool'),
      sent: {
        tools: [{ type: 'function', ...answerTool(), parameters: OPENAI_SCHEMA, strict: true }],
        tool_choice: { type: 'function', name: 'output' },
      },
    },
    {
      ...onClaude('claude-3-7-sonnet-latest'),
      sent: {
        tools: [{ ...answerTool(), input_schema: SCHEMA }],
        tool_choice: { type: 'tool', name: 'output' },
      },
    },
  ])('$name is made to call a tool that stands for the answer', async ({ model, sent }) => {
    const answer = calls('output', { guests: 4, wishes: ['quiet'] })
    const { result, bodies } = await ask(model, [answer], { stream })
    expect(result).toMatchObject({ end: 'done', output: BOOKING, text: GOOD, steps: 1, added: 1 })
    expect(result.notices).toContainEqual(way('tool'))
    expect(bodies.map(formatOf)).toEqual([sent])
  })

  it.each([
    onChat('qwen3:8b'),
    onResponses('gpt-5.4-mini', 'prompt'),
    onClaude('claude-haiku-5-5', 'prompt'),
  ])('$name is asked in words', async ({ model }) => {
    const { result, bodies } = await ask(model, [says(GOOD)], { stream })
    expect(result).toMatchObject({ end: 'done', output: BOOKING, text: GOOD, steps: 1 })
    expect(result.notices).toEqual([way('prompt')])
    expect(bodies.map(formatOf)).toEqual([{}])
    const words = `Answer with one JSON value that fits this JSON Schema, and with nothing else: no words around it, no code fence.\n${JSON.stringify(SCHEMA)}`
    expect(JSON.stringify(bodies[0])).toContain(JSON.stringify(words).slice(1, -1))
  })

  it.each([...EVERY_WIRE, onChat('gpt-3.5-turbo'), onClaude('claude-3-7-sonnet-latest'), onChat('qwen3:8b')])(
    '$name calls tools first, and is asked for the answer in every step',
    async ({ model }) => {
      const isTool = (body: JsonObject): boolean => JSON.stringify(body['tools']).includes('"output"')
      const script = (body: JsonObject, at: number): Answer => {
        if (at === 0) return calls('free_tables', { guests: 4 })
        return isTool(body) ? calls('output', { guests: 4, wishes: ['quiet'] }) : says(GOOD)
      }
      const { result, bodies } = await ask(model, script, { stream, tools: [freeTables()] })
      expect(result).toMatchObject({ end: 'done', output: BOOKING, text: GOOD, steps: 2, added: 3 })
      const [first, second] = bodies
      expect(formatOf(second)).toEqual(formatOf(first))
    },
  )

  it.each(EVERY_WAY)('$name, cut short, is an ending without an output', async ({ model, answering }) => {
    const { result } = await ask(model, [{ ...answering(CUT), stop: 'length' }], { stream })
    expect(result).toMatchObject({ end: 'length', steps: 1, added: 1 })
    expect(result).not.toHaveProperty('output')
  })

  it.each(EVERY_WIRE)('$name, refusing, is an ending without an output', async ({ model }) => {
    const answer: Answer = { ...says('I cannot do that.'), stop: 'refusal' }
    const { result } = await ask(model, [answer], { stream })
    expect(result).toMatchObject({ end: 'refusal', text: 'I cannot do that.', steps: 1 })
    expect(result).not.toHaveProperty('output')
  })

  it.each(EVERY_WAY)('$name is told what is wrong, as a message', async ({ model, answering }) => {
    const script = [answering('{"guests":0,"wishes":["quiet"]}'), answering(GOOD)]
    const { result, bodies } = await ask(model, script, { stream })
    const problem = 'The answer must fit the schema:\n- /guests: must be >= 1 (found 0)'
    expect(result).toMatchObject({ end: 'done', output: BOOKING, steps: 2, added: 3 })
    expect(result.messages[2]).toEqual({ role: 'user', parts: [{ type: 'text', text: problem }] })
    expect(result.notices).toContainEqual(repair(2))
    expect(JSON.stringify(bodies[1])).toContain(JSON.stringify(problem).slice(1, -1))
    expect(formatOf(bodies[1])).toEqual(formatOf(bodies[0]))
  })

  it.each(EVERY_WIRE)('$name that never fits fails with what it said', async ({ model }) => {
    const failing = ask(model, () => says('Four guests.'), { stream })
    await expect(failing).rejects.toMatchObject({
      code: 'output-invalid',
      partial: { role: 'assistant', parts: [{ type: 'text', text: 'Four guests.' }] },
      state: { steps: 3, pending: [] },
    })
    expect(servers.flatMap(({ asked }) => asked)).toHaveLength(3)
  })
})

it('Claude is told an effort beside the format', async () => {
  const { bodies } = await ask(CLAUDE.model, [says(GOOD)], { settings: { effort: 'low' } })
  expect(bodies.map(formatOf)).toEqual([{ output_config: { effort: 'low', ...CLAUDE_FORMAT.output_config } }])
})

it.each([
  {
    ...CHAT,
    sent: OPEN_CHAT_FORMAT,
    answer: says('{"Ada":2}'),
  },
  {
    ...onChat('qwen3:8b', 'native'),
    sent: OPEN_CHAT_FORMAT,
    answer: says('{"Ada":2}'),
  },
  {
    ...RESPONSES,
    sent: { text: { format: { type: 'json_schema', name: 'output', schema: openMap(), strict: false } } },
    answer: says('{"Ada":2}'),
  },
  {
    ...CLAUDE,
    sent: {
      tools: [{ ...answerTool(), input_schema: openMap(), strict: false }],
      tool_choice: { type: 'tool', name: 'output' },
    },
    answer: calls('output', { Ada: 2 }),
  },
])('$name is asked for a map in a form that does not close it', async ({ model, sent, answer }) => {
  const { result, bodies } = await ask(model, [answer], { output: openMap() })
  expect(result).toMatchObject({ end: 'done', output: { Ada: 2 } })
  expect(bodies.map(formatOf)).toEqual([sent])
})

it.each(EVERY_WIRE)('$name gives a list, which stands in an object on the wire', async ({ model }) => {
  const { result } = await ask(model, [says('{"value":["quiet"]}')], { output: Type.Array(Type.String()) })
  expect(result).toMatchObject({ end: 'done', output: ['quiet'], text: '{"value":["quiet"]}' })
})

/** Runs against a server of its own, and lets no request pass that its provider would refuse. */
async function ask(
  modelOf: (server: SpeakingServer) => Model,
  script: readonly Answer[] | ((body: JsonObject, at: number) => Answer),
  options: Partial<Pick<RunSettings<object>, 'stream' | 'tools' | 'settings' | 'output'>> = {},
): Promise<{ readonly result: RunResult<unknown>; readonly bodies: readonly JsonObject[] }> {
  let count = 0
  const answerOf = typeof script === 'function' ? script : (_body: JsonObject, at: number) => script[at]
  const server = await startSpeakingServer(({ body }) => answerOf(body, count++) ?? { parts: [] })
  servers.push(server)
  const model = modelOf(server)
  try {
    const result = await run({ model, messages: MESSAGES, output: Booking, ...options })
    return { result, bodies: server.asked.map(({ body }) => body) }
  } finally {
    expect(server.asked.flatMap(({ wire, body }) => judge(wire, body))).toEqual([])
    expect(new Set(server.asked.map(({ wire }) => wire))).toEqual(new Set([model.wire]))
  }
}

function openMap(): JsonObject {
  return { type: 'object', properties: {}, additionalProperties: { type: 'integer' } }
}

/** What a request says about the form of its answer. */
function formatOf(body: JsonObject | undefined): JsonObject {
  const fields = ['response_format', 'text', 'output_config', 'tools', 'tool_choice']
  return Object.fromEntries(Object.entries(body ?? {}).filter(([name]) => fields.includes(name)))
}

function answerTool(): { readonly name: string; readonly description: string } {
  return {
    name: 'output',
    description: 'Gives the final answer. Call it alone, once you have all that the answer needs.',
  }
}

function callsOutput(inputText: string): Answer {
  return { parts: [{ type: 'tool-call', id: 'call_1', name: 'output', inputText }] }
}

function freeTables(): FunctionTool {
  return tool({
    name: 'free_tables',
    description: 'Lists the times at which a table is free.',
    input: Type.Object({ guests: Type.Integer() }),
    execute: () => ['18:30', '20:15'],
  })
}

function way(to: Way): Notice {
  return { code: 'output-way', path: 'output', action: 'downgraded', from: 'native', to }
}

function repair(at: number): Notice {
  return { code: 'output-repair', path: `messages[${at}]`, action: 'synthesized', to: 'user' }
}

/** What a schema of TypeBox says, without the marks of the library. */
function plain(schema: object): JsonObject {
  const copy = json(JSON.parse(JSON.stringify(schema)))
  return isJsonObject(copy) ? copy : {}
}
