import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { steady } from './fake-terminal.ts'
import { calls, fallsSilent, refuses, says, turns } from './speaking-server.ts'
import { TOOLS, workbench, type Ended } from './workbench.ts'

const BIN = fileURLToPath(new URL('../../src/bin.ts', import.meta.url))
const COMMAND = [process.execPath, '--conditions=source', BIN]
const SUMMARY = 'chat:small · 0.0 s · 1 step · 96 tokens in, 40 out\n'

describe('the program', () => {
  test.each([
    [0, ['Hello?'], 'Hello.\n', SUMMARY],
    [1, ['Fail!'], '', 'error auth (chat) 401 Wrong key.\nMore: docs/errors.md#auth\n'],
    [2, ['Hello?', '--no-such-flag'], '', expect.stringContaining("Unknown option '--no-such-flag'")],
    [3, ['Refuse!'], 'No.\n', `The model refused to answer.\n${SUMMARY}`],
  ])('exits with %i for %j', async (code, line, out, aside) => {
    await using bench = await workbench(({ body }) => {
      const asked = JSON.stringify(body['messages'])
      if (asked.includes('Fail!')) return refuses(401, 'Wrong key.')
      return asked.includes('Refuse!') ? says('No.', { stop: 'refusal' }) : says('Hello.')
    })
    expect(await ended(start(bench.directory, [...COMMAND, ...line]))).toEqual({ code, out, aside })
  })

  test('reads what is piped in, and writes nothing but the answer, whatever a tool logs', async () => {
    await using bench = await workbench(turns(calls(['get_weather', { city: 'Lisbon' }]), says('Sunny.')))
    const child = start(bench.directory, shell(`printf 'In Lisbon?' | "$@"`, ['Weather?', '-t', TOOLS]))
    expect(await ended(child)).toEqual({
      code: 0,
      out: 'Sunny.\n',
      aside: `the tools are loaded
→ get_weather {"city":"Lisbon"}
✓ get_weather 0 ms {"sky":"sunny","celsius":21}
chat:small · 0.0 s · 2 steps · 192 tokens in, 80 out
`,
    })
    expect(bench.server.asked[0]?.body['messages']).toEqual([
      { role: 'user', content: 'In Lisbon?\n\nWeather?' },
    ])
  })

  test('ends quietly where nobody reads the rest', async () => {
    await using bench = await workbench(turns(says('line\n'.repeat(100_000))))
    const script = `{ "$@"; echo "exit $?" >&2; } | head -n 1`
    expect(await ended(start(bench.directory, shell(script, ['Many lines.'])))).toEqual({
      code: 0,
      out: 'line\n',
      // Whether the program saw it before its last line depends on which of the two was faster.
      aside: expect.stringMatching(/^(?:chat:small .*\n)?exit 0\n$/),
    })
  })

  test('ends with 2 where a tools file waits for what never comes', async () => {
    await using bench = await workbench(turns())
    await writeFile(join(bench.directory, 'tools.mjs'), `await new Promise(() => undefined)`)
    const child = start(bench.directory, [...COMMAND, 'Hello?', '-t', 'tools.mjs'])
    const aside: unknown = expect.stringContaining('A tools file or an adapter waits for what never comes')
    expect(await ended(child)).toEqual({ code: 2, out: '', aside })
  })

  test('ends although a tools file leaves something open', async () => {
    await using bench = await workbench(turns(says('Hello.')))
    await writeFile(
      join(bench.directory, 'tools.mjs'),
      `setInterval(() => undefined, 1000)
export const look = { type: 'function', name: 'look', description: '', input: { type: 'object' } }`,
    )
    const child = start(bench.directory, [...COMMAND, 'Hello?', '-t', 'tools.mjs'])
    expect(await ended(child)).toMatchObject({ code: 0, out: 'Hello.\n' })
  })

  test.each([
    ['a missing package', `import 'no-such-package'`, 'Run: npm i no-such-package'],
    ['a syntax error', `export const a = 1\nexport const = 2`, 'SyntaxError'],
    ['a kind of TypeScript that is not only types', `export enum Kind { A }`, 'without enum'],
  ])('says what is wrong in a tools file with %s', async (_what, source, message) => {
    await using bench = await workbench(turns(says('Hello.')))
    await writeFile(join(bench.directory, 'tools.mts'), source)
    const { code, out, aside } = await ended(start(bench.directory, [...COMMAND, 'Hi', '-t', 'tools.mts']))
    expect([code, out, aside]).toEqual([
      2,
      '',
      expect.stringContaining('The tools file tools.mts cannot be loaded'),
    ])
    expect(aside).toContain(message)
  })
})

describe('a signal', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('%s aborts the run, and leaves what was said', async (signal) => {
    await using bench = await workbench(turns(fallsSilent('One two three four five six.')))
    const child = start(bench.directory, [...COMMAND, 'Count.', '--record', 'run.jsonl'])
    const ending = ended(child)
    await once(child.stdout, 'data')
    child.kill(signal)
    const { code, out, aside } = await ending
    expect([code, out, aside]).toEqual([
      130,
      expect.stringMatching(/^One .*\n$/),
      'Interrupted. What was said so far stands.\n',
    ])
    const lines = (await readFile(join(bench.directory, 'run.jsonl'), 'utf8')).trimEnd().split('\n')
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ type: 'run-failure', code: 'aborted' })
  })

  test('that comes a second time ends the program at once', async () => {
    await using bench = await workbench(turns())
    await writeFile(
      join(bench.directory, 'tools.mjs'),
      `process.on('SIGINT', () => console.error('heard'))
console.error('loading')
await new Promise((resolve) => setInterval(() => undefined, 1000))`,
    )
    const child = start(bench.directory, [...COMMAND, 'Hello?', '-t', 'tools.mjs'])
    const ending = ended(child)
    await once(child.stderr, 'data')
    child.kill('SIGINT')
    await once(child.stderr, 'data')
    child.kill('SIGINT')
    expect(await ending).toEqual({ code: 130, out: '', aside: expect.stringMatching(/^loading\nheard\n/) })
  })
})

describe.skipIf(!existsSync('/usr/bin/script'))('a real terminal', () => {
  test.each([
    ['has colours', {}, true],
    ['has none with NO_COLOR', { NO_COLOR: '1' }, false],
    ['has them with FORCE_COLOR', { NO_COLOR: '1', FORCE_COLOR: '1' }, true],
  ])('%s', async (_what, environment, hasColours) => {
    await using bench = await workbench(
      turns(calls(['get_weather', { city: 'Lisbon' }]), says('Sunny.\u001b[2J')),
    )
    const command = [...COMMAND, 'Weather?', '-t', TOOLS].map((word) => `'${word}'`).join(' ')
    const child = start(bench.directory, ['/usr/bin/script', '-qec', command, '/dev/null'], environment)
    const { code, out } = await ended(child)
    expect([code, out.includes('\u001b[36m')]).toEqual([0, hasColours])
    expect(out).toContain('Sunny.␛[2J')
  })
})

type Child = ChildProcess & { readonly stdout: NodeJS.ReadableStream; readonly stderr: NodeJS.ReadableStream }

function start(
  directory: string,
  [file = '', ...line]: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Child {
  return spawn(file, line, {
    cwd: directory,
    env: { PATH: process.env['PATH'], TERM: 'xterm', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** A line for the shell, in which `"$@"` is the program with these words. */
function shell(script: string, words: readonly string[]): readonly string[] {
  return ['/bin/sh', '-c', script, 'sh', ...COMMAND, ...words]
}

async function ended(child: Child): Promise<Ended> {
  const closed = once(child, 'close')
  const [out, aside, [code]] = await Promise.all([text(child.stdout), text(child.stderr), closed])
  return { code, out, aside: steady(aside) }
}
