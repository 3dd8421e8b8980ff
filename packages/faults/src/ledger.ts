import { SCRIPT_TOOLS } from '@dragoman/conformance/faults'
import { tool, type FunctionTool, type JsonValue, type ToolContext } from '@dragoman/core'
import { turns } from './turns.ts'

/** Tools with a side effect, and the book of what they did. */
export interface Ledger {
  readonly tools: readonly FunctionTool[]
  readonly entries: readonly Entry[]
  /** The calls that were run more than once, each as its name and arguments. */
  repeated(): readonly string[]
}

/** One run of a tool. */
export interface Entry {
  readonly callId: string
  /** The tool's name and its arguments. The calls of a script all differ. */
  readonly call: string
  readonly idempotencyKey: string
  readonly signal: AbortSignal
  /** What the tool gave back, once it did: no other run gives the same. */
  outcome: string | undefined
}

/** What a tool does before it gives its outcome. */
export type Work = (entry: Entry, number: number) => Promise<void>

/** The tools of the script, with a book of their own. */
export function startLedger(work: Work = () => turns(1)): Ledger {
  const entries: Entry[] = []

  function execute(name: string, input: JsonValue, context: ToolContext): Promise<string> {
    const { callId, idempotencyKey, signal } = context
    const call = `${name} ${JSON.stringify(input)}`
    const entry: Entry = { callId, call, idempotencyKey, signal, outcome: undefined }
    const number = entries.push(entry)
    return finish(entry, number, name)
  }

  async function finish(entry: Entry, number: number, name: string): Promise<string> {
    await work(entry, number - 1)
    entry.outcome = `Outcome ${number} of ${name}.`
    return entry.outcome
  }

  return {
    tools: SCRIPT_TOOLS.map((definition) =>
      tool({
        ...definition,
        // Parsed JSON, which the schema has passed.
        execute: (input, context) => execute(definition.name, input as JsonValue, context),
      }),
    ),
    entries,
    repeated: () => [
      ...repeatedOf(entries.map(({ call }) => call)),
      ...repeatedOf(entries.map(({ idempotencyKey }) => idempotencyKey)),
    ],
  }
}

function repeatedOf(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.filter((text, at) => texts.indexOf(text) !== at))]
}
