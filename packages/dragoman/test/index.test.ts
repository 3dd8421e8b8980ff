import { readFile } from 'node:fs/promises'
import * as core from '@dragoman/core'
import * as dragoman from 'dragoman'
import { expect, test } from 'vitest'

test('the front door gives every value and type that core gives', async () => {
  const [ofCore, own] = await Promise.all(['../../core/src/index.ts', '../src/index.ts'].map(exportsOf))
  expect(ofCore?.filter((name) => !own?.includes(name))).toEqual([])
})

test('only run and streamRun are its own in place of core’s', () => {
  const given = new Map<string, unknown>(Object.entries(dragoman))
  const own = Object.entries(core).filter(([name, value]) => value !== given.get(name))
  expect(own.map(([name]) => name)).toEqual(['run', 'streamRun'])
})

async function exportsOf(path: string): Promise<readonly string[]> {
  const source = await readFile(new URL(path, import.meta.url), 'utf8')
  return [...source.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, names = '']) =>
    names.split(',').map((name) => name.trim()),
  )
}
