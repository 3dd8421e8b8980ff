import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DragomanError } from '@dragoman/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { models } from '../../src/models.ts'
import { manifest, withProject } from './project.ts'

const KEYS = [
  '$schema',
  'model',
  'providers',
  'models',
  'limits',
  'deadlines',
  'literalKeys',
  'adapter',
  'export',
  'baseURL',
  'apiKey',
  'options',
  'settings',
  'extra',
  'capabilities',
  'fallback',
  'on',
  'restart',
  'attempts',
  'openai',
  'fast',
  'smart',
  'steps',
  'images',
  'temperature',
  '__proto__',
  'constructor',
  'a b',
  '',
]
const TEXTS = [
  'openai:gpt-5-mini',
  'openai/a',
  'fast',
  'smart',
  'a\nb:c',
  'none:x',
  '@dragoman/openai',
  '@dragoman/anthropic',
  './x.js',
  '../x.js',
  'left-pad',
  'http://localhost/v1',
  '{env:KEY}',
  '{env:}',
  'openai.responses',
  'sk-abcdefghijklmnop1234',
]

const { value } = fc.letrec<{ value: unknown; object: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.oneof(fc.constantFrom<unknown>(...TEXTS, null, true, false, 0, -1, 1.5, 5), fc.string(), fc.double()),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.oneof(fc.constantFrom(...KEYS), fc.string()), tie('value'), { maxKeys: 4 }),
}))

/** An object that is like a configuration, with anything at all somewhere in it. */
const CONFIGURATION = fc.oneof(
  fc.dictionary(fc.constantFrom(...KEYS), value, { maxKeys: 5 }),
  fc.record(
    {
      model: fc.oneof(fc.constantFrom(...TEXTS), value),
      providers: fc.dictionary(
        fc.constantFrom('openai', 'anthropic', 'mine', '__proto__'),
        fc.oneof(
          value,
          fc.record(
            {
              adapter: fc.constantFrom(...TEXTS),
              export: fc.constantFrom('openai', 'openai.chat', 'anthropic', 'nothing', '__proto__'),
              baseURL: fc.constantFrom(...TEXTS),
              apiKey: fc.constantFrom(...TEXTS),
              options: value,
            },
            { requiredKeys: [] },
          ),
        ),
      ),
      models: fc.dictionary(
        fc.constantFrom('fast', 'smart', 'constructor', '__proto__'),
        fc.oneof(
          value,
          fc.constantFrom(...TEXTS),
          fc.record(
            {
              model: fc.constantFrom(...TEXTS),
              fallback: fc.array(fc.constantFrom(...TEXTS), { maxLength: 3 }),
              settings: value,
              extra: value,
              capabilities: value,
            },
            { requiredKeys: [] },
          ),
        ),
      ),
      limits: value,
      deadlines: value,
      literalKeys: value,
    },
    { requiredKeys: [] },
  ),
)

test('any object loads, or each line of the error begins with a place in the text', async () => {
  const layouts = fc.constantFrom(undefined, 2, '\t')
  await withProject({ files: { 'package.json': manifest('left-pad') } }, async (directory) => {
    const check = (config: unknown, layout: string | number | undefined): Promise<void> =>
      checkText(JSON.stringify(config, undefined, layout), directory)
    await fc.assert(fc.asyncProperty(CONFIGURATION, layouts, check), { numRuns: 600 })
  })
})

test('so does any text, and any object that lacks a piece', async () => {
  await withProject({ files: { 'package.json': manifest('left-pad') } }, async (directory) => {
    const cut = fc
      .tuple(
        CONFIGURATION,
        fc.nat(),
        fc.integer({ min: 1, max: 3 }),
        fc.constantFrom('', '//', "'", '\n', '{'),
      )
      .map(([config, at, length, piece]) => {
        const text = JSON.stringify(config, undefined, 1)
        const start = at % text.length
        return text.slice(0, start) + piece + text.slice(start + length)
      })
    const texts = fc.oneof(cut, fc.string(), fc.string({ unit: 'binary' }))
    const check = (text: string): Promise<void> => checkText(text, directory)
    await fc.assert(fc.asyncProperty(texts, check), { numRuns: 600, endOnFailure: true })
  })
})

async function checkText(text: string, directory: string): Promise<void> {
  await writeFile(join(directory, 'dragoman.config.json'), text)
  const error = await failureIn(directory)
  if (error === undefined) return
  expect(DragomanError.is(error) && error.code).toBe('config')
  const { message } = error as DragomanError // as just seen
  for (const line of message.split('\n')) expect(isPlaced(line, text), line).toBe(true)
}

async function failureIn(directory: string): Promise<unknown> {
  try {
    const { names } = await models({ directory, environment: {} })
    expect(names.every((name) => typeof name === 'string')).toBe(true)
    return undefined
  } catch (error) {
    return error
  }
}

function isPlaced(line: string, text: string): boolean {
  const [, row = '', column = ''] = /^dragoman\.config\.json:(\d+):(\d+): \S/.exec(line) ?? []
  const written = text.split(/\r\n?|\n/)[Number(row) - 1]
  return written !== undefined && Number(column) >= 1 && Number(column) <= written.length + 1
}

test('chains that share models are followed once, however many ways lead to them', async () => {
  const entries = Array.from({ length: 60 }, (_, index) => {
    const next = index === 0 ? 'openai:gpt-5-mini' : `m${index - 1}`
    return [`m${index}`, { fallback: [next, next] }]
  })
  const provide = await models({
    config: { models: Object.fromEntries(entries) },
    environment: { OPENAI_API_KEY: 'sk-proj-abcdefghijklmnop1234' },
  })
  expect(provide('m59').id).toBe('gpt-5-mini')
})

test('code in a configuration that a program wrote is refused, and not left out unheard', async () => {
  const config = { providers: { acme: { adapter: './acme.js', options: { fetch } } } } as object
  await expect(models({ config, environment: {} })).rejects.toThrow(
    'config: A configuration is plain data, as JSON has it: "fetch" is a function.',
  )
})

test('a file that is not UTF-8 is refused, and not read with marks in place of letters', async () => {
  await withProject({ files: {} }, async (directory) => {
    await writeFile(join(directory, 'dragoman.config.json'), Buffer.from('{ "model": "caf\xe9" }', 'latin1'))
    await expect(models({ directory, environment: {} })).rejects.toThrow(
      'The configuration dragoman.config.json cannot be read: it is not UTF-8 (save it in that encoding).',
    )
  })
})
