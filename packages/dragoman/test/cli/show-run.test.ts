import type { ToolResultPart } from '@dragoman/core'
import { describe, expect, test } from 'vitest'
import { showRun } from '../../src/cli/ask/show-run.ts'
import type { CostedEvent } from '../../src/run.ts'
import { fakeTerminal, leftOf, steady, type FakeOptions } from './fake-terminal.ts'

const step: CostedEvent = { type: 'step-start', step: 1 }

describe('a view of a run', () => {
  test.each<[string, readonly CostedEvent[], { readonly out: string; readonly aside: string }]>([
    [
      'tells of an attempt that failed, and when the next one is made',
      [{ type: 'retry', attempt: 1, delayMs: 1250, code: 'rate-limit' }],
      { out: '', aside: '↻ attempt 1 failed (rate-limit), another follows in 0.0 s\n' },
    ],
    [
      'tells each notice once',
      [1, 2].map(() => ({
        type: 'notice',
        notice: { code: 'unsupported-setting', path: 'settings.seed', action: 'dropped' },
      })),
      { out: '', aside: '· notice unsupported-setting: dropped at settings.seed\n' },
    ],
    [
      'joins a letter that comes in two pieces',
      [
        { type: 'part-start', index: 0, part: { type: 'text', text: 'a\ud83d' } },
        { type: 'text-delta', index: 0, text: '\ude00b' },
        { type: 'part-end', index: 0 },
      ],
      { out: 'a😀b\n', aside: '' },
    ],
    [
      "writes the rest of a provider's final text",
      [
        { type: 'part-start', index: 0, part: { type: 'text', text: '' } },
        { type: 'text-delta', index: 0, text: 'Hel' },
        { type: 'part-end', index: 0, replace: 'Hello.' },
      ],
      { out: 'Hello.\n', aside: '' },
    ],
    [
      "writes a provider's final text once more where it differs",
      [
        { type: 'part-start', index: 0, part: { type: 'text', text: '' } },
        { type: 'text-delta', index: 0, text: 'Hullo' },
        { type: 'part-end', index: 0, replace: 'Hello.' },
      ],
      {
        out: 'Hullo\nHello.\n',
        aside: '✗ the provider corrected its text; this is the whole of it:\n',
      },
    ],
    [
      'names what it does not show',
      [
        { type: 'part-start', index: 0, part: { type: 'opaque', kind: 'web_search_call', replay: {} } },
        { type: 'part-end', index: 0 },
        {
          type: 'part-start',
          index: 1,
          part: { type: 'file', mediaType: 'image/png', source: { type: 'base64', base64: 'AA==' } },
        },
        { type: 'part-end', index: 1 },
      ],
      { out: '', aside: '· web_search_call of the provider\n· a file (image/png), see --json\n' },
    ],
    [
      'shows what a tool says on one line, without what a terminal obeys',
      [{ type: 'tool-end', result: resultOf('a\n\n b\u001b[2J') }],
      { out: '', aside: '✓ look a b␛[2J\n' },
    ],
  ])('%s', (_what, events, written) => {
    expect(shown(events)).toEqual(written)
  })

  test('shows a terminal what the model thinks, and a pipe not', () => {
    const events: readonly CostedEvent[] = [
      { type: 'part-start', index: 0, part: { type: 'reasoning', text: '' } },
      { type: 'reasoning-delta', index: 0, text: 'Lisbon\u001b it is.' },
      { type: 'part-end', index: 0 },
      { type: 'part-start', index: 1, part: { type: 'text', text: 'Sunny.' } },
      { type: 'part-end', index: 1 },
    ]
    const { out, aside } = shown(events, { isTerminal: true })
    expect([out, leftOf(aside)]).toEqual(['Sunny.\n', ['Lisbon␛ it is.', '']])
    expect(shown(events)).toEqual({ out: 'Sunny.\n', aside: '' })
  })

  test('draws over nothing that was said', () => {
    const call = { type: 'tool-call', id: 'c1', name: 'look', inputText: '{}' } as const
    const events: readonly CostedEvent[] = [
      { type: 'part-start', index: 0, part: { type: 'text', text: 'Before.' } },
      { type: 'part-start', index: 1, part: call },
      { type: 'part-end', index: 1 },
      { type: 'part-start', index: 2, part: { type: 'text', text: 'Behind.' } },
      { type: 'tool-start', call, input: {} },
      { type: 'tool-end', result: resultOf('seen') },
      { type: 'step-start', step: 2 },
      { type: 'message-start', origin: { provider: 'p', wire: 'w', model: 'm' } },
      { type: 'part-start', index: 0, part: { type: 'text', text: 'Done.' } },
    ]
    const terminal = fakeTerminal({ directory: '.', isTerminal: true })
    const view = showRun(terminal, true)
    for (const event of [step, ...events]) view.show(event)
    view.end()
    expect(leftOf(steady(terminal.seen()))).toEqual([
      'Before.',
      '→ look {}',
      'Behind.',
      '✓ look 0 ms seen',
      'Done.',
      '',
    ])
  })

  test('draws nothing on a terminal that cannot move its cursor', () => {
    const { aside } = shown([], { isTerminal: true, environment: { TERM: 'dumb' } })
    expect(aside).toBe('')
  })

  test('cuts a line where the screen ends, whatever its letters', () => {
    const { aside } = shown([{ type: 'tool-end', result: resultOf('世界世界世界世界世界') }], {
      isTerminal: true,
      columns: 20,
      environment: { TERM: 'dumb' },
    })
    expect(aside).toBe('✓ look 世界世界世…\n')
  })
})

function shown(
  events: readonly CostedEvent[],
  options: Partial<FakeOptions> = {},
): { readonly out: string; readonly aside: string } {
  const terminal = fakeTerminal({ directory: '.', ...options })
  const view = showRun(terminal, false)
  for (const event of [step, ...events]) view.show(event)
  view.end()
  return { out: terminal.written.out, aside: steady(terminal.written.aside) }
}

function resultOf(text: string): ToolResultPart {
  return { type: 'tool-result', callId: 'c1', name: 'look', parts: [{ type: 'text', text }], isError: false }
}
