import { readFileSync } from 'node:fs'
import { openai } from '@dragoman/openai'
import { hostedTool, run, type JsonValue, type Model } from '@dragoman/core'
import { expect, test } from 'vitest'

const definition = { type: 'custom', name: 'run_sql' } as const
const SQL = 'SELECT "x"\n-- 🗼'

interface Row {
  readonly wire: string
  readonly model: (fetch: typeof globalThis.fetch) => Model
  readonly definition: Record<string, JsonValue>
  /** An answer that calls the tool. */
  readonly answer: JsonValue
  /** The call and its result as the next request says them. */
  readonly sent: readonly JsonValue[]
}

function fixture(path: string): JsonValue {
  const value: JsonValue = JSON.parse(readFileSync(new URL(`../fixtures/${path}`, import.meta.url), 'utf8'))
  return value
}

const ROWS: readonly Row[] = [
  {
    wire: 'openai.responses',
    model: (fetch) => openai.responses('gpt-5.5', { apiKey: 'no-key', fetch }),
    definition,
    answer: fixture('responses/custom-tool/response.json'),
    sent: [
      { type: 'custom_tool_call', id: 'ctc_1', call_id: 'call_A', name: 'run_sql', input: SQL },
      { type: 'custom_tool_call_output', call_id: 'call_A', output: '1 row' },
    ],
  },
  {
    wire: 'openai.chat',
    model: (fetch) => openai('gpt-5.5', { apiKey: 'no-key', fetch }),
    definition: { type: 'custom', custom: { name: 'run_sql' } },
    answer: {
      choices: [
        {
          index: 0,
          finish_reason: 'tool_calls',
          message: {
            role: 'assistant',
            content: null,
            tool_calls: [{ id: 'call_A', type: 'custom', custom: { name: 'run_sql', input: SQL } }],
          },
        },
      ],
    },
    sent: [
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'call_A', type: 'custom', custom: { name: 'run_sql', input: SQL } }],
      },
      { role: 'tool', tool_call_id: 'call_A', content: '1 row' },
    ],
  },
]

test.each(ROWS)(
  'on $wire a free-text tool is answered by the program, which sees the text as it is',
  async ({ wire, model, definition: declared, answer, sent }) => {
    const bodies: Record<string, JsonValue>[] = []
    const calling = model(async (_url, init) => {
      if (typeof init?.body === 'string') bodies.push(JSON.parse(init.body))
      return Response.json(answer)
    })
    const tools = [hostedTool({ wire, name: 'run_sql', definition: declared })]
    const asked = await run({ model: calling, tools, messages: 'Query', limits: { steps: 1 } })
    if (asked.end !== 'needs-results') throw new Error(`expected needs-results, found ${asked.end}`)
    const [call] = asked.pending
    expect(JSON.parse(call?.inputText ?? 'null')).toBe(SQL)

    const results = [
      {
        type: 'tool-result',
        callId: 'call_A',
        name: 'run_sql',
        parts: [{ type: 'text', text: '1 row' }],
        isError: false,
      },
    ] as const
    await run({ model: calling, tools, state: asked.state, results, limits: { steps: 2 } })
    const history = bodies[1]?.['input'] ?? bodies[1]?.['messages']
    expect(Array.isArray(history) ? history.slice(1) : history).toEqual(sent)
  },
)
