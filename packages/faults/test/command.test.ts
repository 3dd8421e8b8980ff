import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { reproduceFault } from '@dragoman/conformance/faults'
import { describe, expect, test } from 'vitest'
import { tryCases } from '../src/cases.ts'
import { measureAll, type Measured } from '../src/measured.ts'
import { readOptions } from '../src/options.ts'
import { fillFigures, PAGE } from '../src/page.ts'
import { formatTable } from '../src/table.ts'
import { reproduce, type Case, type Target } from '../src/target.ts'
import { TARGETS } from '../src/targets.ts'

const CASES: readonly Case[] = [
  { seed: 0, wire: 'openai.chat' },
  { seed: 1, wire: 'openai.responses' },
]

const BROKEN: Target = {
  name: 'broken',
  title: 'what always fails',
  async measure(pace) {
    const { figures } = await tryCases(CASES, pace, {
      name: 'broken',
      noun: 'cases',
      concurrency: 1,
      claims: ['failures'],
      describe: ({ seed, wire }) => `seed ${seed} on ${wire}`,
      attempt: async () => ({ breaches: [{ claim: 'failures', detail: 'it fails' }], outcome: undefined }),
    })
    return figures
  },
}

const NOW = (): number => 0

describe('the command', () => {
  test.each(['--fast', '--only=nothing', '--wire=acme.chat', '--seed=many'])('refuses %s', async (option) => {
    const { code, stderr } = await spawn([option])
    expect([code, stderr.includes('Breaks everything around Dragoman')]).toEqual([2, true])
  })

  test('tries one fault again, and exits with 0 where it holds', async () => {
    const { code, stdout } = await spawn(['--seed', '1', '--wire', 'openai.chat', '--json'])
    const { figures } = JSON.parse(stdout)
    expect([code, figures[0].part, figures[0].measured]).toEqual([0, 'storm', '0 in 1 faults'])
  })

  test('takes what a failure says', () => {
    const commands = TARGETS.map(({ name }) => reproduce({ seed: 7, wire: 'openai.chat' }, name))
    const read = [...commands, reproduceFault(7, 'openai.chat')].map((command) =>
      readOptions(command.split(' ').slice(4)),
    )
    expect(read.map(({ only, seed, wire }) => ({ only, seed, wire }))).toEqual(
      [...TARGETS.map(({ name }) => name), 'storm'].map((only) => ({ only, seed: 7, wire: 'openai.chat' })),
    )
  })

  test('says for each failure what it was and how to see it again', async () => {
    const all = await measureAll([BROKEN], (cases) => cases, { write: () => undefined }, NOW)
    expect(formatTable(all)).toBe(`part    figure    target  measured      met
broken  failures  0       2 in 2 cases  NO

broken, failures
  seed 0 on openai.chat: it fails
    npm run faults -- --seed 0 --wire openai.chat --only broken
  seed 1 on openai.responses: it fails
    npm run faults -- --seed 1 --wire openai.responses --only broken`)
  })

  test('tells its progress in lines where there is no terminal', async () => {
    const written: string[] = []
    await measureAll([BROKEN], (cases) => cases, { write: (text) => written.push(text) }, NOW)
    expect(written).toEqual(['[1/1] broken: what always fails: 1 of 1 missed, 0.0 s\n'])
  })

  function spawn(args: readonly string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
    const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
    return new Promise((resolve) => {
      execFile(process.execPath, ['--conditions=source', main, ...args], (error, stdout, stderr) => {
        resolve({ code: error?.code ?? 0, stdout, stderr })
      })
    })
  }
})

describe('docs/faults.md', () => {
  const page = readFileSync(PAGE, 'utf8')
  const figure = { what: 'things', target: '0', measured: '0 in 1 case', met: true, failures: [] }

  test('takes the figures of a part in their place, and nothing else changes', () => {
    const [target = BROKEN] = TARGETS
    const all: readonly Measured[] = [{ target, figures: [figure] }]
    const [before, after] = [page, fillFigures(page, all)].map((text) => text.split('\n'))
    const row = `| \`${target.name}\` | things | 0 | 0 in 1 case | yes |`
    expect(after).toContain(row)
    expect(after?.filter((line) => line !== row)).toEqual(
      before?.filter((line) => !line.startsWith(`| \`${target.name}\` `)),
    )
  })

  test('has figures of every part', () => {
    const named = TARGETS.filter(({ name }) => page.includes(`\n| \`${name}\` | `)).map(({ name }) => name)
    expect(named).toEqual(TARGETS.map(({ name }) => name))
  })
})
