import { describe, expect, test } from 'vitest'
import {
  hostedTool,
  type AssistantMessage,
  type Capabilities,
  type FunctionDefinition,
  type ModelRequest,
  type Notice,
  type ToolMessage,
} from '@dragoman/core'
import { acme, ASKED, HELLO } from './acme.ts'
import { collect, failureOf } from './collect.ts'
import { freeze } from './freeze.ts'
import { call, text } from './recording.ts'

const OWN = { provider: 'acme', wire: 'acme.chat', model: 'large' }
const REASONING = { type: 'reasoning', text: 'Hm', replay: 'signature' } as const
const search = hostedTool({ wire: 'other.chat', name: 'search', definition: {} })
const PONG: ToolMessage = {
  role: 'tool',
  parts: [{ type: 'tool-result', callId: '1', name: 'ping', parts: [text('pong')], isError: false }],
}
const strict: FunctionDefinition = {
  type: 'function',
  name: 'ping',
  description: '',
  input: {},
  strict: true,
}

const WHILE_THINKING = { temperature: [1, 1], topP: [0.95, 1] } as const

interface Row {
  readonly what: string
  readonly capabilities?: Partial<Capabilities>
  readonly request: Partial<ModelRequest>
  /** Default: the request as it is. */
  readonly sent?: Partial<ModelRequest>
  readonly notices?: readonly Notice[]
}

const rows: readonly Row[] = [
  {
    what: 'reasoning of the same origin stays',
    request: { messages: [spoken([REASONING], { ...OWN, servedModel: 'large-1' })] },
  },
  ...[
    { what: 'another provider', origin: { ...OWN, provider: 'other' } },
    { what: 'another wire', origin: { ...OWN, wire: 'acme.other' } },
    { what: 'another model', origin: { ...OWN, model: 'small' } },
    { what: 'nobody', origin: undefined },
  ].map(({ what, origin }): Row => ({
    what: `replays of ${what} are dropped, and what has no other meaning with them`,
    request: {
      messages: [
        {
          ...spoken(
            [
              REASONING,
              { type: 'reasoning', text: 'Hm' },
              { type: 'opaque', kind: 'search', replay: {} },
              { ...text('Hi'), replay: 1 },
              { ...call('1', 'ping'), replay: 2 },
              text('Plain'),
            ],
            origin,
          ),
          replay: 'of the message',
        },
        PONG,
      ],
    },
    sent: { messages: [spoken([text('Hi'), call('1', 'ping'), text('Plain')], origin), PONG] },
    notices: [
      { code: 'foreign-replay', path: 'messages[0]', action: 'dropped', from: 'message' },
      { code: 'foreign-reasoning', path: 'messages[0].parts[0]', action: 'dropped', from: 'reasoning' },
      { code: 'foreign-reasoning', path: 'messages[0].parts[1]', action: 'dropped', from: 'reasoning' },
      { code: 'foreign-opaque', path: 'messages[0].parts[2]', action: 'dropped', from: 'search' },
      { code: 'foreign-replay', path: 'messages[0].parts[3]', action: 'dropped', from: 'text' },
      { code: 'foreign-replay', path: 'messages[0].parts[4]', action: 'dropped', from: 'tool-call' },
    ],
  })),
  {
    what: 'a message that loses its last part goes too',
    request: { messages: [spoken([REASONING]), spoken([text('Hi')])] },
    sent: { messages: [spoken([text('Hi')])] },
    notices: [
      { code: 'foreign-reasoning', path: 'messages[0].parts[0]', action: 'dropped', from: 'reasoning' },
    ],
  },
  { what: 'blank text stays where the model takes it', request: { messages: [spoken([text(' \n')])] } },
  {
    what: 'blank text is dropped where it does not take it',
    capabilities: { blankText: false },
    request: { messages: [spoken([text(' \n'), call('1', 'ping')]), PONG] },
    sent: { messages: [spoken([call('1', 'ping')]), PONG] },
    notices: [{ code: 'blank-text', path: 'messages[0].parts[0]', action: 'dropped', from: 'text' }],
  },
  {
    what: 'a hosted tool of its own wire stays',
    request: { tools: [{ ...search, wire: 'acme.chat' }], toolChoice: { tool: 'search' } },
  },
  {
    what: 'a hosted tool of another wire is dropped',
    request: { tools: [strict, search] },
    sent: { tools: [strict] },
    notices: [{ code: 'foreign-hosted-tool', path: 'tools[1]', action: 'dropped', from: 'search' }],
  },
  {
    what: 'a choice of a tool that is dropped becomes auto',
    request: { tools: [strict, search], toolChoice: { tool: 'search' } },
    sent: { tools: [strict], toolChoice: 'auto' },
    notices: [
      { code: 'foreign-hosted-tool', path: 'tools[1]', action: 'dropped', from: 'search' },
      choice('search'),
    ],
  },
  {
    what: 'a required call becomes auto where all tools are dropped',
    request: { tools: [search], toolChoice: 'required' },
    sent: { tools: [], toolChoice: 'auto' },
    notices: [
      { code: 'foreign-hosted-tool', path: 'tools[0]', action: 'dropped', from: 'search' },
      choice('required'),
    ],
  },
  {
    what: 'paths count as in the given request, whatever is dropped before',
    capabilities: { blankText: false },
    request: { messages: [spoken([REASONING]), spoken([REASONING, text(' '), text('Hi')])] },
    sent: { messages: [spoken([text('Hi')])] },
    notices: [
      { code: 'foreign-reasoning', path: 'messages[0].parts[0]', action: 'dropped', from: 'reasoning' },
      { code: 'foreign-reasoning', path: 'messages[1].parts[0]', action: 'dropped', from: 'reasoning' },
      { code: 'blank-text', path: 'messages[1].parts[1]', action: 'dropped', from: 'text' },
    ],
  },
  {
    what: 'settings that the model does not take are dropped, one notice each',
    capabilities: { sampling: ['topP'] },
    request: { settings: { temperature: 1, topP: 0.5, stop: ['END'], seed: 1, maxOutputTokens: 9 } },
    sent: { settings: { topP: 0.5, maxOutputTokens: 9 } },
    notices: [
      { code: 'unsupported-setting', path: 'settings.temperature', action: 'dropped', from: 'temperature' },
      { code: 'unsupported-setting', path: 'settings.stop', action: 'dropped', from: 'stop' },
      { code: 'unsupported-setting', path: 'settings.seed', action: 'dropped', from: 'seed' },
    ],
  },
  ...(
    [
      { asked: 'xhigh', levels: ['low', 'high'], nearest: 'high' },
      { asked: 'none', levels: ['low', 'high'], nearest: 'low' },
      { asked: 'medium', levels: ['low', 'high'], nearest: 'low' },
      { asked: 'max', levels: ['none'], nearest: 'none' },
    ] as const
  ).map(({ asked, levels, nearest }): Row => ({
    what: `effort ${asked} becomes ${nearest} where there is ${levels.join(' and ')}`,
    capabilities: { effort: levels },
    request: { settings: { effort: asked, seed: 1 } },
    sent: { settings: { effort: nearest, seed: 1 } },
    notices: [
      { code: 'nearest-effort', path: 'settings.effort', action: 'downgraded', from: asked, to: nearest },
    ],
  })),
  {
    what: 'of two sampling settings the second is dropped where the model takes one',
    capabilities: { samplingTogether: false },
    request: { settings: { temperature: 1, topP: 0.5 } },
    sent: { settings: { temperature: 1 } },
    notices: [{ code: 'unsupported-setting', path: 'settings.topP', action: 'dropped', from: 'topP' }],
  },
  {
    what: 'while the model thinks, sampling settings that it does not take then are dropped',
    capabilities: { samplingWhileThinking: WHILE_THINKING, samplingTogether: false },
    request: { settings: { effort: 'high', temperature: 0.5, topP: 0.9 } },
    sent: { settings: { effort: 'high' } },
    notices: [
      { code: 'unsupported-setting', path: 'settings.temperature', action: 'dropped', from: 'temperature' },
      { code: 'unsupported-setting', path: 'settings.topP', action: 'dropped', from: 'topP' },
    ],
  },
  {
    what: 'while the model thinks, of two sampling settings the one stays that it takes then',
    capabilities: { samplingWhileThinking: WHILE_THINKING, samplingTogether: false },
    request: { settings: { reasoning: 'summary', temperature: 0.5, topP: 0.95 } },
    sent: { settings: { reasoning: 'summary', topP: 0.95 } },
    notices: [
      { code: 'unsupported-setting', path: 'settings.temperature', action: 'dropped', from: 'temperature' },
    ],
  },
  ...[{ effort: 'none' as const }, {}].map((thinking): Row => ({
    what: `sampling settings stay where the model does not think (${JSON.stringify(thinking)})`,
    capabilities: { samplingWhileThinking: WHILE_THINKING },
    request: { settings: { ...thinking, temperature: 0.5, topP: 0.9 } },
  })),
  {
    what: 'settings out of range become the nearest that the model takes',
    capabilities: { maxTemperature: 1, minOutputTokens: 16 },
    request: { settings: { temperature: 1.5, maxOutputTokens: 1 } },
    sent: { settings: { temperature: 1, maxOutputTokens: 16 } },
    notices: [
      { code: 'setting-range', path: 'settings.temperature', action: 'downgraded', from: '1.5', to: '1' },
      { code: 'setting-range', path: 'settings.maxOutputTokens', action: 'downgraded', from: '1', to: '16' },
    ],
  },
  {
    what: 'stop texts that are blank, or too many, are dropped',
    capabilities: { blankText: false, stopTexts: 2 },
    request: { settings: { stop: ['a', ' ', 'b', 'c'] } },
    sent: { settings: { stop: ['a', 'b'] } },
    notices: [{ code: 'unsupported-stop', path: 'settings.stop', action: 'dropped', from: '4', to: '2' }],
  },
  {
    what: 'no stop text is left where all are blank',
    capabilities: { blankText: false },
    request: { settings: { stop: [''], seed: 1 } },
    sent: { settings: { seed: 1 } },
    notices: [{ code: 'unsupported-stop', path: 'settings.stop', action: 'dropped', from: '1', to: '0' }],
  },
  {
    what: 'effort is dropped where the model has no such setting',
    capabilities: { effort: [] },
    request: { settings: { effort: 'low', seed: 1 } },
    sent: { settings: { seed: 1 } },
    notices: [{ code: 'unsupported-setting', path: 'settings.effort', action: 'dropped', from: 'low' }],
  },
  {
    what: 'a reasoning setting is dropped where the model does not take it',
    capabilities: { reasoning: ['hidden'] },
    request: { settings: { reasoning: 'summary', seed: 1 } },
    sent: { settings: { seed: 1 } },
    notices: [
      { code: 'unsupported-setting', path: 'settings.reasoning', action: 'dropped', from: 'summary' },
    ],
  },
  {
    what: 'a choice that forces nothing stays on a model that cannot be forced',
    capabilities: { forcedToolChoice: 'no' },
    request: { tools: [strict], toolChoice: 'none' },
  },
  {
    what: 'a required call becomes auto on a model that cannot be forced',
    capabilities: { forcedToolChoice: 'no' },
    request: { tools: [strict], toolChoice: 'required' },
    sent: { tools: [strict], toolChoice: 'auto' },
    notices: [choice('required')],
  },
  {
    what: 'a named tool becomes auto on a model that cannot be forced while it thinks',
    capabilities: { forcedToolChoice: 'without-thinking' },
    request: { tools: [strict], toolChoice: { tool: 'ping' }, settings: { effort: 'low' } },
    sent: { tools: [strict], toolChoice: 'auto', settings: { effort: 'low' } },
    notices: [choice('ping')],
  },
  {
    what: 'a named tool stays on such a model that does not think',
    capabilities: { forcedToolChoice: 'without-thinking' },
    request: { tools: [strict], toolChoice: { tool: 'ping' }, settings: { effort: 'none' } },
  },
  {
    what: 'one call at a time is dropped where the model cannot be told so',
    capabilities: { parallelToolCalls: false },
    request: { parallelToolCalls: false },
    sent: {},
    notices: [{ code: 'unsupported-setting', path: 'parallelToolCalls', action: 'dropped' }],
  },
  {
    what: 'a strict tool is loosened where the model knows no strict tools',
    capabilities: { strict: false },
    request: { tools: [{ ...strict, strict: false }, strict] },
    sent: {
      tools: [
        { ...strict, strict: false },
        { ...strict, strict: false },
      ],
    },
    notices: [{ code: 'unsupported-strict', path: 'tools[1]', action: 'downgraded', from: 'strict' }],
  },
]

const advised: Row = {
  what: 'a wire that keeps the reasoning of this model is advised, where tools are used',
  capabilities: { reasoningWire: 'acme.better' },
  request: { tools: [strict] },
  notices: [
    { code: 'reasoning-not-kept', path: 'model', action: 'advice', from: 'acme.chat', to: 'acme.better' },
  ],
}

describe('fit', () => {
  test.each([...rows, advised])(
    '$what',
    async ({ capabilities = {}, request, sent = request, notices = [] }) => {
      const fitted = await fit(freeze({ ...ASKED, ...request }), capabilities, 'adjust')
      expect(fitted).toEqual({ sent: { ...ASKED, ...sent }, notices })
    },
  )

  test.each(rows.filter(({ notices }) => notices))(
    "'strict' refuses: $what",
    async ({ capabilities = {}, request, notices = [] }) => {
      const changes = notices.map(({ code, path, action }) => `${path} would be ${action} (${code})`)
      const error = await failureOf(fit(freeze({ ...ASKED, ...request }), capabilities, 'strict'))
      expect(error).toMatchObject({
        code: 'unsupported',
        message: `acme:large does not take this request as it is, and fit is 'strict': ${changes.join('; ')}.`,
      })
    },
  )

  test.each([...rows.filter(({ notices }) => !notices), advised])(
    "'strict' lets pass: $what",
    async ({ capabilities = {}, request, notices = [] }) => {
      const fitted = await fit(freeze({ ...ASKED, ...request }), capabilities, 'strict')
      expect(fitted).toEqual({ sent: { ...ASKED, ...request }, notices })
    },
  )
})

function spoken(parts: AssistantMessage['parts'], origin?: AssistantMessage['origin']): AssistantMessage {
  return { role: 'assistant', parts, stop: { reason: 'stop', raw: 'end' }, ...(origin && { origin }) }
}

function choice(from: string): Notice {
  return { code: 'unsupported-tool-choice', path: 'toolChoice', action: 'downgraded', from, to: 'auto' }
}

async function fit(
  request: ModelRequest,
  capabilities: Partial<Capabilities>,
  policy: 'adjust' | 'strict',
): Promise<{ readonly sent: ModelRequest | undefined; readonly notices: readonly Notice[] }> {
  let sent: ModelRequest | undefined
  const adapter = acme({ send: ({ asked }) => ((sent = asked), Promise.resolve(HELLO)) })
  const events = await collect(adapter('large', { capabilities }).call(request, { fit: policy }))
  return { sent, notices: events.flatMap((event) => (event.type === 'notice' ? [event.notice] : [])) }
}
