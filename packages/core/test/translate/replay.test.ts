import { describe, expect, test } from 'vitest'
import {
  assistant,
  fit,
  isJsonObject,
  system,
  user,
  type AssistantMessage,
  type AssistantPart,
  type Message,
  type Notice,
  type Origin,
} from '@dragoman/core'
import { freeze } from '../freeze.ts'
import { call, text } from '../recording.ts'
import { answerTo, FOREIGN, OWN, requestOf, result, results, said, targetOf } from './conversation.ts'
import { testHistories } from './rows.ts'

const THOUGHT: AssistantPart = { type: 'reasoning', text: 'Hm', replay: { signature: 'EqQB' } }
const SEARCH: AssistantPart = { type: 'opaque', kind: 'server_tool_use', replay: { id: 'srvtoolu_1' } }
const ITEM: AssistantPart = { ...text('Hi'), replay: { id: 'msg_1' } }
const CALL = { ...call('1', 'ping'), replay: { id: 'fc_1' } }
const PONG = results(result('1', 'pong'))
const HELLO = user('Hello')

describe('what only its own model can read', () => {
  testHistories([
    {
      what: 'goes back whole to the model that said it (case 182)',
      given: [HELLO, said([THOUGHT, SEARCH, ITEM, CALL], { replay: { container: 'c1' } }), PONG],
    },
    {
      what: 'goes back also where its text is empty (case 185)',
      given: [HELLO, said([{ ...THOUGHT, text: '' }, text('Hi')]), HELLO],
    },
    {
      what: 'stays in its order among other parts (case 182)',
      given: [HELLO, said([THOUGHT, text('a'), THOUGHT, CALL, THOUGHT]), PONG],
    },
    ...(
      [
        ['another provider (case 314)', { ...OWN, provider: 'other' }],
        ['another wire (case 314)', { ...OWN, wire: 'acme.other' }],
        ['another model of the same wire (case 315)', { ...OWN, model: 'small' }],
        ['nobody that is known', undefined],
      ] as const
    ).map(([whose, origin]) => ({
      what: `is dropped from what ${whose} said, and what means something without it stays`,
      given: [HELLO, from(origin, said([THOUGHT, SEARCH, ITEM, CALL], { replay: {} })), PONG],
      sent: [HELLO, from(origin, said([text('Hi'), call('1', 'ping')])), PONG],
      notices: lost('foreign', 1),
    })),
    {
      what: 'is dropped in the middle of a tool loop too, where another model goes on (case 190)',
      given: [
        HELLO,
        from(FOREIGN, said([THOUGHT, call('1', 'ping')])),
        PONG,
        said([THOUGHT, call('2', 'ping')]),
        results(result('2', 'pong')),
      ],
      sent: [
        HELLO,
        from(FOREIGN, said([call('1', 'ping')])),
        PONG,
        said([THOUGHT, call('2', 'ping')]),
        results(result('2', 'pong')),
      ],
      notices: [dropped('foreign-reasoning', 1, 0, 'reasoning')],
    },
    {
      what: 'takes its message with it where nothing else was said (cases 26 and 318)',
      given: [
        HELLO,
        from(FOREIGN, said([THOUGHT, { type: 'opaque', kind: 'compaction', replay: 'x' }])),
        HELLO,
      ],
      sent: [HELLO, HELLO],
      notices: [
        dropped('foreign-reasoning', 1, 0, 'reasoning'),
        dropped('foreign-opaque', 1, 1, 'compaction'),
      ],
    },
    {
      what: 'is not asked for: what another model said with none of it goes as it is (cases 314 and 323)',
      given: [
        HELLO,
        from(FOREIGN, said([text('Hi'), call('1', 'ping')], { usage: { inputTokens: 1 } })),
        PONG,
      ],
    },
  ])
})

describe('a turn that was cut short', () => {
  testHistories([
    {
      what: 'keeps its text only (cases 10, 114 and 187)',
      given: [HELLO, cut(said([THOUGHT, text('So'), SEARCH, CALL])), HELLO],
      sent: [HELLO, cut(said([text('So')])), HELLO],
      notices: [
        dropped('unfinished-reasoning', 1, 0, 'reasoning'),
        dropped('unfinished-opaque', 1, 2, 'server_tool_use'),
        dropped('unfinished-replay', 1, 3, 'tool-call'),
        dropped('unfinished-turn', 1, 3, 'tool-call'),
      ],
    },
    {
      what: 'loses the id of its text with the reasoning that belongs to it (case 192)',
      given: [HELLO, cut(said([THOUGHT, ITEM], { replay: 1 })), HELLO],
      sent: [HELLO, cut(said([text('Hi')])), HELLO],
      notices: [
        { code: 'unfinished-replay', path: 'messages[1]', action: 'dropped', from: 'message' },
        dropped('unfinished-reasoning', 1, 0, 'reasoning'),
        dropped('unfinished-replay', 1, 1, 'text'),
      ],
    },
    {
      what: 'loses its calls on every model, and the results that they had',
      given: [HELLO, cut(from(FOREIGN, said([text('So'), call('1', 'ping')]))), PONG, HELLO],
      sent: [HELLO, cut(from(FOREIGN, said([text('So')]))), HELLO],
      notices: [dropped('unfinished-turn', 1, 1, 'tool-call'), dropped('orphan-result', 2, 0, '1')],
    },
    {
      what: 'goes where it had said nothing yet (case 9)',
      given: [HELLO, cut(said([THOUGHT])), HELLO],
      sent: [HELLO, HELLO],
      notices: [dropped('unfinished-reasoning', 1, 0, 'reasoning')],
    },
    {
      what: 'is none where a program wrote the message, which has no stop either',
      given: [HELLO, assistant([text('Calling.'), call('1', 'ping')]), PONG],
    },
    {
      what: 'is none where the model stopped at a limit: what it said is whole as far as it goes',
      given: [HELLO, said([THOUGHT, text('So')], { stop: { reason: 'length', raw: 'max_tokens' } }), HELLO],
    },
  ])
})

describe('what a model said in a conversation that was edited since', () => {
  const [question, other] = [user('Six times seven?'), user('Seven times six?')]

  test.each<{ what: string; edit: (messages: readonly Message[]) => readonly Message[]; kept: number }>([
    { what: 'nothing was edited', edit: (messages) => messages, kept: 2 },
    { what: 'more was said behind it', edit: (messages) => [...messages, user('Why?')], kept: 2 },
    {
      what: 'what came behind it was edited',
      edit: (messages) => [...messages.slice(0, -1), other],
      kept: 2,
    },
    { what: 'the end was cut off behind it', edit: (messages) => messages.slice(0, -1), kept: 2 },
    {
      what: 'a cache point moved on (case 309)',
      edit: ([instructions, ...rest]) => [...(instructions ? [withCache(instructions)] : []), ...rest],
      kept: 2,
    },
    {
      what: 'a database put the keys into another order',
      edit: (messages) => JSON.parse(JSON.stringify(messages), reverseKeys),
      kept: 2,
    },
    {
      what: 'the instructions changed',
      edit: (messages) => [system('Be long.'), ...messages.slice(1)],
      kept: 0,
    },
    { what: 'the instructions are gone', edit: (messages) => messages.slice(1), kept: 0 },
    {
      what: 'the first question was edited',
      edit: ([first, , ...rest]) => [...(first ? [first] : []), other, ...rest],
      kept: 0,
    },
    {
      what: 'a message between two of its answers was edited: the first stays',
      edit: (messages) => messages.map((message, at) => (at === 3 ? other : message)),
      kept: 1,
    },
    {
      what: 'the oldest messages were cut off',
      edit: (messages) => messages.slice(3),
      kept: 0,
    },
    {
      what: 'two questions changed their places',
      edit: (messages) =>
        messages.map((message, at) =>
          at === 1 ? (messages[3] ?? message) : at === 3 ? (messages[1] ?? message) : message,
        ),
      kept: 0,
    },
    {
      what: 'something was put in before',
      edit: ([first, ...rest]) => [...(first ? [first] : []), user('By the way.'), ...rest],
      kept: 0,
    },
  ])('keeps its reasoning where it may: $what (case 183)', async ({ edit, kept }) => {
    const talk = await talkOf([system('Be brief.'), question], 2)
    const messages = freeze(edit(talk))
    const fitted = fit(requestOf(messages), targetOf())
    const thoughts = fitted.request.messages.flatMap((message) =>
      message.parts.filter((part) => part.type === 'reasoning'),
    )
    const given = messages.flatMap((message) => message.parts.filter((part) => part.type === 'reasoning'))
    expect({ kept: thoughts.length, codes: fitted.notices.map(({ code }) => code) }).toEqual({
      kept,
      codes: Array.from({ length: given.length - kept }, () => 'stale-reasoning'),
    })
  })

  test('loses all of it, with a notice for each piece', async () => {
    const parts = [THOUGHT, SEARCH, ITEM, CALL]
    const answer = await answerTo([question], { ...said(parts), replay: 1 })
    const request = requestOf([other, answer, PONG])
    expect(fit(freeze(request), targetOf())).toMatchObject({
      request: { messages: [other, { role: 'assistant', parts: [text('Hi'), call('1', 'ping')] }, PONG] },
      notices: lost('stale', 1),
    })
  })

  test('goes back whole after another model went on and it is asked again (case 314)', async () => {
    const first = await answerTo([question], said([THOUGHT, text('42')]))
    const talk = [question, first, other, from(FOREIGN, said('42 too')), user('Sure?')]
    const request = freeze(requestOf(talk))
    expect(fit(request, targetOf())).toMatchObject({ request, notices: [] })
    const second = await answerTo(talk, said([THOUGHT, text('Yes.')]))
    const longer = freeze(requestOf([...talk, second, user('Good.')]))
    expect(fit(longer, targetOf())).toMatchObject({ request: longer, notices: [] })
  })

  test('counts as unedited where nobody knows what it was', () => {
    const request = requestOf([other, said([THOUGHT, text('42')]), question])
    expect(fit(request, targetOf())).toMatchObject({ request, notices: [] })
  })
})

describe('a turn that its model paused', () => {
  const stop = { reason: 'pause', raw: 'pause_turn' } as const
  const takes = { prefill: false }
  const goOn = user('Continue.')

  testHistories([
    {
      what: 'goes back as it is, for the model to go on with (case 155)',
      takes,
      given: [HELLO, said([text('Let me look. '), SEARCH], { stop })],
    },
    {
      what: 'does so too where it ends in white space',
      takes: { blankText: false },
      given: [HELLO, said('Let me look. ', { stop })],
    },
    {
      what: 'is over for another model (case 7)',
      takes,
      given: [HELLO, from(FOREIGN, said([text('Let me look.'), SEARCH], { stop }))],
      sent: [HELLO, from(FOREIGN, said('Let me look.', { stop })), goOn],
      notices: [
        dropped('foreign-opaque', 1, 1, 'server_tool_use'),
        { code: 'no-user-turn', path: 'messages[1]', action: 'synthesized', to: 'user' },
      ],
    },
  ])

  test('is over where the conversation was edited (cases 7 and 183)', async () => {
    const answer = await answerTo([user('Look!')], said([text('Let me look.'), SEARCH], { stop }))
    const { request, notices } = fit(requestOf([HELLO, answer]), targetOf(takes))
    expect(request.messages.at(-1)).toEqual(goOn)
    expect(notices).toEqual([
      dropped('stale-opaque', 1, 1, 'server_tool_use'),
      { code: 'no-user-turn', path: 'messages[1]', action: 'synthesized', to: 'user' },
    ])
  })
})

/** Questions, each answered with a thought. */
async function talkOf(opening: readonly Message[], answers: number): Promise<readonly Message[]> {
  let talk = opening
  for (let at = 0; at < answers; at++) {
    const answer = await answerTo(talk, said([THOUGHT, text(`Answer ${at}.`)]))
    talk = [...talk, answer, user(`Question ${at}?`)]
  }
  return talk
}

function withCache(message: Message): Message {
  if (message.role !== 'system') return message
  return { ...message, parts: message.parts.map((part) => ({ ...part, cache: {} })) }
}

function reverseKeys(_key: string, value: unknown): unknown {
  return isJsonObject(value) ? Object.fromEntries(Object.entries(value).toReversed()) : value
}

function from(origin: Origin | undefined, { origin: _own, ...message }: AssistantMessage): AssistantMessage {
  return { ...message, ...(origin && { origin }) }
}

function cut({ stop: _stop, ...message }: AssistantMessage): AssistantMessage {
  return message
}

function dropped(code: string, message: number, part: number, what: string): Notice {
  return { code, path: `messages[${message}].parts[${part}]`, action: 'dropped', from: what }
}

function lost(why: 'foreign' | 'stale', at: number): Notice[] {
  return [
    { code: `${why}-replay`, path: `messages[${at}]`, action: 'dropped', from: 'message' },
    dropped(`${why}-reasoning`, at, 0, 'reasoning'),
    dropped(`${why}-opaque`, at, 1, 'server_tool_use'),
    dropped(`${why}-replay`, at, 2, 'text'),
    dropped(`${why}-replay`, at, 3, 'tool-call'),
  ]
}
