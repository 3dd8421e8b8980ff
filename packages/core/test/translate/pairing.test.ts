import { describe, expect, test } from 'vitest'
import { fit, user, type AssistantPart, type Notice } from '@dragoman/core'
import { freeze } from '../freeze.ts'
import { call, text } from '../recording.ts'
import { answerTo, IMAGE, notRun, requestOf, result, results, said, targetOf } from './conversation.ts'
import { testHistories } from './rows.ts'

const HELLO = user('Hello')
const WAIT = user('Wait')
const [a, b, c] = [call('a', 'ping'), call('b', 'ping'), call('c', 'ping')]
const [A, B, C] = [result('a', 'A'), result('b', 'B'), result('c', 'C')]
const HALF_ANSWERED = [said([a, b]), results(A)]

describe('calls and their results', () => {
  testHistories([
    {
      what: 'stay as they are where every call has its result behind it, in call order (cases 1 and 156)',
      given: [HELLO, said([text('Calling.'), a, b]), results(A, B), said([c]), results(C), said('Done.')],
    },
    {
      what: 'stay where the model went on to speak behind its call (case 5)',
      given: [HELLO, said([a, text('Calling.')]), results(A)],
    },
    {
      what: 'stay where the user speaks behind the results (case 2)',
      given: [HELLO, said([a]), results(A), WAIT],
    },
    {
      what: 'stay where a denied call has its result (case 143)',
      given: [HELLO, said([a]), results({ ...A, isError: true, reason: 'denied' })],
    },
    {
      what: 'a call without a result gets one that says it never ran (case 150)',
      given: [HELLO, said([text('Calling.'), a]), WAIT],
      sent: [HELLO, said([text('Calling.'), a]), results(notRun('a')), WAIT],
      notices: [orphanCall(1, 1, 'a')],
    },
    {
      what: 'so does a call at the very end (case 153)',
      given: [HELLO, said([a])],
      sent: [HELLO, said([a]), results(notRun('a'))],
      notices: [orphanCall(1, 0, 'a')],
    },
    {
      what: 'and a call that an answer of the same model stands behind',
      given: [HELLO, said([a]), said('Well.')],
      sent: [HELLO, said([a]), results(notRun('a')), said('Well.')],
      notices: [orphanCall(1, 0, 'a')],
    },
    {
      what: 'of three calls with two results, only the third gets one made (case 152)',
      given: [HELLO, said([a, b, c]), results(A, C)],
      sent: [HELLO, said([a, b, c]), results(A, notRun('b'), C)],
      notices: [orphanCall(1, 1, 'b')],
    },
    {
      what: 'a hosted call without a result is not one of ours (cases 111 and 155)',
      given: [HELLO, said([{ type: 'opaque', kind: 'server_tool_use', replay: { id: 'srvtoolu_1' } }]), WAIT],
    },
    {
      what: 'results in another order come back into call order (case 141)',
      given: [HELLO, said([a, b, c]), results(C, A, B)],
      sent: [HELLO, said([a, b, c]), results(A, B, C)],
      notices: [moved(2, 0, 'c')],
    },
    {
      what: 'results in a message each become one message (case 1)',
      given: [HELLO, said([a, b, c]), results(A), results(B), results(C)],
      sent: [HELLO, said([a, b, c]), results(A, B, C)],
      notices: [moved(3, 0, 'b'), moved(4, 0, 'c')],
    },
    {
      what: 'files of results in a message each never part the results (case 42)',
      takes: { imagesInResults: false },
      given: [HELLO, said([a, b]), results(result('a', [IMAGE])), results(B)],
      sent: [HELLO, said([a, b]), results(result('a', '(see the attached file)'), B), user([IMAGE])],
      notices: [
        moved(3, 0, 'b'),
        {
          code: 'result-file-moved',
          path: 'messages[2].parts[0]',
          action: 'downgraded',
          from: 'file',
          to: 'user',
        },
      ],
    },
    {
      what: "a result that comes behind the user's next words goes before them (case 1)",
      given: [HELLO, said([a]), WAIT, results(A)],
      sent: [HELLO, said([a]), results(A), WAIT],
      notices: [late(3, 0, 'a')],
    },
    {
      what: 'so does one that comes behind what another message of the model says (case 5)',
      given: [HELLO, said([a]), said('Calling.'), results(A)],
      sent: [HELLO, said([a]), results(A), said('Calling.')],
      notices: [late(3, 0, 'a')],
    },
    {
      what: 'some results in time, some late and some never: each call has one (case 152)',
      given: [HELLO, said([a, b, c]), results(C), WAIT, results(A)],
      sent: [HELLO, said([a, b, c]), results(A, notRun('b'), C), WAIT],
      notices: [late(4, 0, 'a'), orphanCall(1, 1, 'b')],
    },
    {
      what: 'of two results of one call the first stays (case 142)',
      given: [HELLO, said([a, b]), results(A, B, result('a', 'again'))],
      sent: [HELLO, said([a, b]), results(A, B)],
      notices: [orphanResult(2, 2, 'a')],
    },
    {
      what: 'a result whose call is gone goes (case 151)',
      given: [HELLO, results(A), said('Hi')],
      sent: [HELLO, said('Hi')],
      notices: [orphanResult(1, 0, 'a')],
    },
    {
      what: 'so does one before its call, which then never ran',
      given: [HELLO, results(A), said([a])],
      sent: [HELLO, said([a]), results(notRun('a'))],
      notices: [orphanResult(1, 0, 'a'), orphanCall(2, 0, 'a')],
    },
    {
      what: 'and one beside the result that was asked for',
      given: [HELLO, said([a]), results(B, A)],
      sent: [HELLO, said([a]), results(A)],
      notices: [orphanResult(2, 0, 'b')],
    },
    {
      what: 'an empty message of results goes (case 26)',
      given: [HELLO, said([a]), results(), results(A)],
      sent: [HELLO, said([a]), results(A)],
      notices: [{ code: 'empty-message', path: 'messages[2]', action: 'dropped', from: 'tool' }],
    },
    {
      what: 'the same message twice is two messages, whatever object it is',
      given: [HELLO, ...HALF_ANSWERED, HELLO, ...HALF_ANSWERED],
      sent: [
        HELLO,
        said([a, b]),
        results(A, notRun('b')),
        HELLO,
        said([
          { ...a, id: 'call_17krhlwi05u' },
          { ...b, id: 'call_2afetmebg7q' },
        ]),
        results({ ...A, callId: 'call_17krhlwi05u' }, notRun('call_2afetmebg7q')),
      ],
      notices: [
        orphanCall(1, 1, 'b'),
        orphanCall(4, 1, 'b'),
        {
          code: 'call-id',
          path: 'messages[4].parts[0]',
          action: 'renamed',
          from: 'a',
          to: 'call_17krhlwi05u',
        },
        {
          code: 'call-id',
          path: 'messages[4].parts[1]',
          action: 'renamed',
          from: 'b',
          to: 'call_2afetmebg7q',
        },
      ],
    },
    {
      what: 'a result goes to the call that was open last, where two turns used its id (case 110)',
      given: [HELLO, said([a]), WAIT, said([a]), results(A)],
      sent: [
        HELLO,
        said([a]),
        results(notRun('a')),
        WAIT,
        said([{ ...a, id: 'call_17krhlwi05u' }]),
        results({ ...A, callId: 'call_17krhlwi05u' }),
      ],
      notices: [
        orphanCall(1, 0, 'a'),
        {
          code: 'call-id',
          path: 'messages[3].parts[0]',
          action: 'renamed',
          from: 'a',
          to: 'call_17krhlwi05u',
        },
      ],
    },
  ])
})

describe('a result that came late', () => {
  const thought: AssistantPart = { type: 'reasoning', text: 'Hm', replay: 'signature' }

  test('takes the reasoning from the answers that were given without it (case 183)', async () => {
    const first = await answerTo(
      [HELLO],
      said([thought, a], { stop: { reason: 'tool-calls', raw: 'tools' } }),
    )
    const second = await answerTo([HELLO, first, WAIT], said([thought, text('Soon.')]))
    const talk = [HELLO, first, WAIT, second, results(A)]
    const third = await answerTo(talk, said([thought, text('A it is.')]))
    const { request, notices } = fit(freeze(requestOf([...talk, third, HELLO])), targetOf())
    expect(request.messages).toEqual([
      HELLO,
      first,
      results(A),
      WAIT,
      { ...second, parts: [text('Soon.')] },
      third,
      HELLO,
    ])
    expect(notices).toEqual([
      late(4, 0, 'a'),
      { code: 'stale-reasoning', path: 'messages[3].parts[0]', action: 'dropped', from: 'reasoning' },
    ])
  })
})

function orphanCall(message: number, part: number, from: string): Notice {
  return { code: 'orphan-call', path: `messages[${message}].parts[${part}]`, action: 'synthesized', from }
}

function orphanResult(message: number, part: number, from: string): Notice {
  return { code: 'orphan-result', path: `messages[${message}].parts[${part}]`, action: 'dropped', from }
}

function moved(message: number, part: number, from: string): Notice {
  return { code: 'moved-result', path: `messages[${message}].parts[${part}]`, action: 'downgraded', from }
}

function late(message: number, part: number, from: string): Notice {
  return { ...moved(message, part, from), code: 'late-result' }
}
