import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { DragomanError } from '@dragoman/core'
import { ancestors } from '../providers/project.ts'
import { variable, type Environment } from './environment.ts'

/** A configuration file that was found. */
export interface ConfigFile {
  readonly path: string
  /** How it is called in messages: its path from the working directory. */
  readonly name: string
  readonly text: string
  /** Who named it. */
  readonly origin: 'option' | 'DRAGOMAN_CONFIG' | 'found'
}

export const CONFIG_NAME = 'dragoman.config.json'

/**
 * Reads the configuration file: the given one, the one that DRAGOMAN_CONFIG names, or the nearest `dragoman.config.json`
 * from the directory upwards. `undefined` where there is none. Throws `config` for a named one that cannot be read.
 */
export async function findConfig(
  directory: string,
  environment: Environment,
  given?: string,
): Promise<ConfigFile | undefined> {
  const fromVariable = variable(environment, 'DRAGOMAN_CONFIG')
  const named = given ?? fromVariable
  const path =
    named === undefined
      ? ancestors(directory)
          .map((folder) => join(folder, CONFIG_NAME))
          .find((file) => existsSync(file))
      : resolve(directory, named)
  if (path === undefined) return undefined
  const origin = given !== undefined ? 'option' : fromVariable !== undefined ? 'DRAGOMAN_CONFIG' : 'found'
  const name = relative(directory, path) || CONFIG_NAME
  return { path, name, text: await read(path, name, origin), origin }
}

async function read(path: string, name: string, origin: ConfigFile['origin']): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    const by = { option: 'was asked for', DRAGOMAN_CONFIG: 'DRAGOMAN_CONFIG names', found: 'was found' }[
      origin
    ]
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
    throw new DragomanError(
      'config',
      `The configuration ${name} cannot be read (${code}); it ${by === 'DRAGOMAN_CONFIG names' ? 'is what DRAGOMAN_CONFIG names' : by}. Give the path of a file, or leave it out for the nearest ${CONFIG_NAME}.`,
      { cause },
    )
  }
}
