import { DragomanError, run, scripted, toolResult, type Reply, type RunOptions } from '@dragoman/core'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { acme } from './acme.ts'
import { failureOf } from './collect.ts'

afterEach(() => void vi.unstubAllGlobals())

/** What a program may pass that its types forbid. */
function untyped(options: unknown): RunOptions {
  return options as RunOptions // the point of these tests
}

describe('a first mistake', () => {
  const model = scripted(['never asked'])

  test.each([
    {
      what: 'a message in the words of a provider',
      options: { model, messages: [{ role: 'user', content: 'hi' }] },
      message:
        'messages[0] has no list of parts: make messages with user("…"), assistant("…") or system("…").',
    },
    {
      what: 'a tool that is a plain object',
      options: { model, messages: 'hi', tools: [{ name: 'add', description: 'Adds.' }] },
      message: 'tools[0] is not a tool: make it with tool({ … }) or hostedTool({ … }).',
    },
  ])('$what is a config error that says the remedy', async ({ options, message }) => {
    expect(await failureOf(run(untyped(options)))).toMatchObject({ code: 'config', message })
  })

  test('a scripted reply of no known shape says which shapes there are', async () => {
    const reply = { calls: [] } as unknown as Reply // the point of this test
    expect(await failureOf(run({ model: scripted([reply]), messages: 'hi' }))).toMatchObject({
      code: 'config',
      message:
        'A scripted reply is a text, a list of parts or events, a message, an Error or a function; found {"calls":[]}.',
    })
  })

  test.each(['garbage', 'localhost:1', 'ftp://host'])(
    'baseURL %j is refused before anything is sent',
    (baseURL) => {
      expect(() => acme({})('large', { baseURL })).toThrow(
        new DragomanError(
          'config',
          `Option baseURL of acme("large") is "${baseURL}": give an address that begins with http:// or https://.`,
        ),
      )
    },
  )

  test('an address that may hold a password is not shown', () => {
    expect(() => acme({})('large', { baseURL: 'me:password@host' })).toThrow(
      new DragomanError(
        'config',
        'Option baseURL of acme("large") is no web address: give an address that begins with http:// or https://.',
      ),
    )
  })

  test('a Node.js below 22 is named by run itself, whatever the model', async () => {
    vi.stubGlobal('process', { versions: { node: '20.20.2' } })
    expect(await failureOf(run({ model, messages: 'hi' }))).toMatchObject({
      code: 'config',
      message:
        'Dragoman needs Node.js 22 or newer, found 20.20.2: the official SDKs no longer run on it. Install a newer Node.js.',
    })
  })
})

test('toolResult answers a pending call', () => {
  expect(toolResult({ id: '1', name: 'ask' }, 'yes')).toEqual({
    type: 'tool-result',
    callId: '1',
    name: 'ask',
    parts: [{ type: 'text', text: 'yes' }],
    isError: false,
  })
})
