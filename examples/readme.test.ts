import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fillBlocks, pages, readPage, unmarkedFences } from '../scripts/readme.ts'
import { startMock, type Endpoint, type Mock } from './demo/mock.ts'
import { spawnExample } from './spawn-example.ts'

let mock: Mock
beforeAll(async () => void (mock = await startMock()))
afterAll(() => mock.stop())

describe('the documentation', async () => {
  it.each(await pages())('%s shows every block as its file is', async (path) => {
    const page = await readPage(path)
    expect(page).toBe(await fillBlocks(page))
  })

  it.each(await pages())('%s shows no code that nothing runs', async (path) => {
    expect(unmarkedFences(await readPage(path))).toEqual([])
  })
})

describe('the first example', () => {
  it.each(['first-openai.ts', 'first-anthropic.ts'])('%s runs', async (file) => {
    expect(await spawnExample(file, liveOn(mock.openai))).toEqual({
      code: 0,
      stdout: 'It is sunny in Lisbon, at 21 °C.\n',
      stderr: '',
    })
  })

  it('has 12 lines', async () => {
    expect((await read('first-openai.ts')).trimEnd().split('\n')).toHaveLength(12)
  })

  it('differs from the one on Claude in one string', async () => {
    const onOpenAI = await read('first-openai.ts')
    expect(onOpenAI).toContain("'openai:gpt-5.4-mini'")
    const onClaude = onOpenAI.replace("'openai:gpt-5.4-mini'", "'anthropic:claude-haiku-5-5'")
    expect(await read('first-anthropic.ts')).toBe(onClaude)
  })
})

describe('the reasoning example', () => {
  it.each(['openai-responses:gpt-5.4-mini', 'anthropic:claude-haiku-5-5'])(
    'runs unchanged on %s',
    async (name) => {
      const environment = { ...liveOn(mock.responses), DRAGOMAN_MODEL: name }
      expect(await spawnExample('reasoning.ts', environment)).toEqual({
        code: 0,
        stdout: 'Lisbon it is: I ask get_weather.\n\nIt is sunny in Lisbon, at 21 °C.\n',
        stderr: '',
      })
    },
  )

  it('has at most 30 lines', async () => {
    expect((await read('reasoning.ts')).trimEnd().split('\n').length).toBeLessThanOrEqual(30)
  })
})

describe("the example of OpenAI's two wires", () => {
  it('says which one keeps the reasoning', async () => {
    expect(await spawnExample('openai-wires.ts', liveOn(mock.openai))).toEqual({
      code: 0,
      stdout: `openai.chat loses the reasoning; notices: reasoning-not-kept
openai.responses keeps the reasoning; notices: none
`,
      stderr: '',
    })
  })
})

describe('the short examples', () => {
  it('says what failed', async () => {
    // Port 9 is the discard service, which nobody runs.
    expect(await spawnExample('local-server.ts', { LOCAL_URL: 'http://127.0.0.1:9/v1' })).toEqual({
      code: 0,
      stdout: 'network, worth another try: true, messages: 1\n',
      stderr: '',
    })
  })

  it('runs without a model', async () => {
    expect(await spawnExample('scripted.ts', {})).toEqual({
      code: 0,
      stdout:
        'I was told: {"type":"tool-result","callId":"1","name":"get_weather","parts":[{"type":"text",' +
        '"text":"{\\"city\\":\\"Lisbon\\",\\"sky\\":\\"sunny\\",\\"celsius\\":21}"}],"isError":false}\n',
      stderr: '',
    })
  })
})

/** The environment of someone who has keys, with the mock in the providers' place. */
function liveOn({ apiKey, baseURL }: Endpoint): Readonly<Record<string, string>> {
  return {
    OPENAI_API_KEY: apiKey,
    OPENAI_BASE_URL: baseURL,
    ANTHROPIC_API_KEY: mock.anthropic.apiKey,
    ANTHROPIC_BASE_URL: mock.anthropic.baseURL,
  }
}

function read(file: string): Promise<string> {
  return readFile(new URL(file, import.meta.url), 'utf8')
}
