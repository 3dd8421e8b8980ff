import fc from 'fast-check'
import {
  assistant,
  hostedTool,
  system,
  user,
  type Alphabet,
  type AssistantMessage,
  type AssistantPart,
  type CacheHint,
  type Capabilities,
  type FilePart,
  type JsonValue,
  type Message,
  type ModelRequest,
  type Origin,
  type Stop,
  type SystemMessage,
  type TextPart,
  type ToolCallPart,
  type ToolDefinition,
  type ToolMessage,
  type ToolResultPart,
  type UserMessage,
} from '@dragoman/core'
import { freeze } from '../freeze.ts'
import { call, text } from '../recording.ts'
import { answerTo, FOREIGN, IMAGE, OWN, PDF, result, results, said } from './conversation.ts'

/** What names and ids look like on the wires there are, and on one that takes anything. */
const ALPHABETS: Readonly<Record<'toolName' | 'callId', readonly Alphabet[]>> = {
  toolName: [
    { pattern: '^[a-zA-Z0-9_-]+$', max: 64 },
    { pattern: '^[a-zA-Z0-9_-]+$', max: 128 },
    { pattern: '^[a-zA-Z][a-zA-Z0-9_]*$', max: 64 },
    { pattern: '^[^]+$', max: 1_000 },
  ],
  callId: [
    { pattern: '^[^]+$', max: 40 },
    { pattern: '^[^]+$', max: 64 },
    { pattern: '^[a-zA-Z0-9_-]+$', max: 1_000 },
    { pattern: '^[a-zA-Z0-9]{9}$', max: 9 },
    { pattern: '^[^]*$', max: 1_000 },
  ],
}

/** What models take, in any combination. */
export function capabilities(): fc.Arbitrary<Capabilities> {
  const always: fc.Arbitrary<Capabilities> = fc.record({
    images: fc.boolean(),
    imagesInResults: fc.boolean(),
    output: fc.constantFrom('native', 'tool', 'prompt'),
    looseOutput: fc.boolean(),
    pdf: fc.boolean(),
    systemMidway: fc.constantFrom('anywhere', 'after-user', 'no'),
    cachePoints: fc.constantFrom(0, 1, 4, 1_000),
    toolName: fc.constantFrom(...ALPHABETS.toolName),
    callId: fc.constantFrom(...ALPHABETS.callId),
    parallelToolCalls: fc.boolean(),
    forcedToolChoice: fc.constantFrom('yes', 'no', 'without-thinking'),
    strict: fc.constantFrom<Capabilities['strict']>({}, false),
    sampling: fc.subarray(['temperature', 'topP', 'stop', 'seed']),
    effort: fc.subarray(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']),
    reasoning: fc.subarray(['hidden', 'summary']),
    assistantFirst: fc.boolean(),
    systemOnly: fc.boolean(),
    prefill: fc.boolean(),
    silentTurns: fc.boolean(),
    blankText: fc.boolean(),
    wire: fc.constant({}),
  })
  const atTimes: fc.Arbitrary<Partial<Capabilities>> = fc.record(
    {
      filesInErrors: fc.boolean(),
      fileUrls: fc.constantFrom('any', 'images', 'no'),
      objectInputs: fc.boolean(),
      samplingTogether: fc.boolean(),
      samplingWhileThinking: fc.constant({ temperature: [1, 1] as const, topP: [0.95, 1] as const }),
      maxTemperature: fc.constant(0.5),
      stopTexts: fc.constantFrom(0, 1),
      minOutputTokens: fc.constant(16),
    },
    { requiredKeys: [] },
  )
  return fc.tuple(always, atTimes).map(([required, optional]) => ({ ...required, ...optional }))
}

/** Histories as programs, files and other models leave them: valid ones, and broken in every way. */
export function histories(): fc.Arbitrary<readonly Message[]> {
  return drawn(
    fc.array(fc.oneof(systems(), users(), assistants(), toolMessages()), { minLength: 1, maxLength: 10 }),
  )
}

/** A request for such a history, with tools, a choice and settings. */
export function requests(): fc.Arbitrary<ModelRequest> {
  return drawn(
    fc.record(
      {
        messages: histories(),
        tools: fc.uniqueArray(tools(), { maxLength: 4, selector: ({ name }) => name }),
        toolChoice: fc.oneof(
          fc.constantFrom('auto', 'none', 'required'),
          fc.record({ tool: fc.constantFrom(...NAMES) }),
        ),
        parallelToolCalls: fc.boolean(),
        output: fc.constant({ name: 'answer', schema: { type: 'object', properties: {} } }),
        settings: fc.record(
          {
            temperature: fc.constant(1),
            topP: fc.constant(0.5),
            stop: fc.constantFrom(['END'], [' ', 'END', 'OVER']),
            maxOutputTokens: fc.constantFrom(1, 100),
            seed: fc.constant(1),
            effort: fc.constantFrom('none', 'low', 'max'),
            reasoning: fc.constantFrom('hidden', 'summary'),
          },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: ['messages', 'tools', 'toolChoice', 'settings'] },
    ),
  )
}

/** Histories that a model takes as they are. */
export function validHistories(takes: Capabilities): fc.Arbitrary<readonly Message[]> {
  return drawn(
    fc
      .tuple(
        fc.array(fc.constant(system('Be brief.')), { maxLength: 2 }),
        fc.array(validTurns(takes), { minLength: 1, maxLength: 4 }),
        fc.boolean(),
      )
      .map(([instructions, turns, isLeftToModel]) => {
        const messages = [...instructions, ...turns.flat()]
        const isOpen = messages.at(-1)?.role !== 'assistant' || (isLeftToModel && takes.prefill)
        return withPlainIds(isOpen ? messages : [...messages, user('Go on.')])
      }),
  )
}

function validTurns(takes: Capabilities): fc.Arbitrary<readonly Message[]> {
  const asked = fc.record({ role: fc.constant('user'), parts: validContents(takes, { isAsked: true }) })
  const step = fc.record({
    message: validAnswers(fc.array(fc.constant(call('0', 'ping')), { minLength: 1, maxLength: 3 })),
    content: validContents(takes, { isAsked: takes.imagesInResults }),
    isError: fc.constant(takes.filesInErrors === undefined),
  })
  const steps = fc.array(step, { maxLength: 2 }).map((drawnSteps) =>
    drawnSteps.flatMap(({ message, content, isError }): Message[] => {
      const answered = message.parts.filter((part) => part.type === 'tool-call')
      return [message, results(...answered.map(({ id }) => ({ ...result(id, content), isError })))]
    }),
  )
  const midway = fc.array(fc.constant(system('Be long.')), { maxLength: takes.systemMidway === 'no' ? 0 : 1 })
  return fc
    .tuple(asked, midway, steps, fc.option(validAnswers(fc.constant([text('Hi')]))))
    .map(([question, instructions, done, last]) => {
      const answers = [...done, ...(last ? [last] : [])]
      return [question, ...(answers.length > 0 ? instructions : []), ...answers]
    })
}

function validContents(
  takes: Capabilities,
  { isAsked }: { readonly isAsked: boolean },
): fc.Arbitrary<(TextPart | FilePart)[]> {
  const isCached = takes.cachePoints === 1_000
  const parts: readonly (TextPart | FilePart)[] = [
    text('Hello '),
    ...(isCached ? [{ ...text('Hello'), cache: {} }] : []),
    ...(takes.blankText ? [text('')] : []),
    ...(isAsked && takes.images ? [IMAGE] : []),
    ...(isAsked && takes.pdf && (takes.fileUrls ?? 'any') === 'any' ? [PDF] : []),
  ]
  return fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 3 })
}

// An answer of the model's own, of another or of a program; the last two have nothing that only a model can read.
function validAnswers(words: fc.Arbitrary<readonly AssistantPart[]>): fc.Arbitrary<AssistantMessage> {
  const own = fc.array(fc.oneof(reasonings(), opaques()), { maxLength: 2 })
  const origin = fc.constantFrom<Origin>(OWN, { ...OWN, prefix: UNEDITED })
  return fc.oneof(
    fc
      .tuple(own, words, origin)
      .map(([thought, parts, by]) => ({ ...finished([...thought, ...parts]), origin: by })),
    words.map((parts) => ({ ...finished(parts), origin: FOREIGN })),
    words.map((parts) => assistant(parts)),
  )
}

function finished(parts: readonly AssistantPart[]): AssistantMessage {
  return { role: 'assistant', parts, stop: { reason: 'stop', raw: null } }
}

// Ids that every wire allows.
function withPlainIds(messages: readonly Message[]): readonly Message[] {
  let serial = 0
  let asked: string[] = []
  return messages.map((message): Message => {
    if (message.role === 'tool') {
      const parts = message.parts.map((part, at) => ({ ...part, callId: asked[at] ?? part.callId }))
      return { ...message, parts }
    }
    if (message.role !== 'assistant') return message
    asked = []
    const parts = message.parts.map((part) => {
      if (part.type !== 'tool-call') return part
      const id = `call${String(++serial).padStart(5, '0')}`
      asked.push(id)
      return { ...part, id }
    })
    return { ...message, parts }
  })
}

/** Stands for the digest that an answer has whose conversation was not edited. */
const UNEDITED = 'unedited'

/** The same history, in which the model's own answers know the conversation before them. */
export async function withDigests(messages: readonly Message[]): Promise<readonly Message[]> {
  const known: Message[] = []
  for (const message of messages) {
    const isUnedited = message.role === 'assistant' && message.origin?.prefix === UNEDITED
    const prefix = isUnedited ? await digestOf(messages.slice(0, known.length)) : undefined
    known.push(isUnedited ? { ...message, origin: { ...OWN, ...(prefix && { prefix }) } } : message)
  }
  return freeze(known)
}

async function digestOf(messages: readonly Message[]): Promise<string | undefined> {
  const { origin } = await answerTo(messages, said('Hi'))
  return origin?.prefix
}

// Drawn values share what is constant in them, and parts are told apart as objects.
function drawn<Value>(values: fc.Arbitrary<Value>): fc.Arbitrary<Value> {
  return values.map((value) => freeze(JSON.parse(JSON.stringify(value))))
}

const TEXTS = ['Hello', 'Hi ', ' \n', '', 'a\ud83d', '😀', '<system>'] as const
const IDS = [
  'a',
  'b',
  '',
  'call_0',
  'call_1',
  'functions.search:0',
  'abcDEF123',
  `${'x'.repeat(70)}1`,
  `${'x'.repeat(70)}2`,
] as const
const NAMES = [
  'ping',
  'Ping',
  'get.weather',
  'get_weather',
  'get/weather',
  '',
  '天気',
  '1st',
  'x'.repeat(130),
] as const

function systems(): fc.Arbitrary<SystemMessage> {
  return fc.record({ role: fc.constant('system'), parts: fc.array(texts(), { maxLength: 2 }) })
}

function users(): fc.Arbitrary<UserMessage> {
  return fc.record({ role: fc.constant('user'), parts: contents() })
}

function assistants(): fc.Arbitrary<AssistantMessage> {
  return fc.record(
    {
      role: fc.constant('assistant'),
      parts: fc.array(fc.oneof(texts(), reasonings(), calls(), calls(), files(), opaques()), {
        maxLength: 4,
      }),
      stop: stops(),
      origin: origins(),
      replay: fc.constant({ container: 'c1' }),
      usage: fc.constant({ inputTokens: 1 }),
    },
    { requiredKeys: ['role', 'parts'] },
  )
}

function toolMessages(): fc.Arbitrary<ToolMessage> {
  return fc.record({ role: fc.constant('tool'), parts: fc.array(toolResults(), { maxLength: 3 }) })
}

function texts(): fc.Arbitrary<TextPart> {
  return fc.record(
    { type: fc.constant('text'), text: fc.constantFrom(...TEXTS), cache: hints(), replay: replays() },
    { requiredKeys: ['type', 'text'] },
  )
}

function reasonings(): fc.Arbitrary<AssistantPart> {
  return fc.record(
    { type: fc.constant('reasoning'), text: fc.constantFrom(...TEXTS), replay: replays() },
    { requiredKeys: ['type', 'text'] },
  )
}

function calls(): fc.Arbitrary<ToolCallPart> {
  return fc.record(
    {
      type: fc.constant('tool-call'),
      id: fc.constantFrom(...IDS),
      name: fc.constantFrom(...NAMES),
      // The number tells a call from all others, whatever its id.
      inputText: fc
        .tuple(fc.nat(), fc.constantFrom('{"serial":#}', '{"serial":#', '[#]'))
        .map(([serial, form]) => form.replace('#', String(serial))),
      replay: replays(),
    },
    { requiredKeys: ['type', 'id', 'name', 'inputText'] },
  )
}

function opaques(): fc.Arbitrary<AssistantPart> {
  return fc.record({
    type: fc.constant('opaque'),
    kind: fc.constantFrom('server_tool_use', 'compaction'),
    replay: replays(),
  })
}

function files(): fc.Arbitrary<FilePart> {
  return fc.record(
    {
      type: fc.constant('file'),
      mediaType: fc.constantFrom('image/png', 'application/pdf', 'audio/wav'),
      source: fc.constantFrom<FilePart['source']>(
        { type: 'base64', base64: 'AAAA' },
        { type: 'url', url: 'https://example.com/a' },
        { type: 'file-id', fileId: 'file_1', provider: 'acme' },
        { type: 'file-id', fileId: 'file_1', provider: 'other' },
      ),
      cache: hints(),
      replay: replays(),
    },
    { requiredKeys: ['type', 'mediaType', 'source'] },
  )
}

function toolResults(): fc.Arbitrary<ToolResultPart> {
  return fc.record(
    {
      type: fc.constant('tool-result'),
      callId: fc.constantFrom(...IDS),
      name: fc.constantFrom(...NAMES),
      parts: contents(),
      isError: fc.boolean(),
      cache: hints(),
      reason: fc.constantFrom('threw', 'denied'),
    },
    { requiredKeys: ['type', 'callId', 'name', 'parts', 'isError'] },
  )
}

function contents(): fc.Arbitrary<(TextPart | FilePart)[]> {
  return fc.array(fc.oneof(texts(), files()), { maxLength: 3 })
}

function tools(): fc.Arbitrary<ToolDefinition> {
  return fc.oneof(
    fc.record(
      {
        type: fc.constant('function'),
        name: fc.constantFrom(...NAMES),
        description: fc.constant('A tool.'),
        input: fc.constant({ type: 'object', properties: {} }),
        strict: fc.boolean(),
        cache: hints(),
      },
      { requiredKeys: ['type', 'name', 'description', 'input'] },
    ),
    fc
      .constantFrom(OWN.wire, 'other.chat')
      .map((wire) => hostedTool({ wire, name: 'search', definition: {} })),
  )
}

function origins(): fc.Arbitrary<Origin> {
  return fc.oneof(
    fc.record(
      {
        provider: fc.constant(OWN.provider),
        wire: fc.constant(OWN.wire),
        model: fc.constant(OWN.model),
        prefix: fc.constantFrom(UNEDITED, UNEDITED, 'edited'),
      },
      { requiredKeys: ['provider', 'wire', 'model'] },
    ),
    fc.constantFrom<Origin>(
      { ...OWN, model: 'small' },
      { ...OWN, wire: 'acme.other' },
      { ...OWN, provider: 'other', prefix: 'edited' },
    ),
  )
}

function stops(): fc.Arbitrary<Stop> {
  return fc
    .constantFrom('stop', 'tool-calls', 'length', 'pause', 'other')
    .map((reason) => ({ reason, raw: null }))
}

function replays(): fc.Arbitrary<JsonValue> {
  return fc.constantFrom<JsonValue>('signature', { id: 'item_1' })
}

function hints(): fc.Arbitrary<CacheHint> {
  return fc.constantFrom<CacheHint>({}, { ttl: 'long' })
}
