import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'

const RUN = `
  import { scripted } from '@dragoman/core'
  import { run } from 'dragoman'
  const origin = { provider: 'openai', wire: 'openai.chat', model: 'gpt-4o' }
  const usage = { inputTokens: 1000, outputTokens: 100 }
  const answer = { role: 'assistant', parts: [{ type: 'text', text: 'Hello.' }], origin, usage }
  const told = await run({ model: scripted([answer]), messages: 'Hello?' }).then(
    ({ text, cost }) => ({ text, usd: cost?.usd }),
    ({ code, message, state }) => ({ code, message, added: state?.added }),
  )
  console.log(JSON.stringify(told))
`

describe('the price list', () => {
  test('is read without any network', async () => {
    const offline = `
      import { syncBuiltinESMExports } from 'node:module'
      import dns from 'node:dns'
      import net from 'node:net'
      const refuse = () => { throw new Error('The network is used.') }
      globalThis.fetch = refuse
      net.Socket.prototype.connect = refuse
      dns.lookup = refuse
      syncBuiltinESMExports()
    `
    expect(await told(offline)).toEqual({ text: 'Hello.', usd: 0.0035 })
  })

  test('may be left out: a run then has no cost', async () => {
    expect(
      await told(resolvedTo(`specifier, { ...context, parentURL: 'file:///nowhere/index.js' }`)),
    ).toEqual({
      text: 'Hello.',
    })
  })

  test.each([
    ['throws', 'throw new Error("It is half written.")', 'It is half written.'],
    ['lacks a file of its own', 'import "file:///nowhere/data.js"', `Cannot find module '/nowhere/data.js'`],
  ])('that %s is an error, which keeps what the run did', async (_what, code, reason) => {
    expect(
      await told(
        resolvedTo(`'data:text/javascript,' + ${JSON.stringify(encodeURIComponent(code))}, context`),
      ),
    ).toEqual({
      code: 'config',
      message: expect.stringContaining(
        `@pydantic/genai-prices is installed, but it cannot be imported: ${reason}`,
      ),
      added: 1,
    })
  })
})

/** Has the price list resolved as if it were asked for by these arguments. */
function resolvedTo(nextArguments: string): string {
  return `
    import { registerHooks } from 'node:module'
    registerHooks({
      resolve: (specifier, context, next) =>
        specifier === '@pydantic/genai-prices' ? next(${nextArguments}) : next(specifier, context),
    })
  `
}

/** What a program of its own says, which begins with these lines. */
async function told(before: string): Promise<unknown> {
  const program = before + RUN
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--conditions=source', '--input-type=module', '--eval', program],
    { cwd: fileURLToPath(new URL('..', import.meta.url)) },
  )
  return JSON.parse(stdout)
}
