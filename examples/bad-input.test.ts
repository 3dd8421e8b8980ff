import { anthropic } from '@dragoman/anthropic'
import { DragomanError, registry, run, scripted, tool, type Model } from '@dragoman/core'
import { openai } from '@dragoman/openai'
import { Type } from '@sinclair/typebox'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

const NO_FOLDER = '/nonexistent/dragoman-test'

const ENVIRONMENT: Readonly<Record<string, string | undefined>> = {
  OPENAI_API_KEY: undefined,
  OPENAI_ADMIN_KEY: undefined,
  OPENAI_BASE_URL: undefined,
  ANTHROPIC_API_KEY: undefined,
  ANTHROPIC_AUTH_TOKEN: undefined,
  ANTHROPIC_BASE_URL: undefined,
  ANTHROPIC_PROFILE: undefined,
  // The SDK also looks for credentials in the user's own folders.
  ANTHROPIC_CONFIG_DIR: NO_FOLDER,
  HOME: NO_FOLDER,
  XDG_CONFIG_HOME: NO_FOLDER,
}

const fetch = vi.fn(() => Promise.reject(new Error('a request was sent')))

const models = registry({ openai, 'openai-responses': openai.responses, anthropic })
const getWeather = tool({
  name: 'get_weather',
  description: 'Weather.',
  input: Type.Object({ city: Type.String() }),
})

function ask(model: Model, tools = [getWeather]): Promise<unknown> {
  return run({ model, tools, messages: 'What is the weather in Lisbon?' })
}

interface Row {
  readonly input: string
  readonly act: () => unknown
  /** What the message must say, in this order: the thing, then the remedy. */
  readonly says: readonly [thing: string, remedy: string]
}

const ROWS: readonly Row[] = [
  {
    input: 'no key for openai',
    act: () => ask(models('openai:gpt-5.4-mini')),
    says: ['No OpenAI key', 'set OPENAI_API_KEY'],
  },
  {
    input: 'no key for responses',
    act: () => ask(models('openai-responses:gpt-5.4-mini')),
    says: ['No OpenAI key', 'set OPENAI_API_KEY'],
  },
  {
    input: 'no key for anthropic',
    act: () => ask(models('anthropic:claude-haiku-5-5')),
    says: ['No Anthropic key', 'set ANTHROPIC_API_KEY'],
  },
  {
    input: 'an empty key for openai',
    act: () => ask(openai('gpt-5.4-mini', { apiKey: '' })),
    says: ['apiKey', 'characters'],
  },
  {
    input: 'an empty key for responses',
    act: () => ask(openai.responses('gpt-5.4-mini', { apiKey: '' })),
    says: ['apiKey', 'characters'],
  },
  {
    input: 'an empty key for anthropic',
    act: () => ask(anthropic('claude-haiku-5-5', { apiKey: '' })),
    says: ['apiKey', 'characters'],
  },
  {
    input: 'a provider that nobody registered',
    act: () => models('acme:large-2'),
    says: ['Unknown provider "acme"', 'Configured: openai, openai-responses, anthropic'],
  },
  {
    input: 'a model string without a separator',
    act: () => models('gpt-5.4-mini'),
    says: ['"gpt-5.4-mini"', 'provider:model'],
  },
  {
    input: 'a model string without an id',
    act: () => models('openai:'),
    says: ['"openai:"', 'provider:model'],
  },
  {
    input: 'a model string without a provider',
    act: () => models(':gpt-5.4-mini'),
    says: ['":gpt-5.4-mini"', 'provider:model'],
  },
  {
    input: 'an empty model string',
    act: () => models(''),
    says: ['""', 'provider:model'],
  },
  {
    input: 'an id of white space',
    act: () => models('anthropic: '),
    says: ['anthropic', 'Give the id that the provider documents'],
  },
  {
    input: 'a tool name used twice',
    act: () => ask(openai('gpt-5.4-mini', { apiKey: 'some-key' }), [getWeather, getWeather]),
    says: ['Two tools are named "get_weather"', 'rename one'],
  },
  {
    input: 'a schema of what JSON cannot carry',
    act: () =>
      tool({ name: 'get_weather', description: 'Weather.', input: Type.Object({ on: Type.Date() }) }),
    says: ['tool "get_weather" cannot travel as JSON', '/properties/on has type "Date"'],
  },
  {
    input: 'a schema that is a list',
    act: () => tool({ name: 'get_weather', description: 'Weather.', input: [] }),
    says: ['tool "get_weather" is an array', 'type: "object"'],
  },
  {
    input: 'a schema that refers to elsewhere',
    act: () =>
      tool({
        name: 'get_weather',
        description: 'Weather.',
        input: { $ref: 'https://example.com/weather.json' },
      }),
    says: ['tool "get_weather" cannot be sent', '"https://example.com/weather.json"'],
  },
]

describe('bad input is a config error that names the thing and the remedy, before anything is sent', () => {
  beforeEach(() => {
    vi.stubGlobal('fetch', fetch)
    for (const [name, value] of Object.entries(ENVIRONMENT)) vi.stubEnv(name, value)
  })

  afterEach(() => {
    vi.unstubAllGlobals()
    vi.unstubAllEnvs()
    vi.restoreAllMocks()
    expect(fetch).not.toHaveBeenCalled()
  })

  it.each(ROWS)('$input', async ({ act, says }) => {
    expect(await errorOf(act)).toEqual({ code: 'config', says, isOneLine: true })

    async function errorOf(action: () => unknown): Promise<unknown> {
      const error = await caught(action)
      if (!DragomanError.is(error)) return error
      const { code, message } = error
      return {
        code,
        says: says.every((words) => message.includes(words)) ? says : message,
        isOneLine: !message.includes('\n'),
      }
    }
  })

  it.each([
    ['openai', openai],
    ['responses', openai.responses],
    ['anthropic', anthropic],
  ])('Node.js below 22 is named, with the version to install, by %s', async (_name, provider) => {
    const { versions } = process
    vi.stubGlobal(
      'process',
      Object.create(process, { versions: { value: { ...versions, node: '20.19.5' } } }),
    )
    const error = await caught(() => provider('some-model', { apiKey: 'some-key' }))
    expect(error).toMatchObject({
      code: 'config',
      message: expect.stringMatching(/Node\.js 22 .*20\.19\.5.*Install/),
    })
  })

  it('a model string is read before any key is', () => {
    expect(models('openai:gpt-5.4-mini')).toMatchObject({ provider: 'openai', id: 'gpt-5.4-mini' })
  })

  it('a request would be seen: the same call with a key sends one', async () => {
    const model = openai('gpt-5.4-mini', { apiKey: 'some-key' })
    await expect(ask(model)).rejects.toMatchObject({ code: 'network' })
    expect(fetch).toHaveBeenCalled()
    fetch.mockClear()
  })

  it('a scripted model needs none of it', async () => {
    await expect(ask(scripted(['Sunny.']))).resolves.toMatchObject({ text: 'Sunny.' })
  })
})

async function caught(action: () => unknown): Promise<unknown> {
  try {
    await action()
  } catch (error) {
    return error
  }
  return 'nothing was thrown'
}
