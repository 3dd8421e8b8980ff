import { judge } from '@dragoman/conformance/judge'
import type { AssistantPart, FilePart, Message, Origin, TextPart, ToolResultPart } from '@dragoman/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ask } from './hand-over.ts'
import { WIRE_KEYS, WIRES } from './wires.ts'

const IDS = ['', 'call_1', 'call_2', 'functions.look:0', 'c'.repeat(80), `${'c'.repeat(79)}d`, 'ü']
const NAMES = ['look', 'Look', 'web.search', 'a b', 'n'.repeat(90), '🗼']
const TEXTS = ['Hi.', '', ' \n', 'Half a tower: \ud83d.', 'Ends in space ']

const text: fc.Arbitrary<TextPart> = fc.record({
  type: fc.constant('text' as const),
  text: fc.constantFrom(...TEXTS),
})

const file: fc.Arbitrary<FilePart> = fc.constantFrom(
  { type: 'file', mediaType: 'image/png', source: { type: 'base64', base64: 'iVBORw0KGgo=' } },
  { type: 'file', mediaType: 'application/pdf', source: { type: 'base64', base64: 'JVBERg==' } },
  { type: 'file', mediaType: 'image/png', source: { type: 'url', url: 'https://example.com/a.png' } },
  { type: 'file', mediaType: 'image/png', source: { type: 'file-id', fileId: 'f', provider: 'acme' } },
)

const said: fc.Arbitrary<AssistantPart> = fc.oneof(
  { weight: 3, arbitrary: text },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('tool-call' as const),
      id: fc.constantFrom(...IDS),
      name: fc.constantFrom(...NAMES),
      inputText: fc.constantFrom('{}', '', '{"city":"Paris"}', '{"city":', '[]', '"\ud83d"'),
    }),
  },
  fc.constantFrom<AssistantPart>(
    { type: 'reasoning', text: 'Hm.', replay: { signature: 'a' } },
    { type: 'reasoning', text: '' },
    { type: 'opaque', kind: 'search_call', replay: { type: 'search_call' } },
  ),
  file,
)

// Another model's, a program's own, or one that was cut short.
const origin: fc.Arbitrary<{ readonly origin?: Origin }> = fc.constantFrom(
  {},
  { origin: { provider: 'acme', wire: 'acme.chat', model: 'large' } },
)

const stop = fc.constantFrom({}, { stop: { reason: 'stop', raw: 'stop' } as const })

const result: fc.Arbitrary<ToolResultPart> = fc.record({
  type: fc.constant('tool-result' as const),
  callId: fc.constantFrom(...IDS),
  name: fc.constantFrom(...NAMES),
  parts: fc.array(fc.oneof(text, file), { maxLength: 2 }),
  isError: fc.boolean(),
})

const message: fc.Arbitrary<Message> = fc.oneof(
  fc.record({ role: fc.constant('system' as const), parts: fc.array(text, { maxLength: 2 }) }),
  fc.record({ role: fc.constant('user' as const), parts: fc.array(fc.oneof(text, file), { maxLength: 2 }) }),
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.array(said, { maxLength: 4 }), origin, stop)
      .map(([parts, from, end]): Message => ({ role: 'assistant', parts, ...from, ...end })),
  },
  {
    weight: 2,
    arbitrary: fc.record({ role: fc.constant('tool' as const), parts: fc.array(result, { maxLength: 3 }) }),
  },
)

// The first model of Chat is another server's, which takes ids that OpenAI does not.
const MODELS = { chat: ['other'], responses: ['first', 'other'], messages: ['first', 'other'] } as const

test.each(WIRE_KEYS)('whatever a history holds, its request passes the judge of %s', async (key) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(message, { minLength: 1, maxLength: 8 }),
      fc.constantFrom(...MODELS[key]),
      async (messages, which) => {
        const { body, history } = await ask(key, which, messages)
        // Of a history that says nothing, nothing is left to judge on a wire that takes no user's turn for it.
        if (history.length > 0) expect(judge(WIRES[key].name, body)).toEqual([])
      },
    ),
    { numRuns: 400 },
  )
})
