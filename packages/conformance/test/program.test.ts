import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { text as readText } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { LAWS, runProgram } from '@dragoman/conformance'
import { describe, expect, test } from 'vitest'

const HONEST = pathOf('modules/honest.ts')

describe('the program', () => {
  test('runs every law, law by law, and ends with 0 when all hold', async () => {
    const { code, said, complaints } = await runWith(HONEST)
    const lines = said.split('\n').filter((line) => line.startsWith('✓'))
    expect({
      code,
      complaints,
      laws: lines.map((line) => /^✓ tiny {2}(.+): \d+ held$/.exec(line)?.[1]),
    }).toEqual({
      code: 0,
      complaints: '',
      laws: LAWS.map(({ name }) => name),
    })
  })

  test('ends with 1 and shows the breach when a law does not hold', async () => {
    const { code, said } = await runWith(pathOf('modules/broken.ts'))
    expect(code).toBe(1)
    expect(said).toContain(
      '✗ tiny  stops: 0 held, 4 failed\n    greeting: the stop of the whole answer: expected',
    )
  })

  test('shows a breach of many lines in its place, and as a block in the table behind', async () => {
    const { said } = await runWith(pathOf('modules/wordy.ts'))
    expect(said).toContain('"word29":29}\n      found:\n        {\n          "word0": 0,\n')
    expect(said).toContain('"word29":29}\n  ```\n    found:\n      {\n        "word0": 0,\n')
    expect(said).toContain('\n        "word29": 29\n      }\n  ```\n- ')
  })

  test('says the whole report as JSON, with every law of the kit', async () => {
    const { code, said } = await runWith(HONEST, '--json')
    const report = JSON.parse(said)
    expect({
      code,
      laws: report.laws,
      names: report.subjects[0].laws.map((law: { law: string }) => law.law),
    }).toEqual({
      code: 0,
      laws: LAWS.map(({ name, says }) => ({ name, says })),
      names: LAWS.map(({ name }) => name),
    })
  })

  test('says with --first the first failure of each law, and nothing of the subjects behind', async () => {
    const { code, said } = await runWith(pathOf('modules/broken.ts'), HONEST, '--first')
    const laws = said.split('\n').flatMap((line) => /^[✓✗] tiny {2}(.+)$/.exec(line)?.[1] ?? [])
    expect({ code, laws }).toEqual({ code: 1, laws: LAWS.map(({ name }) => name) })
    expect(said).toMatch(
      /✗ tiny {2}stops\n    greeting: the stop of the whole answer: expected .*\n✓ tiny {2}usage/,
    )
  })

  test('says with --first each law of each subject when all hold', async () => {
    const { code, said } = await runWith(HONEST, HONEST, '--first')
    const lines = LAWS.map(({ name }) => `✓ tiny  ${name}`)
    expect({ code, said: said.split('\n') }).toEqual({ code: 0, said: [...lines, ...lines] })
  })

  test('ends with 2 without a module, and tells how it is called', async () => {
    const { code, complaints } = await runWith()
    expect({ code, complaints }).toEqual({
      code: 2,
      complaints: expect.stringMatching(/^Name a module that exports a subject\.\n\nRuns every law/),
    })
  })

  test('ends with 2 for a module that is not there', async () => {
    const { code, complaints } = await runWith('nowhere.ts')
    expect({ code, complaints }).toEqual({
      code: 2,
      complaints: expect.stringMatching(
        /^nowhere\.ts cannot be imported: .*Expected a module of JavaScript/s,
      ),
    })
  })

  test('ends with 2 for a module that fails while it is loaded, and says nothing of its language', async () => {
    const path = pathOf('modules/throwing.ts')
    const { code, complaints } = await runWith(path)
    expect({ code, complaints }).toEqual({
      code: 2,
      complaints: expect.stringMatching(/throwing\.ts failed while it was loaded: ENOENT: [^.]*nowhere'\.$/),
    })
  })

  test('ends with 2 for a module without a subject, and tells what it exports', async () => {
    const path = pathOf('modules/none.ts')
    const { code, complaints } = await runWith(path)
    expect({ code, complaints }).toEqual({
      code: 2,
      complaints: `${path} exports LIMIT, and no subject. Export one, such as: export const ACME: Subject = { name: 'acme.chat', model: (fetch) => acme('acme-1', { fetch }), fixtures, … }`,
    })
  })

  test('ends with 2 for an ill-formed subject, and tells what each field should be', async () => {
    const path = pathOf('modules/ill-formed.ts')
    const { code, complaints } = await runWith(path)
    expect({ code, complaints }).toEqual({
      code: 2,
      complaints: `${path}, export TINY is no subject:
  model is "tiny-1": expected a function that takes a fetch and returns a model
  fixtures is an empty list: expected a list of fixtures, such as readFixtures(folder)
  answers is missing: expected a list of what its answers may hold, such as ['text', 'tool calls']
  judge is null: expected a function from a body to findings, or { none: 'why there is none' }`,
    })
  })

  test('ends with 2 for a subject that says what its fixtures do not show', async () => {
    expect(await runWith(pathOf('modules/boastful.ts'))).toEqual({
      code: 2,
      said: '',
      complaints: 'tiny has no fixture that stops for "pause": give one, or name it in cannotStopFor.',
    })
  })

  test('ends quietly where nobody reads, and not as if all laws held', async () => {
    const line = ['--conditions=source', pathOf('../src/bin.ts'), HONEST]
    const child = spawn(process.execPath, line, { stdio: ['ignore', 'pipe', 'pipe'] })
    // Long before the program has started, which would write everything at once.
    child.stdout.destroy()
    const [[code], complaints] = await Promise.all([once(child, 'close'), readText(child.stderr)])
    expect({ code, complaints }).toEqual({ code: 141, complaints: '' })
  })

  test('is the bin of the package', async () => {
    const manifest = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'))
    const source = await readFile(new URL('../src/bin.ts', import.meta.url), 'utf8')
    expect(manifest.bin).toEqual({ 'dragoman-conformance': './dist/bin.js' })
    expect(source.split('\n', 1)).toEqual(['#!/usr/bin/env node'])
  })
})

async function runWith(
  ...args: readonly string[]
): Promise<{ code: number; said: string; complaints: string }> {
  const said: string[] = []
  const complaints: string[] = []
  const code = await runProgram(args, {
    say: (text) => void said.push(text),
    complain: (text) => void complaints.push(text),
  })
  return { code, said: said.join('\n'), complaints: complaints.join('\n') }
}

function pathOf(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url))
}

test('nothing is asked of a provider unless LIVE=1 says so', async () => {
  const complaints: string[] = []
  const output = { say: () => undefined, complain: (text: string) => void complaints.push(text) }
  const code = await runProgram([HONEST, '--record', 'recorded'], output, { LIVE: '0' })
  expect({ code, complaints }).toEqual({
    code: 2,
    complaints: [
      '--record asks the provider itself, which costs money: set LIVE=1 to say that you want that.',
    ],
  })
})
