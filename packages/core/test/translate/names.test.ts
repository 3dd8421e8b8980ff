import { describe, expect, test } from 'vitest'
import {
  fit,
  hostedTool,
  user,
  type Capabilities,
  type FunctionDefinition,
  type Message,
  type WireEvent,
} from '@dragoman/core'
import { freeze } from '../freeze.ts'
import { call } from '../recording.ts'
import { requestOf, result, results, said, targetOf } from './conversation.ts'

const LONG = 'x'.repeat(63)
const WORD_64 = { pattern: '^[a-zA-Z0-9_-]+$', max: 64 }
const LETTER_FIRST = { pattern: '^[a-zA-Z][a-zA-Z0-9_]*$', max: 64 }
const ANY = { pattern: '^[^]+$', max: 64 }

interface NamesRow {
  readonly what: string
  readonly toolName?: Capabilities['toolName']
  readonly given: readonly string[]
  readonly sent?: readonly string[]
}

const ROWS: readonly NamesRow[] = [
  { what: 'stay where the wire allows them', given: ['get_weather', 'get-time', 'A1'] },
  { what: 'of 64 letters stay (case 56)', given: ['x'.repeat(64)] },
  {
    what: 'of 65 letters are hashed, never cut',
    given: [`${LONG}xx`, `${LONG}xy`],
    sent: [`${'x'.repeat(52)}_0da0d9qho1o`, `${'x'.repeat(52)}_1q6fif6m9pj`],
  },
  {
    what: 'with dots, slashes, spaces and accents get other letters for them (case 56)',
    given: ['get.weather', 'math/add', 'say hello', 'naïve', '天気'],
    sent: ['get_weather', 'math_add', 'say_hello', 'na_ve', '__'],
  },
  { what: 'of pictures get one letter for each', given: ['🌦️x'], sent: ['__x'] },
  { what: 'that are empty become a word', given: [''], sent: ['tool'] },
  {
    what: 'that would become one stay two: the second is hashed (case 57)',
    given: ['get.weather', 'get/weather'],
    sent: ['get_weather', 'get_weather_1hr557fslm7'],
  },
  {
    what: 'are hashed again where the hash is the name of another',
    given: ['get_weather', 'get_weather_1hr557fslm7', 'get/weather'],
    sent: ['get_weather', 'get_weather_1hr557fslm7', 'get_weather_1dlt2ng72vq'],
  },
  {
    what: 'are never cut in the middle of a letter (case 145)',
    toolName: ANY,
    given: [`a${'😀'.repeat(40)}`],
    sent: [`a${'😀'.repeat(25)}\ufffd_0wnm6dy3gpy`],
  },
  {
    what: 'never take the name of another, wherever that one is declared',
    given: ['get.weather', 'get_weather'],
    sent: ['get_weather_1syv8fc8d3m', 'get_weather'],
  },
  {
    what: 'that differ only by case stay two to every provider (case 57)',
    given: ['ping', 'Ping', 'PING'],
    sent: ['ping', 'Ping_0wa6kv4jjca', 'PING_15uiak9sttf'],
  },
  {
    what: 'begin with a letter where the wire wants it',
    toolName: LETTER_FIRST,
    given: ['1st', '_private', 'a-b', '.'],
    sent: ['tool_1st', 'tool__private', 'a_b', 'tool__'],
  },
  {
    what: 'that are no well-formed text get another letter (case 145)',
    toolName: ANY,
    given: ['a\ud83d'],
    sent: ['a_'],
  },
]

describe('the names of tools', () => {
  test.each(ROWS)('$what', ({ toolName = WORD_64, given, sent = given }) => {
    const request = freeze({ ...requestOf(talkOf(given)), tools: given.map(toolOf) })
    const fitted = fit(request, targetOf({ toolName }))
    expect(fitted.request).toEqual({ ...requestOf(talkOf(sent)), tools: sent.map(toolOf) })
    expect(fitted.notices).toEqual(
      given.flatMap((from, at) => {
        const to = sent[at] ?? from
        return from === to ? [] : [{ code: 'tool-name', path: `tools[${at}]`, action: 'renamed', from, to }]
      }),
    )
  })

  test.each(ROWS)(
    'come back in the events of the answer: $what',
    ({ toolName = WORD_64, given, sent = given }) => {
      const { restore } = fit({ ...requestOf([]), tools: given.map(toolOf) }, targetOf({ toolName }))
      const called = sent.map((name, index): WireEvent => ({
        type: 'part-start',
        index,
        part: call('1', name),
      }))
      expect(called.map(restore)).toEqual(
        given.map((name, index) => ({ type: 'part-start', index, part: call('1', name) })),
      )
    },
  )

  test('change in the choice among them too', () => {
    const request = freeze({
      ...requestOf([user('Go')]),
      tools: [toolOf('ping'), toolOf('get.weather')],
      toolChoice: { tool: 'get.weather' },
    })
    expect(fit(request, targetOf({ toolName: WORD_64 })).request).toMatchObject({
      toolChoice: { tool: 'get_weather' },
    })
    const other = freeze({ ...request, toolChoice: { tool: 'ping' } })
    expect(fit(other, targetOf({ toolName: WORD_64 })).request).toMatchObject({
      toolChoice: { tool: 'ping' },
    })
  })

  test('that only the history knows change there, once told with their first place (case 317)', () => {
    const given = freeze(requestOf(talkOf(['gone.tool', 'gone.tool', 'ping'])))
    const { request, notices } = fit(given, targetOf({ toolName: WORD_64 }))
    expect(request).toEqual(requestOf(talkOf(['gone_tool', 'gone_tool', 'ping'])))
    expect(notices).toEqual([
      {
        code: 'tool-name',
        path: 'messages[1].parts[0]',
        action: 'renamed',
        from: 'gone.tool',
        to: 'gone_tool',
      },
    ])
  })

  test('that only the history knows never take the name of a declared tool (case 317)', () => {
    const given = { ...requestOf(talkOf(['get.weather', 'get_weather'])), tools: [toolOf('get_weather')] }
    const { request } = fit(freeze(given), targetOf({ toolName: WORD_64 }))
    expect(request).toEqual({ ...given, messages: talkOf(['get_weather_1syv8fc8d3m', 'get_weather']) })
  })

  test("of hosted tools are the wire's own, and others give way to them", () => {
    const search = hostedTool({ wire: 'acme.chat', name: 'web.search', definition: { type: 'search' } })
    const tools = [toolOf('Web.search'), search]
    const fitted = fit(
      freeze({ ...requestOf([]), tools, toolChoice: { tool: 'web.search' } }),
      targetOf({ toolName: ANY }),
    )
    expect(fitted.request).toMatchObject({
      tools: [toolOf('Web.search_18wz7kfby83'), search],
      toolChoice: { tool: 'web.search' },
    })
  })

  test('stay the same while the conversation goes on', () => {
    const names = ['a.b', 'a_b', 'A_B', 'a/b', 'x', 'X']
    const sent = names.map((_name, at) => {
      return fit(requestOf(talkOf(names.slice(0, at + 1))), targetOf({ toolName: WORD_64 })).request.messages
    })
    const [last = []] = sent.slice(-1)
    for (const shorter of sent) expect(last.slice(0, shorter.length)).toEqual(shorter)
  })

  test('of results follow their calls, and are no names of their own', () => {
    const odd = results(result('0', 'A', ''))
    const given = [user('Go'), said([call('0', 'ping')]), odd]
    const request = freeze(requestOf(given))
    expect(fit(request, targetOf({ toolName: WORD_64 }))).toMatchObject({ request, notices: [] })
  })
})

function toolOf(name: string): FunctionDefinition {
  return { type: 'function', name, description: 'A tool.', input: { type: 'object' } }
}

/** One step for each name. */
function talkOf(names: readonly string[]): Message[] {
  return names.flatMap((name, at) => [
    user('Go'),
    said([call(`${at}`, name)]),
    results(result(`${at}`, 'done', name)),
  ])
}
