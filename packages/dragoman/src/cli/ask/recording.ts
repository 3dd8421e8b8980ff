import { appendFileSync, closeSync, openSync } from 'node:fs'
import { resolve } from 'node:path'
import { DragomanError } from '@dragoman/core'

/** A file that takes lines as they come. */
export interface Recording {
  write(line: string): void
  close(): void
}

/** Opens a file that is not there yet: a recording was paid for, and nothing writes over it. Throws `config`. */
export function openRecording(file: string, directory: string): Recording {
  const handle = attempt(file, () => openSync(resolve(directory, file), 'wx'))
  return {
    // At once, so that the file is complete up to wherever the process ends.
    write: (line) => attempt(file, () => appendFileSync(handle, line)),
    close: () => closeSync(handle),
  }
}

function attempt<Value>(file: string, act: () => Value): Value {
  try {
    return act()
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
    const remedy = REMEDIES[code] ?? `${code}.`
    throw new DragomanError('config', `The recording ${file} cannot be written. ${remedy}`, { cause })
  }
}

const REMEDIES: Readonly<Record<string, string>> = {
  EEXIST: 'It is already there: give another name, or remove it.',
  ENOENT: 'Its folder is not there: make the folder first.',
  EACCES: 'This user may not write there: give another place.',
  ENOSPC: 'The disk is full.',
}
