import { assistant, system, user, type AssistantMessage, type FilePart, type Origin } from '@dragoman/core'
import { call, png, result, results, row, weather } from './requests.ts'
import type { Fixture } from './subject.ts'

/** Stands in everything that only the model which said it may see again. */
export const OWN = 'of-another-model'

const ORIGIN: Origin = { provider: 'elsewhere', wire: 'elsewhere.chat', model: 'elsewhere-1' }

/** Conversations that another model began, some of them broken. */
export const HISTORIES: readonly Fixture[] = [
  row('thoughts, hosted tools and marks of another model', [
    user('How is the weather?'),
    said([
      { type: 'reasoning', text: `A thought ${OWN}`, replay: { signature: OWN } },
      { type: 'opaque', kind: 'search_call', replay: { type: 'search_call', id: OWN } },
      { type: 'text', text: 'I will see.', replay: { id: OWN } },
      { ...call('call_1'), replay: { id: OWN } },
    ]),
    results('call_1'),
    { ...said([{ type: 'text', text: 'Sunny.' }]), replay: { container: OWN } },
    user('Thanks.'),
  ]),
  row('nothing but a thought', [
    user('Hello'),
    said([{ type: 'reasoning', text: `A thought ${OWN}` }]),
    user('Hello?'),
  ]),
  row('ids that no wire likes, or that are used twice', [
    user('How is the weather?'),
    said([call('functions.weather:0'), call('c'.repeat(80)), call('an id')]),
    results('functions.weather:0', 'c'.repeat(80), 'an id'),
    said([call('functions.weather:0')]),
    results('functions.weather:0'),
  ]),
  row(
    'names that no wire likes, or that differ by case',
    [
      user('How is the weather?'),
      said([
        { ...call('call_1'), name: 'earth.weather' },
        { ...call('call_2'), name: 'Weather' },
        { ...call('call_3'), name: `weather_${'x'.repeat(150)}` },
      ]),
      {
        role: 'tool',
        parts: [
          { ...result('call_1'), name: 'earth.weather' },
          { ...result('call_2'), name: 'Weather' },
          { ...result('call_3'), name: `weather_${'x'.repeat(150)}` },
        ],
      },
    ],
    { tools: ['weather', 'Weather', 'earth.weather'].map((name) => ({ ...weather(), name })) },
  ),
  row('files, also in results, one of them held by another provider', [
    user([{ type: 'text', text: 'Look.' }, png('AAAA'), held()]),
    said([call('call_1'), call('call_2')]),
    {
      role: 'tool',
      parts: [
        { ...result('call_1'), parts: [png('BBBB')] },
        { ...result('call_2'), parts: [held()] },
      ],
    },
    said([{ type: 'text', text: 'Here:' }, png('CCCC')]),
    user('Thanks.'),
  ]),
  row('results that are errors', [
    user('How is the weather?'),
    said([call('call_1'), call('call_2')]),
    {
      role: 'tool',
      parts: [
        {
          ...result('call_1'),
          isError: true,
          reason: 'timeout',
          parts: [{ type: 'text', text: 'Too late.' }],
        },
        { ...result('call_2'), isError: true, reason: 'not-run', parts: [] },
      ],
    },
  ]),
  row('a call without a result, and a result without a call', [
    user('How is the weather?'),
    said([call('call_1')]),
    user('Never mind.'),
    results('call_9'),
  ]),
  row('a result that came late, and one that came twice', [
    user('How is the weather?'),
    said([call('call_1'), call('call_2')]),
    results('call_2', 'call_2'),
    user('And?'),
    results('call_1'),
  ]),
  row('an answer that was cut short', [
    user('How is the weather?'),
    { role: 'assistant', parts: [{ type: 'text', text: 'I will' }, call('call_1')], origin: ORIGIN },
    user('Go on.'),
  ]),
  row('an assistant that begins and ends', [said([{ type: 'text', text: 'Hello.' }])]),
  row('instructions in every place', [
    system('Be brief.'),
    user('Hello'),
    system('Be kind.'),
    said([{ type: 'text', text: 'Hello.' }]),
    system('Be gone.'),
    user('Bye'),
  ]),
  row('texts that are blank, empty or no Unicode', [
    system(' '),
    user([
      { type: 'text', text: '' },
      { type: 'text', text: 'Half a tower: \ud83d.' },
    ]),
    said([{ type: 'text', text: ' \n' }, call('call_1')]),
    { role: 'tool', parts: [{ ...result('call_1'), parts: [{ type: 'text', text: ' ' }] }] },
  ]),
  row('messages without parts', [user([]), said([]), user('Hello'), { role: 'tool', parts: [] }]),
]

function said(parts: AssistantMessage['parts']): AssistantMessage {
  return { ...assistant(parts), origin: ORIGIN, stop: { reason: 'stop', raw: 'end' } }
}

function held(): FilePart {
  const source = { type: 'file-id', fileId: OWN, provider: 'elsewhere' } as const
  return { type: 'file', mediaType: 'application/pdf', source }
}
