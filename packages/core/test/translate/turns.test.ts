import { describe, expect, test } from 'vitest'
import { fit, system, user, type Notice } from '@dragoman/core'
import { freeze } from '../freeze.ts'
import { call, text } from '../recording.ts'
import { answerTo, FOREIGN, requestOf, result, results, said, targetOf } from './conversation.ts'
import { testHistories } from './rows.ts'

const HELLO = user('Hello')
const RULES = system('Be brief.')
const NEW = system('Be long.')
const GO_ON = user('Continue.')

describe('the first turn', () => {
  testHistories([
    { what: "may be the assistant's where the model takes it (case 4)", given: [RULES, said('Hi'), HELLO] },
    {
      what: 'is given to the user where it does not (case 4)',
      takes: { assistantFirst: false },
      given: [RULES, said('Hi'), HELLO],
      sent: [RULES, GO_ON, said('Hi'), HELLO],
      notices: [spoken('messages[1]')],
    },
    {
      what: "is given to the user also where it became the assistant's (cases 4 and 26)",
      takes: { assistantFirst: false, blankText: false },
      given: [user(''), said('Hi'), HELLO],
      sent: [GO_ON, said('Hi'), HELLO],
      notices: [
        { code: 'blank-text', path: 'messages[0].parts[0]', action: 'dropped', from: 'text' },
        spoken('messages[1]'),
      ],
    },
    { what: 'may be none but instructions where the model takes it (case 19)', given: [RULES] },
    {
      what: 'is given to the user where nothing else is left, whatever the model takes (case 26)',
      given: [user([])],
      sent: [GO_ON],
      notices: [
        { code: 'empty-message', path: 'messages[0]', action: 'dropped', from: 'user' },
        spoken('messages'),
      ],
    },
    { what: "of a conversation that was given empty is nobody's", takes: { systemOnly: false }, given: [] },
    {
      what: 'is given to the user where instructions are not enough (case 19)',
      takes: { systemOnly: false },
      given: [RULES, NEW],
      sent: [RULES, NEW, GO_ON],
      notices: [spoken('messages')],
    },
  ])

  test("was nobody's where an answer answers nothing (case 4)", async () => {
    const request = freeze(requestOf([await answerTo([], said('Hi')), HELLO]))
    expect(fit(request, targetOf({ systemOnly: false })).request).toBe(request)
  })

  test('that was given to the user stays when the conversation goes on', async () => {
    const target = targetOf({ systemOnly: false })
    const answer = await answerTo([RULES], said('Hi'))
    expect(fit(freeze(requestOf([RULES, answer, HELLO])), target).request.messages).toEqual([
      RULES,
      GO_ON,
      answer,
      HELLO,
    ])
  })
})

describe('the last turn', () => {
  const takes = { prefill: false }
  const spaced = said('Hi \n')

  testHistories([
    { what: "may be the assistant's where the model goes on from it (case 7)", given: [HELLO, spaced] },
    {
      what: 'is given to the user where it does not (case 7)',
      takes,
      given: [HELLO, said('Hi')],
      sent: [HELLO, said('Hi'), GO_ON],
      notices: [spoken('messages[1]')],
    },
    {
      what: "is the user's where results or instructions stand there",
      takes,
      given: [HELLO, said([call('1', 'ping')]), results(result('1', 'pong')), NEW],
    },
    {
      what: 'two answers in a row that a program wrote stay two (case 3)',
      takes,
      given: [HELLO, said('Hi'), said('How are you?'), HELLO, HELLO],
    },
    {
      what: 'loses the white space at its end where blank text is refused (case 8)',
      takes: { blankText: false },
      given: [HELLO, said([text('So '), spaced.parts[0] ?? text('')])],
      sent: [HELLO, said([text('So '), text('Hi')])],
      notices: [{ code: 'prefill-space', path: 'messages[1].parts[1]', action: 'downgraded', from: 'text' }],
    },
    {
      what: 'keeps it where the user speaks last (case 8)',
      takes: { blankText: false },
      given: [HELLO, spaced, HELLO],
    },
    {
      what: 'keeps it where the user is given the last turn',
      takes: { blankText: false, prefill: false },
      given: [HELLO, spaced],
      sent: [HELLO, spaced, GO_ON],
      notices: [spoken('messages[1]')],
    },
  ])

  test('that was given to the user stays when the conversation goes on (case 311)', async () => {
    const talk = [HELLO, said('Hi')]
    const answer = await answerTo(talk, said('How are you?'))
    expect(fit(freeze(requestOf([...talk, answer, HELLO])), targetOf(takes)).request.messages).toEqual([
      ...talk,
      GO_ON,
      answer,
      HELLO,
    ])
  })

  test('that lost its white space stays without it when the conversation goes on (case 311)', async () => {
    const answer = await answerTo([HELLO, spaced], said('How are you?'))
    const request = freeze(requestOf([HELLO, spaced, answer, HELLO]))
    expect(fit(request, targetOf({ blankText: false })).request.messages).toEqual([
      HELLO,
      said('Hi'),
      answer,
      HELLO,
    ])
  })
})

describe('instructions in the middle', () => {
  const after = { systemMidway: 'after-user' } as const
  const no = { systemMidway: 'no' } as const
  const asUser = user('<system>\nBe long.\n</system>')
  const step = [said([call('1', 'ping')]), results(result('1', 'pong'))]

  testHistories([
    {
      what: 'stay where the model takes them anywhere (case 16)',
      given: [RULES, HELLO, NEW, NEW, said('Hi'), NEW, HELLO],
    },
    { what: 'are none where they lead (cases 15 and 22)', takes: no, given: [RULES, NEW, HELLO] },
    {
      what: 'stay behind the user and before the answer, or at the end (case 16)',
      takes: after,
      given: [RULES, HELLO, NEW, said('Hi'), HELLO, NEW],
    },
    {
      what: "stay behind results, which are the user's turn too (case 16)",
      takes: after,
      given: [HELLO, ...step, NEW, said('Hi'), HELLO],
    },
    {
      what: "stay behind a hosted tool's result (case 16)",
      takes: after,
      given: [
        HELLO,
        said([{ type: 'opaque', kind: 'web_search_tool_result', replay: {} }]),
        NEW,
        said('Hi'),
        HELLO,
      ],
    },
    {
      what: 'become one where they are two in a row (case 18)',
      takes: after,
      given: [HELLO, RULES, NEW, said('Hi'), HELLO],
      sent: [HELLO, { role: 'system', parts: [...RULES.parts, ...NEW.parts] }, said('Hi'), HELLO],
      notices: [placed(1), placed(2)],
    },
    {
      what: 'wait until the user has spoken (case 16)',
      takes: after,
      given: [HELLO, said('Hi'), NEW, HELLO, HELLO, said('Hi')],
      sent: [HELLO, said('Hi'), HELLO, HELLO, NEW, said('Hi')],
      notices: [placed(2)],
    },
    {
      what: 'wait for the results of the calls that they part (cases 1 and 16)',
      takes: after,
      given: [HELLO, said([call('1', 'ping')]), NEW, results(result('1', 'pong'))],
      sent: [HELLO, ...step, NEW],
      notices: [{ code: 'late-result', path: 'messages[3].parts[0]', action: 'downgraded', from: '1' }],
    },
    {
      what: 'are said by the user where it does not speak: between two answers (case 16)',
      takes: after,
      given: [HELLO, said('Hi'), NEW, said('Hello'), HELLO],
      sent: [HELLO, said('Hi'), asUser, said('Hello'), HELLO],
      notices: [{ ...placed(2), to: 'user' }],
    },
    {
      what: 'and behind the last answer (case 16)',
      takes: after,
      given: [HELLO, said('Hi'), NEW],
      sent: [HELLO, said('Hi'), asUser],
      notices: [{ ...placed(2), to: 'user' }],
    },
    {
      what: 'are said by the user in their place where the model takes none (cases 16 and 17)',
      takes: no,
      given: [
        RULES,
        HELLO,
        NEW,
        said('Hi'),
        { ...NEW, parts: [...NEW.parts, { ...text('Be kind.'), cache: {} }] },
        HELLO,
      ],
      sent: [
        RULES,
        HELLO,
        asUser,
        said('Hi'),
        user([{ ...text('<system>\nBe long.\nBe kind.\n</system>'), cache: {} }]),
        HELLO,
      ],
      notices: [
        { ...placed(2), to: 'user' },
        { ...placed(4), to: 'user' },
      ],
    },
    {
      what: 'lead where everything before them went',
      takes: no,
      given: [said([{ type: 'reasoning', text: 'Hm' }], { origin: FOREIGN }), NEW, HELLO],
      sent: [NEW, HELLO],
      notices: [
        { code: 'foreign-reasoning', path: 'messages[0].parts[0]', action: 'dropped', from: 'reasoning' },
      ],
    },
  ])

  test.each([after, no])(
    'that %o moved once stay when the conversation goes on (case 311)',
    async (takes) => {
      const target = targetOf(takes)
      const talk = [HELLO, said('Hi'), NEW]
      const before = fit(freeze(requestOf(talk)), target).request.messages
      const answer = await answerTo(talk, said('Hello.'))
      const longer = fit(freeze(requestOf([...talk, answer, HELLO])), target).request.messages
      expect(longer).toEqual([...before, answer, HELLO])
    },
  )
})

function spoken(path: string): Notice {
  return { code: 'no-user-turn', path, action: 'synthesized', to: 'user' }
}

function placed(message: number): Notice {
  return { code: 'system-midway', path: `messages[${message}]`, action: 'downgraded', from: 'system' }
}
