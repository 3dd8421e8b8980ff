import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fillBlocks, pages, readPage, unmarkedFences } from '../scripts/readme.ts'
import { startMock, type Mock } from './demo/mock.ts'
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
    const environment = {
      OPENAI_API_KEY: mock.openai.apiKey,
      OPENAI_BASE_URL: mock.openai.baseURL,
      ANTHROPIC_API_KEY: mock.anthropic.apiKey,
      ANTHROPIC_BASE_URL: mock.anthropic.baseURL,
    }
    expect(await spawnExample(file, environment)).toEqual({
      code: 0,
      stdout: 'It is sunny in Lisbon, at 21 °C.\n',
      stderr: '',
    })
  })

  it('has 12 lines', async () => {
    expect((await read('first-openai.ts')).trimEnd().split('\n')).toHaveLength(12)
  })

  it('differs between the providers in one string', async () => {
    const [onOpenAI, onAnthropic] = [await read('first-openai.ts'), await read('first-anthropic.ts')]
    expect(onOpenAI).toContain("'openai:gpt-5.4-mini'")
    expect(onAnthropic).toBe(onOpenAI.replace("'openai:gpt-5.4-mini'", "'anthropic:claude-haiku-5-5'"))
  })
})

function read(file: string): Promise<string> {
  return readFile(new URL(file, import.meta.url), 'utf8')
}
