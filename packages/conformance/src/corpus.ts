import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { cwd, env } from 'node:process'

import type { JsonValue } from '@dragoman/core'

/** Where the recordings of real provider traffic are, or why there are none. */
export type Corpus =
  | { readonly found: true; readonly folder: string }
  | { readonly found: false; readonly reason: string }

/** An API of which there are recordings: the name of its folder. */
export type RecordedApi = 'openai-chat' | 'openai-responses' | 'anthropic-messages' | 'compatible-chat'

/** The exchanges of one test of the project that recorded them. */
export interface Recording {
  readonly api: RecordedApi
  readonly slug: string
  /** The server that answered. */
  readonly vendor: string
  readonly model: string | null
  readonly tags: readonly string[]
  readonly exchanges: readonly Exchange[]
}

export interface Exchange {
  /** `null` where only the response was kept. */
  readonly request: {
    readonly method: string
    readonly path: string
    readonly body: JsonValue
  } | null
  readonly response: RecordedResponse
}

export type RecordedResponse = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
} & (
  | { readonly sse: string }
  /** With `bodyIsText`, the body was not JSON and is the text itself. */
  | { readonly body: JsonValue; readonly bodyIsText?: boolean }
)

/**
 * Finds the recordings: in the folder that `DRAGOMAN_CORPORA` names, else in a folder `shared` beside the
 * working directory or one of its parents.
 */
export function findCorpus(): Corpus {
  const named = env['DRAGOMAN_CORPORA']
  const folders = named ? [resolve(named)] : parents(cwd()).map((parent) => join(parent, 'shared'))
  const folder = folders.find((candidate) => existsSync(join(candidate, 'wire', 'INDEX.md')))
  if (folder !== undefined) return { found: true, folder }
  const reason = named
    ? `DRAGOMAN_CORPORA names ${named}, which holds no wire/INDEX.md`
    : 'there is no ../shared/wire beside the repository, and DRAGOMAN_CORPORA names no other folder'
  return { found: false, reason }
}

/** Reads all recordings of an API, in the order of their names. None where the corpus is absent. */
export function readRecordings(corpus: Corpus, api: RecordedApi): Recording[] {
  if (!corpus.found) return []
  const folder = join(corpus.folder, 'wire', api)
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
  return files.toSorted().map((file) => readRecording(join(folder, file)))
}

function parents(folder: string): string[] {
  const parent = dirname(folder)
  return parent === folder ? [] : [parent, ...parents(parent)]
}

function readRecording(file: string): Recording {
  const recording: Recording = JSON.parse(readFileSync(file, 'utf8'))
  return recording
}
