import { describe, expect, test } from 'vitest'
import { turns } from './speaking-server.ts'
import { workbench } from './workbench.ts'

describe('the list of models', () => {
  test('holds the names of the configuration, what they stand for, and the state of the providers', async () => {
    await using bench = await workbench(turns())
    expect(await bench.run(['models'])).toEqual({
      code: 0,
      out: `name   model
fast   chat:small
safe   claude:big → fast
brief  fast

provider   state
chat       ready
responses  ready
claude     ready
cloud      the variable CLOUD_KEY is not set (set it where the program starts)

Default: fast (dragoman.config.json)
`,
      aside: '',
    })
  })

  test('says which variable names the default', async () => {
    await using bench = await workbench(turns())
    const { out } = await bench.run(['models'], { environment: { DRAGOMAN_MODEL: 'safe' } })
    expect(out).toContain('Default: safe (DRAGOMAN_MODEL)\n')
  })
})

describe('the list of a provider', () => {
  test.each(['openai', 'openai-responses', 'anthropic'])(
    '%s has prices and context windows',
    async (provider) => {
      await using bench = await workbench(turns())
      const { code, out } = await bench.run(['models', provider])
      const [titles = '', ...lines] = out.split('\n')
      expect([code, titles.trim().split(/ +/)]).toEqual([0, ['model', 'in', 'out', 'context']])
      expect(
        lines.filter((line) => /^\S+:\S+ +\$[\d,.]+\+? +\$[\d,.]+\+? +[\d,]+/.test(line)).length,
      ).toBeGreaterThan(10)
      expect(
        lines.every((line) => line === '' || line.startsWith(`${provider}:`) || line.startsWith('Dollars')),
      ).toBe(true)
    },
  )

  test('is not that of a name which is alike', async () => {
    await using bench = await workbench(turns())
    expect(await bench.run(['models', 'my-openai'])).toMatchObject({
      code: 2,
      aside: expect.stringContaining('knows no provider "my-openai"'),
    })
  })
})
