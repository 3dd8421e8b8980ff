import { judge } from '@dragoman/conformance/judge'
import {
  DragomanError,
  scripted,
  streamRun,
  tool,
  type AssistantPart,
  type Message,
  type Reply,
  type RunEvent,
  type StopReason,
  type Tool,
  type WireEvent,
} from '@dragoman/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ask } from './hand-over.ts'
import { WIRE_KEYS, WIRES } from './wires.ts'

/** A run that may fail anywhere. */
interface Plan {
  readonly replies: readonly Reply[]
  /** The run is aborted, or left, when so many events were seen. */
  readonly interruptedAt: number
  readonly isLeft: boolean
}

const part: fc.Arbitrary<AssistantPart> = fc.oneof(
  { weight: 4, arbitrary: call() },
  fc.constantFrom<AssistantPart>(
    { type: 'text', text: 'One moment.' },
    { type: 'text', text: '' },
    { type: 'text', text: ' \n' },
    { type: 'text', text: 'Half a tower: \ud83d.' },
    { type: 'reasoning', text: 'Hm.', replay: { signature: 'a' } },
    { type: 'opaque', kind: 'search_call', replay: { type: 'search_call' } },
    { type: 'file', mediaType: 'image/png', source: { type: 'base64', base64: 'iVBORw0KGgo=' } },
  ),
)

function call(): fc.Arbitrary<AssistantPart> {
  return fc.record({
    type: fc.constant('tool-call' as const),
    id: fc.constantFrom('', 'call_1', 'call_2', 'functions.fine:0', 'c'.repeat(80)),
    name: fc.constantFrom('fine', 'fails', 'breaks.off', 'waits', 'shows', 'unknown'),
    inputText: fc.constantFrom('{}', '', '{"city":"Paris"}', '{"city":', '[]'),
  })
}

const STOPS = [
  'stop',
  'tool-calls',
  'length',
  'context-full',
  'pause',
  'refusal',
  'filtered',
  'other',
] as const

const reply: fc.Arbitrary<Reply> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.array(part, { maxLength: 4 }), fc.constantFrom<StopReason>(...STOPS))
      .map(([parts, reason]): Reply => ({ role: 'assistant', parts, stop: { reason, raw: reason } })),
  },
  fc.array(part, { minLength: 1, maxLength: 3 }).map(cutShort),
  fc.constantFrom(new DragomanError('overloaded', 'Busy.'), new TypeError('fetch failed')),
)

function cutShort(parts: readonly AssistantPart[]): readonly WireEvent[] {
  return [
    { type: 'message-start' },
    ...parts.map((started, index): WireEvent => ({ type: 'part-start', index, part: started })),
  ]
}

const plan: fc.Arbitrary<Plan> = fc.record({
  replies: fc.array(reply, { minLength: 1, maxLength: 4 }),
  interruptedAt: fc.nat({ max: 60 }),
  isLeft: fc.boolean(),
})

/** How the run ended, and the transcript that it left behind. */
async function perform({
  replies,
  interruptedAt,
  isLeft,
}: Plan): Promise<{ end: string; messages: readonly Message[] }> {
  const aborter = new AbortController()
  const stream = streamRun({
    model: scripted(replies),
    tools: toolsOf(aborter),
    messages: 'Hi',
    limits: { steps: 3 },
    signal: aborter.signal,
  })
  let seen = 0
  const events: RunEvent[] = []
  try {
    for await (const event of stream) {
      events.push(event)
      seen += 1
      if (seen !== interruptedAt) continue
      if (isLeft) break
      aborter.abort()
    }
    const { end, messages } = await stream.result
    return { end, messages }
  } catch (error) {
    if (!DragomanError.is(error)) throw error
    return { end: error.code, messages: error.state?.messages ?? said(events) }
  }
}

// Whoever leaves a run has seen what it said.
function said(events: readonly RunEvent[]): readonly Message[] {
  const results = events.flatMap((event) => (event.type === 'tool-end' ? [event.result] : []))
  const answers = events.flatMap((event) => (event.type === 'step-end' ? [event.message] : []))
  return [
    { role: 'user', parts: [{ type: 'text', text: 'Hi' }] },
    ...answers,
    { role: 'tool', parts: results },
  ]
}

function toolsOf(aborter: AbortController): readonly Tool[] {
  const input = { type: 'object', properties: { city: { type: 'string' } } } as const
  return [
    tool({ name: 'fine', description: 'Works.', input, execute: () => 'Fine.' }),
    tool({
      name: 'fails',
      description: 'Fails.',
      input,
      execute: () => Promise.reject(new Error('No network.')),
    }),
    tool({ name: 'breaks.off', description: 'Aborts the run.', input, execute: () => aborter.abort() }),
    tool({ name: 'waits', description: 'Is run by the program.', input }),
    tool({ name: 'shows', description: 'Says nothing.', input, execute: () => '' }),
  ]
}

/** Every way in which a run can end, as far as a model and its tools decide it. */
const ENDS = [
  'aborted',
  'config',
  'context-full',
  'cut-stream',
  'done',
  'filtered',
  'length',
  'limit',
  'needs-results',
  'other',
  'overloaded',
  'refusal',
]

test('however a run ends, its transcript is valid on every wire', async () => {
  const ends: string[] = []
  const property = fc.asyncProperty(plan, async (planned) => {
    const { end, messages } = await perform(planned)
    ends.push(end)
    for (const key of WIRE_KEYS) {
      const { body } = await ask(key, 'other', messages)
      expect(judge(WIRES[key].name, body)).toEqual([])
    }
  })
  // The seed makes sure of every ending.
  await fc.assert(property, { numRuns: 400, seed: 1 })
  expect([...new Set(ends)].toSorted()).toEqual(ENDS)
})
