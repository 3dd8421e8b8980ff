import { join, relative } from 'node:path'
import { cwd } from 'node:process'
import { writeFile } from 'node:fs/promises'
import { DragomanError } from '@dragoman/core'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { findConfig } from '../../src/config/find.ts'
import type { Config } from '../../src/config/schema.ts'
import { models, type Models } from '../../src/models.ts'
import { run } from '../../src/run.ts'
import { startLoopback, type Loopback } from './loopback.ts'
import { manifest, withProject } from './project.ts'

/** The models of a configuration that a program without types made of anything. */
async function load(config: unknown, environment: Record<string, string> = {}): Promise<Models> {
  return await withProject({}, async (directory) =>
    models({ directory, environment, config: config as Config }),
  )
}

describe('a configuration that is no plain data is refused', () => {
  const circle: Record<string, unknown> = {}
  circle['models'] = circle

  test.each<[string, unknown, string]>([
    ['a circle', circle, 'config: A configuration is plain data, as JSON has it: Converting circular'],
    ['a big integer', { limits: { steps: 1n } }, 'config: A configuration is plain data, as JSON has it: '],
    [
      'a function in it, which JSON would leave out',
      { providers: { openai: { options: { fetch: () => 1 } } } },
      'config: A configuration is plain data, as JSON has it: "fetch" is a function.',
    ],
    ['a function', () => ({}), 'config: A configuration is an object, or the path of a file.'],
    ['a number', 5, 'config: A configuration is an object, or the path of a file.'],
    ['null', null, 'config: A configuration is an object, or the path of a file.'],
    [
      'what becomes no JSON',
      { toJSON: () => undefined },
      'config: A configuration is an object, or the path of a file.',
    ],
  ])('%s', async (_, config, message) => {
    const error = await load(config).catch((thrown: unknown) => thrown)
    expect(DragomanError.is(error) && [error.code, error.message]).toEqual([
      'config',
      expect.stringContaining(message),
    ])
  })
})

test.each(['constructor', 'toString', '__proto__'])(
  '{env:%s} is a variable that is not set, whatever an object inherits',
  async (name) => {
    const provide = await load({ providers: { openai: { apiKey: `{env:${name}}` } } })
    expect(() => provide('openai:any')).toThrow(`the variable ${name} is not set`)
  },
)

test('chains that share their models are read once, however many ways lead to them', async () => {
  const levels = Array.from({ length: 60 }, (_, level) => `level-${level}`)
  const chains = levels.map((name, level) => {
    const next = levels[level + 1] ?? 'openai:any'
    return [name, { fallback: [next, next] }]
  })
  expect((await load({ models: Object.fromEntries(chains) })).names).toEqual(levels)
})

test('what belongs to one model does not vanish where names lead to a chain', async () => {
  const config = {
    models: {
      mine: { model: 'alias', extra: { user: 'me' } },
      alias: 'chain',
      chain: { fallback: ['openai:any'] },
    },
  }
  await expect(load(config)).rejects.toThrow('config: models.mine.extra does not go with a chain.')
})

test('a key in a list is a key in plain text', async () => {
  const keyed = { adapter: '@dragoman/openai', options: { token: ['sk-proj-abcdefghijklmnop1234'] } }
  await expect(load({ providers: { keyed } })).rejects.toThrow('options.token[0] holds a key in plain text')
})

test('a file that is not UTF-8 is not read with marks in place of its letters', async () => {
  await withProject({}, async (directory) => {
    await writeFile(
      join(directory, 'dragoman.config.json'),
      Buffer.from('{ "model": "op\u00e9n:a" }', 'latin1'),
    )
    await expect(models({ directory, environment: {} })).rejects.toThrow(
      'dragoman.config.json cannot be read: it is not UTF-8',
    )
  })
})

test('a relative directory is searched upwards too', async () => {
  const files = { 'dragoman.config.json': '{}', 'src/deep/readme.txt': '' }
  await withProject({ files }, async (directory) => {
    const found = await findConfig(relative(cwd(), join(directory, 'src/deep')), {})
    expect(found?.path).toBe(join(directory, 'dragoman.config.json'))
  })
})

test('an adapter whose options have no schema is none', async () => {
  const module = 'export const acme = Object.assign(() => 1, { specVersion: 1, options: undefined })'
  const files = { 'package.json': manifest(), 'acme.js': module }
  await withProject({ files }, async (directory) => {
    const config = { providers: { acme: { adapter: './acme.js' } } }
    await expect(models({ directory, environment: {}, config })).rejects.toThrow('which exports no adapter')
  })
})

test('a file of the project may begin with two dots', async () => {
  const module = "export const acme = Object.assign(() => 1, { specVersion: 1, options: { type: 'object' } })"
  const files = { 'package.json': manifest(), '..acme.js': module }
  await withProject({ files }, async (directory) => {
    const config = { providers: { acme: { adapter: './..acme.js' } } }
    expect((await models({ directory, environment: {}, config })).providers).toEqual(['acme'])
  })
})

describe('where a program gives the environment', () => {
  let server: Loopback
  beforeEach(async () => {
    server = await startLoopback()
    vi.stubEnv('OPENAI_API_KEY', 'secret-of-the-process')
    vi.stubEnv('ANTHROPIC_API_KEY', 'secret-of-the-process')
  })
  afterEach(async () => {
    vi.unstubAllEnvs()
    await server.stop()
  })

  test('no key of the process is sent', async () => {
    const provide = await load({ providers: { openai: { baseURL: `${server.origin}/v1` } } })
    await run({ model: provide('openai:any'), messages: 'Hello' })
    expect(server.asked.map(({ headers }) => headers.authorization)).toEqual([undefined])
  })

  test('its token goes out, and no key of the process with it', async () => {
    const provide = await load(
      { providers: { anthropic: { baseURL: server.origin } } },
      { ANTHROPIC_AUTH_TOKEN: 'the-given-token' },
    )
    await run({ model: provide('anthropic:any'), messages: 'Hello' })
    expect(server.asked.map(({ headers }) => [headers.authorization, headers['x-api-key']])).toEqual([
      ['Bearer the-given-token', undefined],
    ])
  })

  test('its key goes to no address that the process names', async () => {
    vi.stubEnv('OPENAI_BASE_URL', `${server.origin}/v1`)
    const fetched = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('fetch failed'))
    try {
      const provide = await load({}, { OPENAI_API_KEY: 'the-given-key' })
      const running = run({ model: provide('openai:any'), messages: 'Hello', retry: { maxAttempts: 1 } })
      await expect(running).rejects.toThrow(DragomanError)
      expect(fetched.mock.calls.map(([address]) => address)).toEqual([
        'https://api.openai.com/v1/chat/completions',
      ])
    } finally {
      fetched.mockRestore()
    }
  })
})
