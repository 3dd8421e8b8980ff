import { execFile } from 'node:child_process'
import { execPath } from 'node:process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const MODELS = new URL('../../src/models.ts', import.meta.url).href

test.each([
  ['openai', 'openai', 'OPENAI_API_KEY'],
  ['openai-responses', 'openai', 'OPENAI_API_KEY'],
  ['anthropic', '@anthropic-ai/sdk', 'ANTHROPIC_API_KEY'],
])('without its SDK, %s says which npm i to run, and the others work', async (provider, sdk, key) => {
  const program = `
    import { registerHooks } from 'node:module'
    // As if it were imported from where nothing is installed.
    registerHooks({
      resolve: (specifier, context, next) =>
        specifier === '${sdk}' ? next(specifier, { ...context, parentURL: 'file:///nowhere/here.js' }) : next(specifier, context),
    })
    const { models } = await import('${MODELS}')
    const provide = await models({ environment: { ${key}: 'any', OTHER: 'any' }, config: {
      providers: { other: { adapter: '${sdk === 'openai' ? '@dragoman/anthropic' : '@dragoman/openai'}', export: '${sdk === 'openai' ? 'anthropic' : 'openai'}', apiKey: '{env:OTHER}' } } } })
    console.log(provide('other:any').id)
    try { provide('${provider}:any') } catch (error) { console.log(error.code + ' ' + error.message) }`
  const { stdout } = await promisify(execFile)(execPath, [
    '--conditions=source',
    '--input-type=module',
    '--eval',
    program,
  ])
  expect(stdout).toBe(
    `any\nconfig The provider ${provider} cannot be used: the package ${sdk} is not installed (run npm i ${sdk}).\n`,
  )
})
