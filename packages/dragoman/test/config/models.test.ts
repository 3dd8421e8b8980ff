import { join } from 'node:path'
import { DragomanError, scripted, type Model, type RunOptions } from '@dragoman/core'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Config } from '../../src/config/schema.ts'
import type { Environment } from '../../src/config/environment.ts'
import { models, type Models } from '../../src/models.ts'
import { run } from '../../src/run.ts'
import { startLoopback, type Loopback } from './loopback.ts'
import { ECHO, installed, manifest, withProject, type Files } from './project.ts'

const ACME: Files = { 'package.json': manifest('acme-adapter'), ...installed('acme-adapter', ECHO) }
const ACME_PROVIDER = { adapter: 'acme-adapter' }

/** The models of a project with an adapter of its own. */
async function withModels<Value>(
  config: Config,
  use: (provide: Models) => Value | Promise<Value>,
  environment: Environment = {},
  files: Files = ACME,
): Promise<Value> {
  const written = { ...files, 'dragoman.config.json': JSON.stringify(config) }
  return await withProject({ files: written }, async (directory) =>
    use(await models({ directory, environment })),
  )
}

/** What the adapter of {@link ECHO} was asked with. */
async function echoed(
  model: Model,
  options: Pick<RunOptions, 'settings' | 'deadlines'> = {},
): Promise<unknown> {
  const { text } = await run({ ...options, model, messages: 'Hello' })
  return JSON.parse(text)
}

function nameOf({ provider, id }: Model): string {
  return `${provider}:${id}`
}

describe('without a file', () => {
  test.each([
    [{ OPENAI_API_KEY: 'any' }, ['openai', 'openai-responses']],
    [{ OPENAI_BASE_URL: 'http://localhost/v1' }, ['openai', 'openai-responses']],
    [{ ANTHROPIC_API_KEY: 'any' }, ['anthropic']],
    [{ ANTHROPIC_AUTH_TOKEN: 'any' }, ['anthropic']],
    [{ ANTHROPIC_BASE_URL: 'http://localhost' }, ['anthropic']],
    [{ OPENAI_API_KEY: 'any', ANTHROPIC_API_KEY: 'any' }, ['openai', 'openai-responses', 'anthropic']],
    [{ OPENAI_API_KEY: ' ' }, []],
    [{}, []],
  ])('%j configures %j', async (environment, providers) => {
    await withProject({}, async (directory) => {
      expect((await models({ directory, environment })).providers).toEqual(providers)
    })
  })

  test('a model is named by DRAGOMAN_MODEL', async () => {
    await withProject({}, async (directory) => {
      const environment = { OPENAI_API_KEY: 'any', DRAGOMAN_MODEL: 'openai:gpt-5-mini' }
      expect(nameOf((await models({ directory, environment }))())).toBe('openai:gpt-5-mini')
    })
  })
})

describe('the file', () => {
  const config = JSON.stringify({ model: 'acme:here', providers: { acme: ACME_PROVIDER } })

  test('is found upwards', async () => {
    const files = { ...ACME, 'dragoman.config.json': config, 'src/deep/readme.txt': '' }
    await withProject({ files }, async (directory) => {
      const provide = await models({ directory: join(directory, 'src/deep'), environment: {} })
      expect(nameOf(provide())).toBe('acme:here')
    })
  })

  test('is the one that DRAGOMAN_CONFIG names, and the one that the program names above all', async () => {
    const files = {
      ...ACME,
      'dragoman.config.json': config,
      'team.json': config.replace('here', 'team'),
      'mine.json': config.replace('here', 'mine'),
    }
    await withProject({ files }, async (directory) => {
      const environment = { DRAGOMAN_CONFIG: 'team.json' }
      expect(nameOf((await models({ directory, environment }))())).toBe('acme:team')
      expect(nameOf((await models({ directory, environment, config: 'mine.json' }))())).toBe('acme:mine')
    })
  })

  test('may begin with a byte order mark and name its schema', async () => {
    const schema = '"$schema": "./node_modules/dragoman/config.schema.json", '
    const text = `\uFEFF{ ${schema}${config.slice(1)}`
    await withProject({ files: { ...ACME, 'dragoman.config.json': text } }, async (directory) => {
      expect(nameOf((await models({ directory, environment: {} }))())).toBe('acme:here')
    })
  })

  test('may be an object of the program', async () => {
    await withProject({ files: ACME }, async (directory) => {
      const provide = await models({ directory, environment: {}, config: JSON.parse(config) as Config })
      expect(nameOf(provide())).toBe('acme:here')
    })
  })
})

describe('the name of a model', () => {
  const config: Config = {
    model: 'smart',
    providers: { acme: ACME_PROVIDER },
    models: { smart: 'best', best: { model: 'acme:large' }, fast: 'acme/small:v2' },
  }

  test.each([
    [undefined, 'acme:large'],
    ['smart', 'acme:large'],
    ['best', 'acme:large'],
    ['fast', 'acme:small:v2'],
    ['acme:other', 'acme:other'],
    ['acme/other', 'acme:other'],
    ['acme:a/b:c', 'acme:a/b:c'],
    ['acme/a:b/c', 'acme:a:b/c'],
  ])('%s is %s', async (name, expected) => {
    await withModels(config, (provide) => expect(nameOf(provide(name))).toBe(expected))
  })

  test('in DRAGOMAN_MODEL wins over the one in the file', async () => {
    const environment = { DRAGOMAN_MODEL: 'fast' }
    await withModels(config, (provide) => expect(nameOf(provide())).toBe('acme:small:v2'), environment)
  })

  test('is listed with the others', async () => {
    await withModels(config, ({ names, providers }) =>
      expect({ names, providers }).toEqual({ names: ['smart', 'best', 'fast'], providers: ['acme'] }),
    )
  })
})

describe('what the file says about a model', () => {
  test('reaches its requests: the program wins, and an outer name wins over an inner one', async () => {
    const config: Config = {
      providers: { acme: { ...ACME_PROVIDER, options: { region: 'eu' } } },
      models: {
        inner: {
          model: 'acme:large',
          settings: { temperature: 0, topP: 0.5, maxOutputTokens: 10 },
          extra: { seed: 1, tier: 'inner' },
          capabilities: { images: true, pdf: true },
        },
        outer: {
          model: 'inner',
          settings: { topP: 0.9 },
          extra: { tier: 'outer' },
          capabilities: { pdf: false },
        },
      },
    }
    await withModels(config, async (provide) => {
      expect(await echoed(provide('outer'), { settings: { maxOutputTokens: 99 } })).toEqual({
        options: {
          provider: 'acme',
          region: 'eu',
          extra: { seed: 1, tier: 'outer' },
          capabilities: { images: true, pdf: false },
        },
        settings: { temperature: 0, topP: 0.9, maxOutputTokens: 99 },
      })
      expect(provide('outer').capabilities).toEqual({ images: true, pdf: false })
      expect(provide('inner').capabilities).toEqual({ images: true, pdf: true })
    })
  })

  test('limits and deadlines hold for a run, and those of the program win', async () => {
    const config: Config = {
      providers: { acme: ACME_PROVIDER },
      model: 'acme:large',
      limits: { steps: 7, tokens: 1 },
      deadlines: { idleMs: 5_000, wholeMs: 6_000 },
    }
    await withModels(config, async (provide) => {
      expect(provide().defaults).toEqual({
        limits: { steps: 7, tokens: 1 },
        deadlines: { idleMs: 5_000, wholeMs: 6_000 },
      })
      const { deadlines } = (await echoed(provide(), { deadlines: { wholeMs: 9_000 } })) as {
        deadlines: object
      } // as the adapter writes it
      expect(deadlines).toMatchObject({ idleMs: 5_000, wholeMs: 9_000 })
    })
  })
})

describe('an adapter of the project', () => {
  test.each<[string, Config['providers'], Files]>([
    ['by the name of its package', { acme: { adapter: 'acme-adapter' } }, ACME],
    [
      'by a scoped name',
      { acme: { adapter: '@acme/dragoman' } },
      { 'package.json': manifest('@acme/dragoman'), ...installed('@acme/dragoman', ECHO) },
    ],
    [
      'by a file',
      { acme: { adapter: './adapters/acme.mjs' } },
      { 'package.json': '{}', 'adapters/acme.mjs': ECHO },
    ],
    ['by an export', { acme: { adapter: 'acme-adapter', export: 'acme' } }, ACME],
    [
      'by an export with dots',
      { acme: { adapter: 'acme-adapter', export: 'wires.chat.acme' } },
      {
        'package.json': manifest('acme-adapter'),
        ...installed(
          'acme-adapter',
          `${ECHO}\nexport const wires = { chat: { acme } }\nexport const two = Object.assign(() => 1, { specVersion: 1, options })`,
        ),
      },
    ],
    [
      'by the module that a package names',
      { acme: { adapter: 'acme-adapter/chat' } },
      {
        'package.json': manifest('acme-adapter'),
        'node_modules/acme-adapter/package.json':
          '{ "name": "acme-adapter", "type": "module", "exports": { "./chat": "./chat.js" } }',
        'node_modules/acme-adapter/chat.js': ECHO,
      },
    ],
    ['under another name, which is then its provider', { mine: { adapter: 'acme-adapter' } }, ACME],
  ])('is found %s', async (_how, providers = {}, files) => {
    const [name = ''] = Object.keys(providers)
    await withModels(
      { providers },
      (provide) => expect(nameOf(provide(`${name}:a`))).toBe(`${name}:a`),
      {},
      files,
    )
  })

  test('gets its options with the variables in them', async () => {
    const provider = {
      ...ACME_PROVIDER,
      apiKey: '{env:ACME_KEY}',
      options: { headers: { 'x-team': 'team {env:TEAM}' } },
    }
    await withModels(
      { providers: { acme: provider } },
      async (provide) =>
        expect(await echoed(provide('acme:a'))).toMatchObject({
          options: { provider: 'acme', apiKey: 'acme-key', headers: { 'x-team': 'team red' } },
        }),
      { ACME_KEY: 'acme-key', TEAM: 'red' },
    )
  })
})

describe('on loopback', () => {
  let server: Loopback
  beforeEach(async () => {
    server = await startLoopback()
  })
  afterEach(async () => {
    vi.unstubAllEnvs()
    await server.stop()
  })

  test('a chain of the file asks the next model, and does not where its option says so', async () => {
    const chain = { fallback: ['local:busy', 'local:free'] }
    const config: Config = {
      providers: {
        local: { adapter: '@dragoman/openai', export: 'openai.chat', baseURL: `${server.origin}/v1` },
      },
      models: { safe: chain, strict: { ...chain, on: { 'rate-limit': false } } },
    }
    await withModels(config, async (provide) => {
      const retry = { maxAttempts: 1 }
      expect((await run({ model: provide('safe'), messages: 'Hello', retry })).text).toBe('free')
      expect(await codeOf(run({ model: provide('strict'), messages: 'Hello', retry }))).toBe('rate-limit')
      // The chain remembers who rests.
      expect((await run({ model: provide('safe'), messages: 'Hello', retry })).text).toBe('free')
    })
    expect(server.asked.map(({ body }) => body['model'])).toEqual(['busy', 'free', 'busy', 'free'])
  })

  test('a built-in provider asks with the key and the address of the given environment', async () => {
    const environment = { OPENAI_API_KEY: 'the-given-key', OPENAI_BASE_URL: `${server.origin}/v1` }
    vi.stubEnv('OPENAI_API_KEY', 'the-key-of-the-process')
    await withProject({}, async (directory) => {
      const provide = await models({ directory, environment })
      await run({ model: provide('openai-responses:gpt-5'), messages: 'Hello' })
    })
    expect(server.asked.map(({ path, headers }) => [path, headers.authorization])).toEqual([
      ['/v1/responses', 'Bearer the-given-key'],
    ])
  })

  const SECRETS = {
    OPENAI_API_KEY: 'secret-openai-key',
    OPENAI_ADMIN_KEY: 'secret-admin-key',
    OPENAI_ORG_ID: 'secret-organization',
    OPENAI_PROJECT_ID: 'secret-project',
    OPENAI_CUSTOM_HEADERS:
      'x-secret: secret-custom\nAuthorization: Bearer secret-custom-key\nContent-Type: text/secret',
    ANTHROPIC_API_KEY: 'secret-anthropic-key',
    ANTHROPIC_AUTH_TOKEN: 'secret-token',
    ANTHROPIC_CUSTOM_HEADERS:
      'x-secret: secret-custom\nAuthorization: Bearer secret-custom-key\nX-Api-Key: secret-custom-key',
  }

  test.each([
    ['openai.chat', '@dragoman/openai', undefined, 'Bearer none', undefined],
    ['openai.responses', '@dragoman/openai', '{env:LOCAL_KEY}', 'Bearer local-key', undefined],
    ['anthropic', '@dragoman/anthropic', undefined, undefined, 'none'],
    ['anthropic', '@dragoman/anthropic', '{env:LOCAL_KEY}', undefined, 'local-key'],
  ])(
    'a server of its own behind %s of %s with the key %s gets no secret of another',
    async (exported, adapter, apiKey, bearer, xApiKey) => {
      for (const [name, value] of Object.entries(SECRETS)) vi.stubEnv(name, value)
      const baseURL = adapter === '@dragoman/openai' ? `${server.origin}/v1` : server.origin
      const local = { adapter, export: exported, baseURL, ...(apiKey !== undefined && { apiKey }) }
      await withModels(
        { providers: { local } },
        (provide) => run({ model: provide('local:any'), messages: 'Hello' }),
        { LOCAL_KEY: 'local-key', ...SECRETS },
      )
      const [asked] = server.asked
      expect(JSON.stringify(asked)).not.toContain('secret')
      expect([asked?.headers.authorization, asked?.headers['x-api-key']]).toEqual([bearer, xApiKey])
    },
  )

  test('headers that the file gives reach a server of its own', async () => {
    vi.stubEnv('OPENAI_CUSTOM_HEADERS', 'x-team: secret-custom')
    const headers = { 'x-team': 'red', Authorization: 'Basic {env:LOCAL_KEY}' }
    const local = {
      adapter: '@dragoman/openai',
      export: 'openai.chat',
      baseURL: `${server.origin}/v1`,
      options: { headers },
    }
    await withModels(
      { providers: { local } },
      (provide) => run({ model: provide('local:any'), messages: 'Hello' }),
      { LOCAL_KEY: 'local-key' },
    )
    const [asked] = server.asked
    expect([asked?.headers['x-team'], asked?.headers.authorization]).toEqual(['red', 'Basic local-key'])
  })
})

test('DRAGOMAN_LOG tells names, times and tokens, and never content', async () => {
  const written: string[] = []
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((line) => written.push(String(line)) > 0)
  try {
    await withModels(
      { providers: { acme: { ...ACME_PROVIDER, apiKey: '{env:KEY}' } } },
      (provide) => run({ model: provide('acme:a'), system: 'Whisper.', messages: 'A secret question' }),
      { DRAGOMAN_LOG: 'debug', KEY: 'the-secret-key' },
    )
  } finally {
    write.mockRestore()
  }
  expect(written.map((line) => line.replace(/\d+ ms/, 'N ms'))).toEqual([
    'dragoman N ms call acme:a, 2 messages, 0 tools\n',
    'dragoman N ms answer from acme:a\n',
    'dragoman N ms part-start\n',
    'dragoman N ms text-delta\n',
    'dragoman N ms part-end\n',
    'dragoman N ms end stop, 1 tokens in, 1 out\n',
  ])
})

test('a model that a program made itself has no defaults of the file', async () => {
  expect((await run({ model: scripted(['ok']), messages: 'Hello' })).text).toBe('ok')
})

async function codeOf(running: Promise<unknown>): Promise<string | undefined> {
  try {
    await running
    return undefined
  } catch (error) {
    return DragomanError.is(error) ? error.code : String(error)
  }
}
