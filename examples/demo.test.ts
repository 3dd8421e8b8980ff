import { readFile } from 'node:fs/promises'
import { anthropic } from '@dragoman/anthropic'
import { judge, type JudgedWire } from '@dragoman/conformance/judge'
import {
  run,
  scripted,
  textOf,
  type AssistantPart,
  type Fetch,
  type Model,
  type Notice,
  type RunResult,
} from '@dragoman/core'
import { openai } from '@dragoman/openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { conclude, type Outcome } from './demo/conclude.ts'
import { describeNotice } from './demo/events.ts'
import { startMock, type Mock } from './demo/mock.ts'
import { planRuns } from './demo/plan.ts'
import { layColumns, printable, wrap, type Screen } from './demo/screen.ts'
import { readTranscript } from './demo/transcript.ts'
import { relay } from './handoff/relay.ts'
import { spawnExample } from './spawn-example.ts'
import { weather } from './weather.ts'

const ANSWER = 'It is sunny in Lisbon, at 21 °C. The local time there is 14:05.'
const CALLS = 'get_weather {"city":"Lisbon"}, get_local_time {"city":"Lisbon"}'

let mock: Mock
beforeAll(async () => void (mock = await startMock()))
afterAll(() => mock.stop())

describe('the weather program', () => {
  it('calls the same tools with the same arguments on three wires, and gives results in call order', async () => {
    const onChat = await weather(openai('gpt-5.4-mini', mock.openai)).result
    const onResponses = await weather(openai.responses('gpt-5.4-mini', mock.responses)).result
    const onMessages = await weather(anthropic('claude-haiku-5-5', mock.anthropic)).result

    expect(readTranscript(onChat.messages)).toEqual({
      calls: [
        { name: 'get_weather', input: { city: 'Lisbon' } },
        { name: 'get_local_time', input: { city: 'Lisbon' } },
      ],
      results: [
        { name: 'get_weather', text: '{"city":"Lisbon","sky":"sunny","celsius":21}', isError: false },
        { name: 'get_local_time', text: '{"city":"Lisbon","time":"14:05"}', isError: false },
      ],
    })
    expect(readTranscript(onResponses.messages)).toEqual(readTranscript(onChat.messages))
    expect(readTranscript(onMessages.messages)).toEqual(readTranscript(onChat.messages))
    expect([onChat, onResponses, onMessages].map(outline)).toEqual([OUTLINE, OUTLINE, OUTLINE])
  })

  it('names no provider', async () => {
    const source = await readFile(new URL('weather.ts', import.meta.url), 'utf8')
    expect(source).not.toMatch(/openai|anthropic|gpt|claude/i)
  })

  it('tells the model which cities there are', async () => {
    const call: AssistantPart = {
      type: 'tool-call',
      id: '1',
      name: 'get_weather',
      inputText: '{"city":"Atlantis"}',
    }
    const { messages } = await weather(scripted([[call], 'I do not know.'])).result
    expect(readTranscript(messages).results).toEqual([
      {
        name: 'get_weather',
        text: 'The tool failed: There is no station in "Atlantis", only in Lisbon, Oslo, Tokyo.',
        isError: true,
      },
    ])
  })
})

describe('what a model thought goes back to it exactly, before the calls that came of it', () => {
  it('as the thinking block, on Messages', async () => {
    const { fetch, exchanges } = recorder()
    await weather(anthropic('claude-haiku-5-5', { ...mock.anthropic, fetch })).result
    const id: unknown = expect.stringMatching(/^toolu_/)
    const input = { city: 'Lisbon' }
    const [answer] = afterQuestion(exchanges[1]?.request['messages'])
    expect(answer).toEqual({
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: THOUGHT, signature: 'signed-by-the-mock' },
        { type: 'tool_use', id, name: 'get_weather', input },
        { type: 'tool_use', id, name: 'get_local_time', input },
      ],
    })
  })

  it('as the reasoning item with its encrypted content, on Responses', async () => {
    const { fetch, exchanges } = recorder()
    await weather(openai.responses('gpt-5.4-mini', { ...mock.responses, fetch })).result
    const [first, second] = exchanges
    const sent = completedOutput(first?.answer ?? '')
    expect(sent).toMatchObject([
      {
        type: 'reasoning',
        id: expect.stringMatching(/^rs-/),
        summary: [{ type: 'summary_text', text: THOUGHT }],
        encrypted_content: expect.stringMatching(/^\w+=*$/),
      },
      { type: 'function_call', name: 'get_weather' },
      { type: 'function_call', name: 'get_local_time' },
    ])
    // A call's status is the API's to tell.
    const returned = sent.map(({ status: _status, ...item }) => item)
    expect(afterQuestion(second?.request['input'])).toEqual([
      ...returned,
      { type: 'function_call_output', call_id: sent[1]?.['call_id'], output: expect.any(String) },
      { type: 'function_call_output', call_id: sent[2]?.['call_id'], output: expect.any(String) },
    ])
  })

  it('while Chat Completions has no place for it, and a notice says so', async () => {
    const { notices, messages } = await weather(openai('gpt-5.4-mini', mock.openai)).result
    const parts = messages.flatMap((message) => (message.role === 'assistant' ? message.parts : []))
    expect(parts.map(({ type }) => type)).toEqual(['tool-call', 'tool-call', 'text'])
    expect(notices).toEqual([ADVICE, ADVICE])
  })
})

describe('the demo', () => {
  it('runs on three wires without a key, and says that they are mocks', async () => {
    const { code, stdout, stderr } = await spawnExample('demo.ts', {})
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain(`on 3 wires with one string changed:
- openai:gpt-5.4-mini: a mock, because OPENAI_API_KEY is not set
- openai-responses:gpt-5.4-mini: a mock, because OPENAI_API_KEY is not set
- anthropic:claude-haiku-5-5: a mock, because ANTHROPIC_API_KEY is not set
`)
    expect(stdout.split(`  text      ${ANSWER}\n`)).toHaveLength(4)
    expect(onOneLine(stdout)).toContain(`All three called the same tools with the same arguments: ${CALLS}.`)
  })

  it('shows what a model thinks where the wire does, and says once where the wire loses it', async () => {
    const { stdout } = await spawnExample('demo.ts', {})
    const [, onChat = '', onResponses, onMessages] = stdout.split('on the wire ')
    const said = [onChat, onResponses, onMessages].map((shown) =>
      shown?.split('\n').filter((line) => /^ {2}(reasoning|notice)/.test(line)),
    )
    const thought = `  reasoning ${THOUGHT}`
    const notice = '  notice    reasoning-not-kept on openai.chat: openai.responses is advised'
    expect(said).toEqual([[notice], [thought], [thought]])
  })

  it.each<[string, Notice]>([
    ['reasoning-not-kept on openai.chat: openai.responses is advised', ADVICE],
    [
      'unanswered-item on shell_call',
      { code: 'unanswered-item', path: 'output', action: 'advice', from: 'shell_call' },
    ],
    [
      'nearest-effort: settings.effort was downgraded from max to high',
      { code: 'nearest-effort', path: 'settings.effort', action: 'downgraded', from: 'max', to: 'high' },
    ],
    [
      'unsupported-setting: settings.seed was dropped',
      { code: 'unsupported-setting', path: 'settings.seed', action: 'dropped', from: 'seed' },
    ],
  ])('tells a notice as "%s"', (text, notice) => {
    expect(describeNotice(notice)).toBe(text)
  })

  it('prints no escape sequence where there is no terminal', async () => {
    const { stdout } = await spawnExample('demo.ts', {})
    expect(printable(stdout)).toBe(stdout)
  })

  it.each(['openai:gpt-4.1', 'openai-responses:gpt-5.5', 'anthropic:claude-opus-5-5'])(
    'runs on %s alone where DRAGOMAN_MODEL names it',
    async (name) => {
      const { code, stdout } = await spawnExample('demo.ts', { DRAGOMAN_MODEL: name })
      expect(code).toBe(0)
      expect(stdout).toContain(`on one model:\n- ${name}: a mock, because`)
      expect(stdout).not.toContain('the same tools')
    },
  )

  it('runs live where a key is set', async () => {
    const { apiKey, baseURL } = mock.openai
    const { code, stdout } = await spawnExample('demo.ts', {
      OPENAI_API_KEY: apiKey,
      OPENAI_BASE_URL: baseURL,
    })
    expect(code).toBe(0)
    expect(stdout).toContain(`:
- openai:gpt-5.4-mini: live
- openai-responses:gpt-5.4-mini: live
- anthropic:claude-haiku-5-5: a mock, because`)
    expect(onOneLine(stdout)).toContain('All three called the same tools with the same arguments')
  })

  it('fails where a run fails, and still does the others', async () => {
    const { code, stdout } = await spawnExample('demo.ts', {
      OPENAI_API_KEY: 'some-key',
      OPENAI_BASE_URL: 'http://127.0.0.1:1/v1',
    })
    expect(code).toBe(1)
    expect(stdout).toContain('Run failed: network: ')
    expect(stdout).toContain('anthropic:claude-haiku-5-5 (mock)\nIt is sunny')
  })

  it.each([
    [
      'gpt-5.4-mini',
      'A model\'s name is "provider:model", such as "openai:<id>"; found "gpt-5.4-mini". Configured providers: openai, openai-responses, anthropic.',
    ],
    [
      'acme:large-2',
      'Unknown provider "acme" in "acme:large-2". Configured: openai, openai-responses, anthropic.',
    ],
  ])('says what is wrong with DRAGOMAN_MODEL=%s, and no more', async (name, message) => {
    const said = await spawnExample('demo.ts', { DRAGOMAN_MODEL: name })
    expect(said).toEqual({ code: 1, stdout: '', stderr: `${message}\n` })
  })

  it('fails where two scripted runs differ, and accepts that live ones do', async () => {
    const results = [await resultOf('Lisbon'), await resultOf('Oslo'), await resultOf('Oslo')]
    function outcomes(environment: NodeJS.ProcessEnv): readonly Outcome[] {
      return planRuns(environment).flatMap((plan, index) => {
        const result = results[index]
        return result ? [{ plan, result }] : []
      })
    }
    expect(concluded(outcomes({}))).toEqual({ isGood: false, says: DIFFERENCE })
    expect(concluded(outcomes({ OPENAI_API_KEY: 'some-key' }))).toEqual({ isGood: true, says: DIFFERENCE })
    expect(concluded(outcomes({ ANTHROPIC_API_KEY: 'some-key' }))).toEqual({
      isGood: false,
      says: DIFFERENCE,
    })
  })
})

describe('the demo of handing over', () => {
  let stepwise: Mock
  beforeAll(async () => void (stepwise = await startMock({ callsAtOnce: 1 })))
  afterAll(() => stepwise.stop())

  it('changes the model after each step without a key, and says in words what it leaves out', async () => {
    const { code, stdout, stderr } = await spawnExample('demo.ts', {}, ['--handoff'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const [, ...steps] = stdout.split('(mock) on the wire ')
    expect(steps.map((step) => step.split('\n', 2).join(': '))).toEqual([
      'openai.chat: Step 1',
      'openai.responses: Step 2',
      'anthropic.messages: Step 3',
      'openai.chat: Step 4',
      'openai.responses: Step 5',
    ])
    expect(onOneLine(steps[2] ?? '').replaceAll(/ +/g, ' ')).toContain(
      'what another model thought is left out, because only that model can be told (foreign-reasoning, messages[3].parts[0])',
    )
    expect(stdout).toContain('Run ended: done')
  })

  it('asks each model only what its wire takes, and gives each its own thought back', async () => {
    const sent: { readonly wire: JudgedWire; readonly request: Exchange['request'] }[] = []
    function watched(wire: JudgedWire): Fetch {
      return async (input, init) => {
        sent.push({ wire, request: await new Request(input, init).json() })
        return globalThis.fetch(input, init)
      }
    }
    const result = await relay(
      [
        openai('gpt-5.4-mini', { ...stepwise.openai, fetch: watched('openai.chat') }),
        openai.responses('gpt-5.4-mini', { ...stepwise.responses, fetch: watched('openai.responses') }),
        anthropic('claude-haiku-5-5', { ...stepwise.anthropic, fetch: watched('anthropic.messages') }),
      ],
      (step) => step.result,
    )

    expect(readTranscript(result.messages)).toEqual({
      calls: [
        { name: 'get_weather', input: { city: 'Lisbon' } },
        { name: 'get_local_time', input: { city: 'Lisbon' } },
        { name: 'get_weather', input: { city: 'Oslo' } },
        { name: 'get_local_time', input: { city: 'Oslo' } },
      ],
      results: [
        { name: 'get_weather', text: '{"city":"Lisbon","sky":"sunny","celsius":21}', isError: false },
        { name: 'get_local_time', text: '{"city":"Lisbon","time":"14:05"}', isError: false },
        { name: 'get_weather', text: '{"city":"Oslo","sky":"snowy","celsius":-3}', isError: false },
        { name: 'get_local_time', text: '{"city":"Oslo","time":"15:05"}', isError: false },
      ],
    })
    expect(sent.map(({ wire, request }) => ({ wire, findings: judge(wire, request) }))).toEqual([
      { wire: 'openai.chat', findings: [] },
      { wire: 'openai.responses', findings: [] },
      { wire: 'anthropic.messages', findings: [] },
      { wire: 'openai.chat', findings: [] },
      { wire: 'openai.responses', findings: [] },
    ])
    const thoughts = sent.map(({ request }) => JSON.stringify(request).match(/\w+ it is: I ask \w+\./g))
    expect(thoughts).toEqual([null, null, null, null, ['Lisbon it is: I ask get_local_time.']])
  })

  it('runs live where a key is set', async () => {
    const { apiKey, baseURL } = mock.openai
    const environment = { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseURL }
    const { code, stdout } = await spawnExample('demo.ts', environment, ['--handoff'])
    expect(code).toBe(0)
    expect(stdout).toContain('openai:gpt-5.4-mini (live) on the wire openai.chat\nStep 1\n')
  })

  it('fails where a step fails', async () => {
    const environment = { OPENAI_API_KEY: 'some-key', OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' }
    const { code, stdout } = await spawnExample('demo.ts', environment, ['--handoff'])
    expect(code).toBe(1)
    expect(stdout).toContain('Run failed: network: ')
  })

  it.each([
    [{}, '--hand-over', 'The demo takes --handoff or nothing; found --hand-over.'],
    [
      { DRAGOMAN_MODEL: 'openai:gpt-4.1' },
      '--handoff',
      '--handoff changes the model after each step, and DRAGOMAN_MODEL=openai:gpt-4.1 names one: leave one of them out.',
    ],
  ])('says what is wrong with %j %s, and no more', async (environment, flag, message) => {
    const said = await spawnExample('demo.ts', environment, [flag])
    expect(said).toEqual({ code: 1, stdout: '', stderr: `${message}\n` })
  })
})

describe('the screen', () => {
  it('keeps every line within the width', () => {
    const text =
      'It is sunny ☀️ in 東京, at 21 °C.\n\nAnd one-very-long-word-that-has-no-space-in-it-at-all follows.'
    const tooWide = Array.from({ length: 118 }, (_, index) => index + 2).filter((width) =>
      [...wrap(text, width)].some((line) => line.length > width),
    )
    expect(tooWide).toEqual([])
  })

  it('lays texts side by side', () => {
    expect(
      layColumns(
        [
          { title: 'one', text: 'a '.repeat(14) },
          { title: 'other', text: 'b' },
        ],
        55,
      ).split('\n'),
    ).toEqual([
      'one                        │ other',
      '────────────────────────── │ ──────────────────────────',
      'a a a a a a a a a a a a a  │ b',
      'a                          │',
      '',
    ])
  })

  it('lays texts one below the other where a column would not hold its title', () => {
    const columns = [
      { title: 'a title of 27 letters, long', text: 'a' },
      { title: 'other', text: 'b' },
    ]
    expect(layColumns(columns, 56)).toBe('a title of 27 letters, long\na\n\nother\nb\n')
    expect(layColumns(columns, 57)).toMatch(/^a title of 27 letters, long │ other\n/)
  })

  it('lays texts one below the other where the columns would be narrow', () => {
    const columns = [
      { title: 'one', text: 'a' },
      { title: 'other', text: 'b' },
    ]
    expect(layColumns(columns, 40)).toBe('one\na\n\nother\nb\n')
  })
})

const OUTLINE = {
  end: 'done',
  steps: 2,
  text: ANSWER,
  roles: ['user', 'assistant', 'tool', 'assistant'],
  tokens: [254, 66],
}

function outline({ end, steps, messages, usage }: RunResult): typeof OUTLINE {
  const text = messages.map((message) => (message.role === 'assistant' ? textOf(message) : '')).join('')
  const tokens = [usage.inputTokens ?? 0, usage.outputTokens ?? 0]
  return { end, steps, text, roles: messages.map(({ role }) => role), tokens }
}

const THOUGHT = 'Lisbon it is: I ask get_weather and get_local_time.'

const ADVICE: Notice = {
  code: 'reasoning-not-kept',
  path: 'model',
  action: 'advice',
  from: 'openai.chat',
  to: 'openai.responses',
}

interface Exchange {
  readonly request: Readonly<Record<string, unknown>>
  readonly answer: string
}

/** The mock's own journal keeps requests in its own form; this one keeps what is sent, and what comes back. */
function recorder(): { readonly fetch: Fetch; readonly exchanges: readonly Exchange[] } {
  const exchanges: Exchange[] = []
  async function fetch(...[input, init]: Parameters<Fetch>): Promise<Response> {
    const response = await globalThis.fetch(input, init)
    const request: Exchange['request'] = await new Request(input, init).json()
    exchanges.push({ request, answer: await response.clone().text() })
    return response
  }
  return { fetch, exchanges }
}

type Item = Readonly<Record<string, unknown>>

function completedOutput(stream: string): readonly Item[] {
  const data = stream.split('\n').filter((line) => line.startsWith('data: '))
  const last: { readonly response: { readonly output: readonly Item[] } } = JSON.parse(
    data.at(-1)?.slice(6) ?? '',
  )
  return last.response.output
}

function afterQuestion(history: unknown): readonly unknown[] {
  return Array.isArray(history) ? history.slice(1) : []
}

const DIFFERENCE = `The tool calls differ:
- openai:gpt-5.4-mini: get_weather {"city":"Lisbon"}
- openai-responses:gpt-5.4-mini: get_weather {"city":"Oslo"}
- anthropic:claude-haiku-5-5: get_weather {"city":"Oslo"}`

function resultOf(city: string): Promise<RunResult> {
  const call: AssistantPart = {
    type: 'tool-call',
    id: '1',
    name: 'get_weather',
    inputText: JSON.stringify({ city }),
  }
  const model: Model = scripted([[call], 'Done.'])
  return run({ model, messages: 'Weather?' })
}

function concluded(outcomes: readonly Outcome[]): {
  readonly isGood: boolean
  readonly says: string | undefined
} {
  let text = ''
  const screen: Screen = {
    columns: 200,
    write: (more) => void (text += more),
    style: (_style, plain) => plain,
  }
  const isGood = conclude(outcomes, screen)
  return { isGood, says: /^The tool calls[^]*(?=\n$)/m.exec(text)?.[0] }
}

function onOneLine(text: string): string {
  return text.replaceAll('\n', ' ')
}
