import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** The project that a configuration belongs to: adapters are among its dependencies, or in its folder. */
export interface Project {
  /** The folder of its package.json; of the configuration where there is none. */
  readonly directory: string
  /** Its dependencies of every kind; `undefined` where there is no package.json. */
  readonly dependencies: readonly string[] | undefined
}

/** The project around a folder. */
export function projectAround(directory: string): Project {
  const found = ancestors(directory).find((folder) => existsSync(join(folder, 'package.json')))
  if (found === undefined) return { directory, dependencies: undefined }
  return { directory: found, dependencies: dependenciesIn(join(found, 'package.json')) }
}

/** A folder, the one that holds it, and so on. */
export function ancestors(directory: string): readonly string[] {
  const folder = resolve(directory)
  const parent = dirname(folder)
  return parent === folder ? [folder] : [folder, ...ancestors(parent)]
}

const KINDS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']

function dependenciesIn(manifest: string): readonly string[] {
  try {
    const value: Record<string, object | undefined> = JSON.parse(
      readFileSync(manifest, 'utf8').replace(/^\uFEFF/, ''),
    )
    return KINDS.flatMap((kind) => Object.keys(value[kind] ?? {}))
  } catch {
    return [] // a broken package.json is for npm to complain about
  }
}
