import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { versionFindings } from '../../src/cli/doctor/findings.ts'
import { versionOf, versionsHere } from '../../src/cli/doctor/versions.ts'
import { doctor } from '../../src/cli/doctor/doctor.ts'
import type { Screen } from '../../src/cli/screen/terminal.ts'
import type { Environment } from '../../src/config/environment.ts'
import { withProject, type Files } from '../config/project.ts'
import { CHECKUPS } from './doctor-rows.ts'
import { refuses, says, startSpeakingServer, type SpeakingServer } from './speaking-server.ts'

interface Patient {
  readonly text?: string
  readonly files?: Files
  readonly environment?: Environment
  readonly live?: boolean
  readonly screen?: Partial<Screen>
}

/** What doctor prints below the versions, and what it ends with. */
async function examine({ text, files, environment = {}, live = false, screen }: Patient): Promise<{
  readonly code: number
  readonly out: string
}> {
  const laid = { ...files, ...(text !== undefined && { 'dragoman.config.json': text }) }
  return await withProject({ files: laid }, async (directory) => {
    const written = { out: '', aside: '' }
    const screenOf = (name: keyof typeof written): Screen => ({
      write: (piece) => void (written[name] += piece),
      isTerminal: false,
      hasColour: false,
      columns: 80,
      ...screen,
    })
    const { signal } = new AbortController()
    const code = await doctor(
      { live },
      { out: screenOf('out'), aside: screenOf('aside'), environment, directory, signal },
    )
    const [, ...rest] = written.out.split('\n\n')
    expect(written.aside).toBe('')
    return { code, out: `\n${rest.join('\n\n')}` }
  })
}

describe('dragoman doctor', () => {
  const fetched = vi.fn<typeof fetch>(() => Promise.reject(new Error('No network.')))
  beforeEach(() => vi.stubGlobal('fetch', fetched))
  afterEach(() => {
    vi.unstubAllGlobals()
    fetched.mockClear()
  })

  test('says what is missing where nothing is configured', async () => {
    const { code, out } = await examine({})
    expect(code).toBe(1)
    expect(out).toMatchInlineSnapshot(`
      "
      Configuration: no file, the environment only

      path   value  origin
      model  none   default

      mend    No provider is configured. Set OPENAI_API_KEY or ANTHROPIC_API_KEY, or write dragoman.config.json.
      advice  No model is named, so that each program must name one. Set DRAGOMAN_MODEL to "provider:model", or add "model" to dragoman.config.json.
      One thing must be mended.
      "
    `)
  })

  test('shows what the environment says, and of a key its last letters', async () => {
    const environment = {
      ANTHROPIC_API_KEY: 'sk-ant-abcdefghijklmnop1234',
      DRAGOMAN_MODEL: 'anthropic:claude-haiku-5-5',
    }
    const { code, out } = await examine({ environment })
    expect(code).toBe(0)
    expect(out).toMatchInlineSnapshot(`
      "
      Configuration: no file, the environment only

      path                         value                       origin
      model                        anthropic:claude-haiku-5-5  environment DRAGOMAN_MODEL
      providers.anthropic.adapter  @dragoman/anthropic         default
      providers.anthropic.export   anthropic                   default
      providers.anthropic.baseURL  https://api.anthropic.com   default
      providers.anthropic.apiKey   sk-…1234                    environment ANTHROPIC_API_KEY

      Nothing must be mended.
      "
    `)
  })

  test('shows where each value of the file stands, and which come from elsewhere', async () => {
    const text = `{
  "model": "smart",
  "providers": {
    "openai": { "apiKey": "{env:TEAM_KEY}" },
    "local": {
      "adapter": "@dragoman/openai",
      "baseURL": "http://localhost:8080/v1",
      "options": { "headers": { "x-team": "{env:TEAM}", "authorization": "Basic hunter2secret" } }
    }
  },
  "models": {
    "fast": "local:qwen3:8b",
    "smart": { "model": "openai:gpt-5.4", "settings": { "temperature": 0, "stop": ["END"] } },
    "safe": { "fallback": ["smart", "fast"], "on": { "refusal": true } }
  },
  "limits": { "steps": 20 },
  "deadlines": { "runMs": 60000 },
  "literalKeys": ["local"]
}`
    const environment = { TEAM_KEY: 'sk-proj-abcdefghijklmnop1234', TEAM: 'red', DRAGOMAN_LOG: 'info' }
    const { code, out } = await examine({ text, environment })
    expect(code).toBe(0)
    expect(out).toMatchInlineSnapshot(`
      "
      Configuration: dragoman.config.json (the nearest one)

      path                                           value                      origin
      model                                          smart                      dragoman.config.json:2:3
      providers.openai.adapter                       @dragoman/openai           default
      providers.openai.export                        openai                     default
      providers.openai.baseURL                       https://api.openai.com/v1  default
      providers.openai.apiKey                        sk-…1234                   dragoman.config.json:4:17, environment TEAM_KEY
      providers.local.adapter                        @dragoman/openai           dragoman.config.json:6:7
      providers.local.baseURL                        http://localhost:8080/v1   dragoman.config.json:7:7
      providers.local.apiKey                         none                       default
      providers.local.options.headers.x-team         set                        dragoman.config.json:8:33, environment TEAM
      providers.local.options.headers.authorization  set                        dragoman.config.json:8:57
      models.fast                                    local:qwen3:8b             dragoman.config.json:12:5
      models.smart.model                             openai:gpt-5.4             dragoman.config.json:13:16
      models.smart.settings.temperature              0                          dragoman.config.json:13:57
      models.smart.settings.stop                     END                        dragoman.config.json:13:75
      models.safe.fallback                           smart → fast               dragoman.config.json:14:15
      models.safe.on.refusal                         true                       dragoman.config.json:14:54
      limits.steps                                   20                         dragoman.config.json:16:15
      deadlines.runMs                                60000                      dragoman.config.json:17:18
      literalKeys                                    local                      dragoman.config.json:18:3
      log                                            info                       environment DRAGOMAN_LOG

      Nothing must be mended.
      "
    `)
  })

  test('shows of a broken file what is wrong, and what the environment says', async () => {
    const text = '{\n  "modell": "openai:gpt-5-mini"\n}'
    const { code, out } = await examine({ text, environment: { OPENAI_API_KEY: 'a-short-key' } })
    expect(code).toBe(1)
    expect(out).toMatchInlineSnapshot(`
      "
      Configuration: dragoman.config.json (the nearest one); it is broken, so that what follows is from the environment alone

      path                                value                      origin
      model                               none                       default
      providers.openai.adapter            @dragoman/openai           default
      providers.openai.export             openai                     default
      providers.openai.baseURL            https://api.openai.com/v1  default
      providers.openai.apiKey             set                        environment OPENAI_API_KEY
      providers.openai-responses.adapter  @dragoman/openai           default
      providers.openai-responses.export   openai.responses           default
      providers.openai-responses.baseURL  https://api.openai.com/v1  default
      providers.openai-responses.apiKey   set                        environment OPENAI_API_KEY

      mend    dragoman.config.json:2:3: modell is not a key here. Did you mean "model"? The keys are: $schema, model, providers, models, limits, deadlines, literalKeys.
      One thing must be mended.
      "
    `)
  })

  test.each(CHECKUPS)('finds what is to be said of $kind', async ({ findings, ...patient }) => {
    const { code, out } = await examine(patient)
    expect(out.split('\n').filter((line) => /^(mend|advice) {2}/.test(line))).toEqual(findings)
    expect(code).toBe(findings.some((line) => line.startsWith('mend')) ? 1 : 0)
  })

  test('shows of the configuration of the docs what stands there', async () => {
    const read = (name: string): Promise<string> =>
      readFile(new URL(`../../../../examples/configuration/${name}`, import.meta.url), 'utf8')
    const environment = { ANTHROPIC_API_KEY: 'sk-ant-any-key-of-some-length-x9Qa' }
    const { out } = await examine({ text: await read('dragoman.config.json'), environment })
    expect(out).toBe(`\n${await read('doctor.txt')}`)
  })

  test('without --live it sends nothing, and is done within 3 seconds', async () => {
    const begin = performance.now()
    for (const patient of CHECKUPS) await examine(patient)
    expect(performance.now() - begin).toBeLessThan(3_000 * CHECKUPS.length)
    expect(fetched).not.toHaveBeenCalled()
  })

  test('advises the price list where it is not installed', () => {
    expect(versionFindings(new Map())).toEqual([
      {
        kind: 'advice',
        message: '@pydantic/genai-prices is not installed, so that the cost of a run is unknown.',
        remedy: 'Run: npm i @pydantic/genai-prices',
      },
    ])
  })

  test('knows what is installed, and what is not', () => {
    expect([...versionsHere().keys()]).toEqual([
      'node',
      'dragoman',
      'openai',
      '@anthropic-ai/sdk',
      '@pydantic/genai-prices',
    ])
    expect(versionOf('openai')).toMatch(/^\d+\.\d+\.\d+/)
    expect(versionOf('@acme/never-installed')).toBeUndefined()
  })

  test('prints colours where the screen takes them, and nowhere else', async () => {
    const coloured = await examine({ screen: { isTerminal: true, hasColour: true, columns: 60 } })
    const plain = await examine({ screen: { isTerminal: true, columns: 60 } })
    expect(coloured.out).toContain('\u001B[31mmend')
    expect(plain.out).not.toContain('\u001B')
  })

  test('shows no key, whatever its text and wherever it stands', async () => {
    const keys = fc
      .string({ minLength: 8, maxLength: 60 })
      .filter((key) => /\d.*[^\w\s].*\d/.test(key.trim()))
    const check = async (given: string): Promise<void> => {
      const key = given.trim()
      const text = JSON.stringify({
        providers: {
          openai: { apiKey: '{env:ONE}', options: { headers: { authorization: 'Bearer {env:ONE}' } } },
          anthropic: { apiKey: key, options: { headers: { 'x-any': key } } },
          local: { adapter: '@dragoman/openai', baseURL: '{env:URL}' },
        },
        literalKeys: ['anthropic'],
      })
      const url = `https://user:${encodeURIComponent(key)}@example.com/v1?key=${encodeURIComponent(key)}`
      const environment = {
        ONE: key,
        URL: url,
        OPENAI_API_KEY: key,
        OPENAI_CUSTOM_HEADERS: `x-secret: ${key}`,
      }
      const texts = [text, undefined, `{ "providers": ${text}`, text.replace('"local"', '"a b"')]
      for (const each of texts) {
        const { out } = await examine({ environment, ...(each !== undefined && { text: each }) })
        expect(out).not.toContain(key)
        expect(out).not.toContain(encodeURIComponent(key))
      }
    }
    await fc.assert(fc.asyncProperty(keys, check), { numRuns: 60 })
  })
})

describe('dragoman doctor --live', () => {
  let server: SpeakingServer
  beforeEach(async () => {
    server = await startSpeakingServer(({ body }) =>
      body['model'] === 'broken'
        ? refuses(401, 'Incorrect API key provided: sk-proj-abcdefghijklmnop1234.')
        : says('ok', { usage: { inputTokens: 9, outputTokens: 1 } }),
    )
  })
  afterEach(() => server.stop())

  test('calls each provider once, with a model that is named or a cheap one', async () => {
    const { code, out } = await examine({
      live: true,
      text: '{ "models": { "fast": "openai:gpt-5-mini", "smart": "openai:gpt-5.4" } }',
      environment: {
        OPENAI_API_KEY: 'sk-proj-abcdefghijklmnop1234',
        OPENAI_BASE_URL: `${server.origin}/v1`,
        ANTHROPIC_API_KEY: 'sk-ant-abcdefghijklmnop1234',
        ANTHROPIC_BASE_URL: server.origin,
      },
    })
    expect(code).toBe(0)
    expect(modelsAsked(server)).toEqual(['"claude-haiku-5-5"', '"gpt-5-mini"', '"gpt-5.4-nano"'])
    expect(liveLines(out)).toMatchInlineSnapshot(`
      "model time       tokens         cost  answer
      openai:gpt-5-mini N ms  9 in, 1 out  $0.00000425  ok
      openai-responses:gpt-5.4-nano N ms  9 in, 1 out  $0.00000305  ok
      anthropic:claude-haiku-5-5 N ms  9 in, 1 out      unknown  ok

      advice  No model is named, so that each program must name one. Set DRAGOMAN_MODEL to "provider:model", or add "model" to dragoman.config.json.
      Nothing must be mended.
      "
    `)
  })

  test('says what failed, and what to do', async () => {
    const { code, out } = await examine({
      live: true,
      text: `{
  "models": { "a": "openai:broken", "b": "nobody:x", "c": "unset:x" },
  "providers": {
    "nobody": { "adapter": "@dragoman/openai", "baseURL": "http://127.0.0.1:9/v1" },
    "unset": { "adapter": "@dragoman/openai", "baseURL": "http://127.0.0.1:9/v1", "apiKey": "{env:UNSET}" }
  }
}`,
      environment: {
        OPENAI_API_KEY: 'sk-proj-abcdefghijklmnop1234',
        OPENAI_BASE_URL: `${server.origin}/v1`,
        DRAGOMAN_MODEL: 'a',
      },
    })
    expect(code).toBe(1)
    expect(modelsAsked(server)).toEqual(['"broken"', '"gpt-5.4-nano"'])
    expect(liveLines(out)).toMatchInlineSnapshot(`
      "model time       tokens         cost  answer
      nobody:x N ms                            network
      openai:broken N ms                            auth
      openai-responses:gpt-5.4-nano N ms  9 in, 1 out  $0.00000305  ok

      mend    dragoman.config.json:5:5: providers.unset cannot be used: the variable UNSET is not set (set it where the program starts).
      mend    nobody:x failed with network: Connection error.: fetch failed. Check the address, the connection and the proxy: the server was not reached.
      mend    openai:broken failed with auth: 401 Incorrect API key provided: [redacted]. Check the key: it is wrong, was revoked, or belongs to another server.
      3 things must be mended.
      "
    `)
  })
})

function modelsAsked({ asked }: SpeakingServer): readonly string[] {
  return asked
    .map(({ body }) => JSON.stringify(body['model']))
    .toSorted((one, other) => one.localeCompare(other))
}

/** The calls and the findings, without the time that they took. */
function liveLines(out: string): string {
  const lines = out.slice(out.search(/^model +time/m))
  // How wide the column of times is depends on the times.
  return lines.replaceAll(/ *\d+ ms/g, ' N ms').replaceAll(/^model +time/gm, 'model time')
}
