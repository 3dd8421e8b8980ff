import { assemble, type JsonObject, type JsonValue, type Model, type StreamEvent } from '@dragoman/core'
import { openai } from '@dragoman/openai'
import { describe, expect, test } from 'vitest'
import { chunk, chunks, completion } from './tables/chat.ts'
import { encodeEvents, REQUEST } from './tables/row.ts'

const CHAT_USAGE = { prompt_tokens: 9, completion_tokens: 3 }
const RESPONSES_USAGE = { input_tokens: 9, output_tokens: 3 }

interface Wire {
  readonly wire: string
  readonly usage: JsonObject
  /** A whole answer, or the text of a stream, that was served at a tier. */
  readonly served: (tier: JsonValue) => { readonly whole: JsonObject; readonly stream: string }
  readonly model: (fetch: typeof globalThis.fetch) => Model
}

const WIRES: readonly Wire[] = [
  {
    wire: 'openai.chat',
    usage: CHAT_USAGE,
    served: (tier) => ({
      whole: { ...completion({ content: 'Hi.' }, 'stop', CHAT_USAGE), service_tier: tier },
      stream: encodeEvents([
        { ...chunk({ delta: { role: 'assistant' } }), service_tier: tier },
        ...chunks({ content: 'Hi.' }, 'stop', CHAT_USAGE),
      ]),
    }),
    model: (fetch) => openai('gpt-5.5', { apiKey: 'no-key', fetch }),
  },
  {
    wire: 'openai.responses',
    usage: RESPONSES_USAGE,
    served: (tier) => {
      const message = {
        type: 'message',
        id: 'msg_1',
        role: 'assistant',
        content: [{ type: 'output_text', text: 'Hi.', annotations: [] }],
      }
      const asked = {
        id: 'resp_1',
        object: 'response',
        status: 'in_progress',
        output: [],
        service_tier: 'auto',
      }
      const whole = {
        ...asked,
        status: 'completed',
        output: [message],
        usage: RESPONSES_USAGE,
        service_tier: tier,
      }
      const stream = encodeEvents([
        { type: 'response.created', response: asked },
        { type: 'response.completed', response: whole },
      ])
      return { whole, stream }
    },
    model: (fetch) => openai.responses('gpt-5.5', { apiKey: 'no-key', fetch }),
  },
]

describe.each(WIRES)('the usage of $wire', ({ usage, served, model }) => {
  test.each(['flex', 'priority', 'scale', 'later'])(
    'names the tier %s, at which tokens have another price',
    async (tier) => {
      const billed = { ...usage, service_tier: tier }
      expect(await rawUsages(model, served(tier))).toEqual([billed, billed])
    },
  )

  test.each(['default', 'auto', 'on_demand', '', null])(
    'is as the wire has it at the tier %s, where tokens cost what the model costs',
    async (tier) => {
      expect(await rawUsages(model, served(tier))).toEqual([usage, usage])
    },
  )
})

/** The wire's own usage of the whole answer, and of the streamed one. */
async function rawUsages(
  model: Wire['model'],
  { whole, stream }: ReturnType<Wire['served']>,
): Promise<readonly (JsonValue | undefined)[]> {
  const streamed = new Response(stream, { headers: { 'content-type': 'text/event-stream' } })
  const answers: readonly (readonly StreamEvent[])[] = [
    await Array.fromAsync(model(async () => Response.json(whole)).call(REQUEST)),
    await Array.fromAsync(model(async () => streamed).call(REQUEST, { stream: true })),
  ]
  return answers.map((events) => assemble(events).usage?.raw)
}
