import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { version } from 'node:process'
import { fileURLToPath } from 'node:url'
import { resolve } from 'import-meta-resolve'
import { BUILTINS } from '../../providers/builtin.ts'
import { ancestors } from '../../providers/project.ts'
import { versionOfPackage } from '../version.ts'

/** What is installed, in its versions; `undefined` for what is not. */
export type Versions = ReadonlyMap<string, string | undefined>

/** The package that knows what models cost. */
export const PRICES = '@pydantic/genai-prices'

/** The versions of all that takes part. */
export function versionsHere(): Versions {
  const optional = [...new Set(Object.values(BUILTINS).map(({ sdk }) => sdk)), PRICES]
  return new Map<string, string | undefined>([
    ['node', version.slice(1)],
    ['dragoman', versionOfPackage()],
    ...optional.map((name) => [name, versionOf(name)] as const),
  ])
}

/** The version of a package as this one finds it. */
export function versionOf(name: string): string | undefined {
  try {
    const entry = fileURLToPath(resolve(name, import.meta.url))
    const folder = ancestors(dirname(entry)).find((each) => nameIn(each) === name)
    return folder === undefined ? undefined : String(manifestIn(folder)['version'])
  } catch {
    return undefined // not installed
  }
}

function nameIn(folder: string): unknown {
  // A package may have further manifests within it, which only say what kind of modules they are.
  return existsSync(join(folder, 'package.json')) ? manifestIn(folder)['name'] : undefined
}

function manifestIn(folder: string): Readonly<Record<string, unknown>> {
  const manifest: Record<string, unknown> = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return manifest
}
