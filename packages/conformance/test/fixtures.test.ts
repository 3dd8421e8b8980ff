import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { inject, readFixtures, type Injection } from '@dragoman/conformance'
import { user, type JsonValue, type ModelRequest } from '@dragoman/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const REQUEST: ModelRequest = { messages: [user('Hello')], tools: [], toolChoice: 'auto', settings: {} }

let root = ''
beforeAll(async () => void (root = await mkdtemp(join(tmpdir(), 'two words '))))
afterAll(() => rm(root, { recursive: true }))

describe('a folder of fixtures', () => {
  test('is read by its path and by its address, also where that has a space', async () => {
    const folder = await folderOf('whole', REQUEST)
    const expected = [{ name: 'text', request: REQUEST, source: 'the page', response: { said: 'Hi' } }]
    expect([readFixtures(folder), readFixtures(pathToFileURL(folder))]).toEqual([expected, expected])
  })

  test.each<[string, JsonValue, string]>([
    ['a list', [], 'it is an empty list: expected an object.'],
    ['no messages', {}, 'messages is missing: expected a list of messages.'],
    [
      'content in place of parts',
      requestWith({ messages: [{ role: 'user', content: 'Hello' }] }),
      "messages[0].parts is missing: expected a list such as [{ type: 'text', text: 'Hello' }].",
    ],
    [
      'a role of the wire',
      requestWith({ messages: [{ role: 'developer', parts: [] }] }),
      "messages[0].role is \"developer\": expected 'system', 'user', 'assistant' or 'tool'.",
    ],
    [
      'a part of the wire',
      requestWith({ messages: [{ role: 'user', parts: [{ type: 'image' }] }] }),
      "messages[0].parts[0].type is \"image\": expected one of 'text', 'reasoning', 'tool-call', 'file', 'opaque', 'tool-result'.",
    ],
    [
      'a call without its arguments',
      requestWith({
        messages: [{ role: 'assistant', parts: [{ type: 'tool-call', id: '1', name: 'now' }] }],
      }),
      'messages[0].parts[0].inputText is missing: expected a text.',
    ],
    [
      'a tool of the wire',
      requestWith({ tools: [{ type: 'function', function: { name: 'now' } }] }),
      'tools[0].name is missing: expected a text.',
    ],
    [
      'a choice that is none',
      requestWith({ toolChoice: 'any' }),
      "toolChoice is \"any\": expected 'auto', 'none', 'required' or { tool }.",
    ],
    ['no settings', requestWith({ settings: null }), 'settings is null: expected an object, {} for none.'],
  ])('tells where a request is none: %s', async (name, request, found) => {
    const folder = await folderOf(name, request)
    expect(() => readFixtures(folder)).toThrow(
      new Error(
        `text/request.json: ${found} A request is { messages: [{ role, parts }], tools, toolChoice, settings }.`,
      ),
    )
  })

  test('names the file that is no JSON', async () => {
    const folder = await folderOf('broken', REQUEST)
    await writeFile(join(folder, 'text', 'response.json'), '{"said"')
    expect(() => readFixtures(folder)).toThrow(/^text\/response\.json is no JSON: /)
  })
})

describe('an injection', () => {
  const fixtures = [{ name: 'calls', request: REQUEST, source: 'the page', response: { said: 'Hi' } }]

  test('replaces what it found first in the whole answer, as compact JSON', () => {
    expect(injected({ response: ['"said":"Hi"', '"said":"Hi","later":1'] })).toEqual([
      {
        name: 'an unknown field',
        request: REQUEST,
        source: 'the page; with an injection by hand',
        injected: { into: fixtures[0], becomes: 'skipped' },
        response: { said: 'Hi', later: 1 },
      },
    ])
  })

  test.each<[string, Partial<Injection>, string]>([
    [
      'into no fixture',
      { into: 'text' },
      'goes into "text", but no fixture has that name (there are: calls).',
    ],
    ['of nothing', {}, 'changes nothing: give what it replaces in "response" or "stream".'],
    [
      'into a form that is not there',
      { stream: ['a', 'b'] },
      'changes the stream of "calls", which has none.',
    ],
    [
      'of what is not there',
      { response: ['"role"', '"rule"'] },
      'replaces "role", which the response of "calls" does not hold.',
    ],
  ])('tells what is wrong with it: %s', (_name, injection, found) => {
    expect(() => injected(injection)).toThrow(new Error(`The injection "an unknown field" ${found}`))
  })

  test('tells of a whole answer that is no JSON behind it', () => {
    expect(() => injected({ response: ['{', '{{'] })).toThrow(
      /^The injection "an unknown field" leaves the response of "calls" without its form: /,
    )
  })

  function injected(injection: Partial<Injection>): ReturnType<typeof inject> {
    return inject(fixtures, [{ name: 'an unknown field', into: 'calls', becomes: 'skipped', ...injection }])
  }
})

function requestWith(fields: Readonly<Record<string, JsonValue>>): JsonValue {
  return { messages: [], tools: [], toolChoice: 'auto', settings: {}, ...fields }
}

async function folderOf(name: string, request: unknown): Promise<string> {
  const folder = join(root, name)
  await mkdir(join(folder, 'text'), { recursive: true })
  const files = { request, response: { said: 'Hi' }, meta: { source: 'the page' } }
  for (const [file, value] of Object.entries(files)) {
    await writeFile(join(folder, 'text', `${file}.json`), JSON.stringify(value))
  }
  return folder
}
