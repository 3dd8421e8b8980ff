import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { JsonObject, JsonSchema, JsonValue } from '@dragoman/core'

/** Where the corpora are, or why there are none. */
export type Place =
  | { readonly found: true; readonly folder: string }
  | { readonly found: false; readonly reason: string }

/** Finds the corpora in the folder that `DRAGOMAN_CORPORA` names, else beside the repository. */
export function findCorpora(named: string | undefined = process.env['DRAGOMAN_CORPORA']): Place {
  const root = named ? resolve(named) : fileURLToPath(new URL('../../../../shared', import.meta.url))
  const folder = join(root, 'corpora')
  if (existsSync(join(folder, 'README.md'))) return { found: true, folder }
  const reason = named
    ? `DRAGOMAN_CORPORA names ${named}, which holds no corpora/README.md`
    : 'there is no ../shared/corpora beside the repository, and DRAGOMAN_CORPORA names no other folder'
  return { found: false, reason }
}

/** The corpora, each read when it is asked for. */
export interface Corpora {
  bfclCases(): readonly BfclCase[]
  bfclToolSets(): BfclToolSets
  mcpTools(): readonly McpTool[]
  verdicts(): readonly Verdict[]
  schemaSuite(draft: Draft): readonly SuiteFile[]
  jsonTexts(): readonly JsonText[]
  argumentTexts(): readonly ArgumentText[]
  feeds(): readonly Feed[]
}

export function readCorpora(folder: string): Corpora {
  return {
    bfclCases: () => readLines(join(folder, 'bfcl/cases.jsonl')),
    bfclToolSets: () => readJson(join(folder, 'bfcl/multi_turn_tool_sets.json')),
    mcpTools: () => readLines(join(folder, 'mcp-tools/tools.jsonl')),
    verdicts: () => readLines(join(folder, 'provider-verdicts/verdicts.jsonl')),
    schemaSuite: (draft) =>
      readFolder(join(folder, 'json-schema-test-suite/tests', draft), (name, path) => ({
        name,
        groups: readJson(path),
      })),
    jsonTexts: () =>
      readFolder(join(folder, 'json-test-suite/test_parsing'), (name, path) => ({
        name,
        text: new TextDecoder().decode(readFileSync(path)),
      })),
    argumentTexts: () => readJson(join(folder, 'argument-nasties/arguments.json')),
    feeds: () => readJson<{ readonly cases: readonly Feed[] }>(join(folder, 'sse/cases.json')).cases,
  }
}

export interface BfclTool {
  readonly name: string
  readonly description: string
  readonly parameters: JsonSchema
}

export type BfclToolSets = Readonly<Record<string, readonly BfclTool[]>>

export interface BfclMessage {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
}

export interface BfclCall {
  readonly name: string
  readonly arguments: JsonObject
}

export type BfclCase = BfclSingleCase | BfclMultiCase

export interface BfclSingleCase {
  readonly id: string
  readonly category: string
  readonly tools: readonly BfclTool[]
  readonly messages: readonly BfclMessage[]
  /** `[]`: none is expected; `null`: nothing is stated. */
  readonly expected_calls: readonly BfclCall[] | null
}

export interface BfclMultiCase {
  readonly id: string
  readonly category: string
  readonly tool_sets: readonly string[]
  readonly turns: readonly (readonly BfclMessage[])[]
  readonly expected_turns: readonly (readonly BfclCall[])[]
  /** Tools that are not there at all. */
  readonly excluded_function?: readonly string[]
  /** Tools that are not there before the turn of this number. */
  readonly missed_function?: Readonly<Record<string, readonly string[]>>
}

export interface McpTool {
  readonly name: string
  readonly description: string
  readonly inputSchema: JsonSchema
}

/** A real request with schemas, and whether the provider took it. */
export interface Verdict {
  readonly provider: string
  readonly path: string
  readonly accepted: boolean
  readonly requested: readonly VerdictSchema[]
}

export interface VerdictSchema {
  readonly kind: 'tool' | 'response_format' | 'text.format' | 'output_config.format'
  readonly name: string | null
  readonly strict: boolean | null
  readonly schema: JsonValue
}

export type Draft = 'draft2020-12' | 'draft7'

export interface SuiteFile {
  readonly name: string
  readonly groups: readonly SuiteGroup[]
}

export interface SuiteGroup {
  readonly description: string
  readonly schema: JsonValue
  readonly tests: readonly {
    readonly description: string
    readonly data: JsonValue
    readonly valid: boolean
  }[]
}

/** A text that is JSON (`y_`), is none (`n_`), or is left to the parser (`i_`). */
export interface JsonText {
  readonly name: string
  readonly text: string
}

export interface ArgumentText {
  readonly name: string
  readonly text: string
  /** What `JSON.parse` says. */
  readonly valid: boolean
}

/** An event stream, and the events that the rules make of it. */
export interface Feed {
  readonly name: string
  /** Base64. */
  readonly bytes: string
  readonly expected: readonly { readonly type: string; readonly data: string }[]
}

function readLines<Line>(path: string): readonly Line[] {
  const lines = readFileSync(path, 'utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as Line) // the shape that corpora/README.md states
}

function readJson<Content>(path: string): Content {
  return JSON.parse(readFileSync(path, 'utf8')) as Content // the shape that corpora/README.md states
}

function readFolder<Content>(
  folder: string,
  read: (name: string, path: string) => Content,
): readonly Content[] {
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile())
  return files
    .map(({ name }) => name)
    .toSorted()
    .map((name) => read(name, join(folder, name)))
}
