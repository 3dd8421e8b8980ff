import { readFile } from 'node:fs/promises'
import { anthropic } from '@dragoman/anthropic'
import { run, scripted, textOf, type AssistantPart, type Model, type RunResult } from '@dragoman/core'
import { openai } from '@dragoman/openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { conclude, type Outcome } from './demo/conclude.ts'
import { startMock, type Mock } from './demo/mock.ts'
import { planRuns } from './demo/plan.ts'
import { layColumns, printable, wrap, type Screen } from './demo/screen.ts'
import { readTranscript } from './demo/transcript.ts'
import { spawnExample } from './spawn-example.ts'
import { weather } from './weather.ts'

const ANSWER = 'It is sunny in Lisbon, at 21 °C. The local time there is 14:05.'
const CALLS = 'get_weather {"city":"Lisbon"}, get_local_time {"city":"Lisbon"}'

let mock: Mock
beforeAll(async () => void (mock = await startMock()))
afterAll(() => mock.stop())

describe('the weather program', () => {
  it('calls the same tools with the same arguments on both providers, and gives results in call order', async () => {
    const onOpenAI = await weather(openai('gpt-5.4-mini', mock.openai)).result
    const onAnthropic = await weather(anthropic('claude-haiku-5-5', mock.anthropic)).result

    expect(readTranscript(onOpenAI.messages)).toEqual({
      calls: [
        { name: 'get_weather', input: { city: 'Lisbon' } },
        { name: 'get_local_time', input: { city: 'Lisbon' } },
      ],
      results: [
        { name: 'get_weather', text: '{"city":"Lisbon","sky":"sunny","celsius":21}', isError: false },
        { name: 'get_local_time', text: '{"city":"Lisbon","time":"14:05"}', isError: false },
      ],
    })
    expect(readTranscript(onAnthropic.messages)).toEqual(readTranscript(onOpenAI.messages))
    expect([outline(onOpenAI), outline(onAnthropic)]).toEqual([OUTLINE, OUTLINE])
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

describe('the demo', () => {
  it('runs on both providers without a key, and says that they are mocks', async () => {
    const { code, stdout, stderr } = await spawnExample('demo.ts', {})
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('- openai:gpt-5.4-mini: a mock, because OPENAI_API_KEY is not set\n')
    expect(stdout).toContain('- anthropic:claude-haiku-5-5: a mock, because ANTHROPIC_API_KEY is not set\n')
    expect(stdout.split(`  text      ${ANSWER}\n`)).toHaveLength(3)
    expect(onOneLine(stdout)).toContain(`Both called the same tools with the same arguments: ${CALLS}.`)
  })

  it('prints no escape sequence where there is no terminal', async () => {
    const { stdout } = await spawnExample('demo.ts', {})
    expect(printable(stdout)).toBe(stdout)
  })

  it.each(['openai:gpt-5.5', 'anthropic:claude-opus-5-5'])(
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
    expect(stdout).toContain('- openai:gpt-5.4-mini: live\n- anthropic:claude-haiku-5-5: a mock, because')
    expect(onOneLine(stdout)).toContain('Both called the same tools with the same arguments')
  })

  it('fails where a run fails, and still does the other', async () => {
    const { code, stdout } = await spawnExample('demo.ts', {
      OPENAI_API_KEY: 'some-key',
      OPENAI_BASE_URL: 'http://127.0.0.1:1/v1',
    })
    expect(code).toBe(1)
    expect(stdout).toContain('Run failed: network: ')
    expect(stdout).toContain('anthropic:claude-haiku-5-5 (mock)\nIt is sunny')
  })

  it.each([
    ['gpt-5.4-mini', 'A model\'s name is "provider:model", such as "acme:large-2"; found "gpt-5.4-mini".'],
    ['acme:large-2', 'Unknown provider "acme" in "acme:large-2". Configured: openai, anthropic.'],
  ])('says what is wrong with DRAGOMAN_MODEL=%s, and no more', async (name, message) => {
    const said = await spawnExample('demo.ts', { DRAGOMAN_MODEL: name })
    expect(said).toEqual({ code: 1, stdout: '', stderr: `${message}\n` })
  })

  it('fails where two scripted runs differ, and accepts that live ones do', async () => {
    const results = [await resultOf('Lisbon'), await resultOf('Oslo')]
    function outcomes(environment: NodeJS.ProcessEnv): readonly Outcome[] {
      const plans = planRuns(environment)
      return results.flatMap((result, index) => {
        const plan = plans[index]
        return plan ? [{ plan, result }] : []
      })
    }
    expect(concluded(outcomes({}))).toEqual({ isGood: false, says: DIFFERENCE })
    expect(concluded(outcomes({ OPENAI_API_KEY: 'some-key' }))).toEqual({ isGood: true, says: DIFFERENCE })
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

const DIFFERENCE = 'The tool calls differ: get_weather {"city":"Lisbon"} against get_weather {"city":"Oslo"}.'

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
  return { isGood, says: text.split('\n').find((line) => line.startsWith('The tool calls')) }
}

function onOneLine(text: string): string {
  return text.replaceAll('\n', ' ')
}
