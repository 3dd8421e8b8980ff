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
  const shown = relative(directory, path)
  // As it was given, where it leads far away.
  const name = (shown.startsWith('..') ? named : undefined) ?? (shown || CONFIG_NAME)
  return { path, name, text: await read(path, name, origin), origin }
}

async function read(path: string, name: string, origin: ConfigFile['origin']): Promise<string> {
  try {
    return UTF8.decode(await readFile(path))
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
    const reason = REASONS[code] ?? `the system says ${code}`
    const message =
      origin === 'DRAGOMAN_CONFIG'
        ? `DRAGOMAN_CONFIG names ${name}, which cannot be read: ${reason}. Set it to the path of a file, or not at all for the nearest ${CONFIG_NAME}.`
        : `The configuration ${name} cannot be read: ${reason}. ${origin === 'option' ? `Give the path of a file, or none for the nearest ${CONFIG_NAME}.` : 'Remove it, or set DRAGOMAN_CONFIG to another path.'}`
    throw new DragomanError('config', message, { cause })
  }
}

// As it is, and not with marks in place of letters: the same file would name other models.
const UTF8 = new TextDecoder('utf-8', { fatal: true })

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'it may not be read by this user',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'it is not UTF-8 (save it in that encoding)',
}
