import { describe, expect, it } from 'vitest'
import { execute } from './execute.ts'
import { publishingOrder, type Manifest } from './pack.ts'
import { everyExport, readLock } from './release-consumer.ts'
import { differences, listFiles } from './release-files.ts'

describe('the list of files', () => {
  const manifest: Manifest = { name: '@dragoman/core' }

  it('has a line for each source with what it compiles to, and for each other file', () => {
    const built = ['d.ts', 'd.ts.map', 'js', 'js.map'].map((end) => `dist/call/retry.${end}`)
    const files = ['README.md', ...built, 'src/call/retry.ts', 'src/new.ts', 'dist/old.js', 'dist/new.js']
    expect(listFiles({ manifest, files })).toEqual([
      '@dragoman/core README.md',
      '@dragoman/core dist/new.js',
      '@dragoman/core dist/old.js',
      '@dragoman/core src/call/retry.ts, built',
      '@dragoman/core src/new.ts',
    ])
  })

  it('tells what came and what went', () => {
    expect(differences(['a', 'b', 'c'], ['c', 'd', 'a'])).toEqual(['- b', '+ d'])
  })
})

describe("npm's lockfile", () => {
  it('tells which packages run a script, however deep they lie', () => {
    const packages = {
      '': { name: 'user', hasInstallScript: true },
      'node_modules/openai': {},
      'node_modules/openai/node_modules/@native/thing': { hasInstallScript: true },
    }
    expect(readLock(JSON.stringify({ packages }))).toEqual({ count: 2, scripts: ['@native/thing'] })
  })
})

describe('the consumer', () => {
  it('imports every path that a package exports', () => {
    const manifests = [{ name: 'one', exports: { '.': {}, './laws': {} } }, { name: '@two/two' }]
    expect(everyExport([...manifests, { name: 'three', exports: { '.': {} } }])).toBe(
      `import * as module0 from 'one'
import * as module1 from 'one/laws'
import * as module2 from 'three'
export const modules: readonly object[] = [module0, module1, module2]
`,
    )
  })
})

describe('the order of publishing', () => {
  it('puts a package behind what it needs', () => {
    const needs = (name: string, ...names: readonly string[]): { readonly manifest: Manifest } => ({
      manifest: { name, dependencies: Object.fromEntries(names.map((needed) => [needed, '^1.0.0'])) },
    })
    const packed = [needs('dragoman', 'openai', 'core'), needs('openai', 'core', 'zod'), needs('core')]
    expect(publishingOrder(packed).map(({ manifest }) => manifest.name)).toEqual([
      'core',
      'openai',
      'dragoman',
    ])
  })
})

describe('a command', () => {
  const run = (program: string, timeoutMs?: number): Promise<string> =>
    execute('node', ['--eval', program], '.', timeoutMs)

  it('gives what it printed', async () => {
    expect(await run('console.log("done")')).toBe('done\n')
  })

  it('fails with what it printed', async () => {
    await expect(run('console.error("why"); process.exit(3)')).rejects.toThrow(/failed:\nwhy$/)
  })

  it('fails where there is no such command', async () => {
    await expect(execute('no-such-command', [], '.')).rejects.toThrow('ENOENT')
  })

  it('ends in time, together with what it started', async () => {
    const child =
      'require("child_process").spawn("node", ["-e", "setInterval(() => {}, 1e6)"], { stdio: "inherit" })'
    await expect(run(`${child}; setInterval(() => {}, 1e6)`, 500)).rejects.toThrow('took more than 0.5 s')
  })
})
