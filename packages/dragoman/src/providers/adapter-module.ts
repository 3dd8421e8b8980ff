import { realpath } from 'node:fs/promises'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { resolve as resolvePackage } from 'import-meta-resolve'
import { reasonOf } from '@dragoman/core'
import { codeOf, missingPackage } from '../import-failure.ts'
import { nearest } from '../config/nearest.ts'
import { BUILTINS, builtinOf } from './builtin.ts'
import type { Project } from './project.ts'
import { readSpecifier } from './specifier.ts'

/** What loading a module came to. `absent`: a package that is to be installed; `unfit`: what no installation mends. */
export type Loaded =
  | { readonly kind: 'module'; readonly module: object }
  | { readonly kind: 'absent'; readonly package: string }
  | { readonly kind: 'unfit'; readonly message: string; readonly remedy: string }

/**
 * Imports an adapter's module: one that comes with this package, one of the project's own dependencies, or a file in the
 * project. Nothing is installed, and nothing comes from elsewhere. `from` is the folder of the configuration.
 */
export async function loadAdapterModule(adapter: string, from: string, project: Project): Promise<Loaded> {
  const builtin = builtinOf('', adapter)
  if (builtin) return await imported(builtin.load)
  const specifier = readSpecifier(adapter)
  return specifier.kind === 'file'
    ? await loadFile(adapter, from, project)
    : await loadPackage(adapter, specifier.name, project)
}

async function loadFile(path: string, from: string, project: Project): Promise<Loaded> {
  const file = await realpath(resolve(from, path)).catch(() => undefined)
  if (file === undefined) {
    return {
      kind: 'unfit',
      message: `is a file that is not there, found ${JSON.stringify(path)}`,
      remedy: 'Give a path from the folder of the configuration.',
    }
  }
  // By its real path: a link may lead out.
  const inside = relative(await realpath(project.directory), file)
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
    return {
      kind: 'unfit',
      message: `is a file outside of the project, found ${JSON.stringify(path)}`,
      remedy: 'Move it into the project, or install it as a package.',
    }
  }
  return await imported(() => import(pathToFileURL(file).href))
}

async function loadPackage(
  adapter: string,
  name: string,
  { directory, dependencies }: Project,
): Promise<Loaded> {
  if (dependencies === undefined) {
    return {
      kind: 'unfit',
      message: `is the package ${name}, and there is no package.json to name it`,
      remedy: `Run: npm i ${name}`,
    }
  }
  if (!dependencies.includes(name)) {
    const message = `is the package ${name}, which is not among the dependencies of the project`
    return { kind: 'unfit', message, remedy: remedyFor(adapter, name, dependencies) }
  }
  try {
    const url = resolvePackage(adapter, pathToFileURL(join(directory, 'package.json')).href)
    return await imported(() => import(url))
  } catch (error) {
    if (codeOf(error) === 'ERR_MODULE_NOT_FOUND') return { kind: 'absent', package: name }
    return {
      kind: 'unfit',
      message: `is ${adapter}, and the package ${name} exports no such module`,
      remedy: `Write "${name}", or see what stands under "exports" in its package.json.`,
    }
  }
}

// To run npm on a misspelled name installs what a stranger has put there.
function remedyFor(adapter: string, name: string, dependencies: readonly string[]): string {
  if (/\.[cm]?[jt]s$/.test(adapter)) return `A file of the project begins with "./": write "./${adapter}".`
  const meant = nearest(name, [...dependencies, ...Object.values(BUILTINS).map((builtin) => builtin.adapter)])
  return meant === undefined
    ? `Run: npm i ${name}`
    : `Did you mean ${JSON.stringify(meant)}? Else run: npm i ${name}`
}

async function imported(load: () => Promise<object>): Promise<Loaded> {
  try {
    return { kind: 'module', module: await load() }
  } catch (error) {
    const absent = missingPackage(error)
    if (absent !== undefined) return { kind: 'absent', package: absent }
    return {
      kind: 'unfit',
      message: `fails when it is loaded: ${reasonOf(error)}`,
      remedy: 'See whether its version fits this one of Node.js and of dragoman.',
    }
  }
}
