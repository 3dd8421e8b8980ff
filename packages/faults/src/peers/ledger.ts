import type { FunctionDefinition } from '@dragoman/core'
import type { PeerTool, RawCall } from './contender.ts'
import { nameCall } from './order.ts'

/** What the tools saw. */
export interface Ledger {
  readonly tools: readonly PeerTool[]
  /** Settles when the first tool runs. */
  readonly started: Promise<void>
  /** Notes calls that nobody runs. */
  take(calls: readonly RawCall[]): void
  calls(): Readonly<Record<string, number>>
  tookPrototype(): boolean
  sawAbort(): boolean
}

/** Tools that note what they see. Where they hang, they never end, whatever their signal says. */
export function openLedger(definitions: readonly FunctionDefinition[], hangs: boolean): Ledger {
  const runs = new Map<string, number>()
  const { promise: started, resolve: start } = Promise.withResolvers<void>()
  let tookPrototype = false
  let sawAbort = false

  function note(name: string, input: unknown): void {
    const call = nameCall(name, input)
    runs.set(call, (runs.get(call) ?? 0) + 1)
    tookPrototype ||= hasPrototype(input)
    start()
  }

  function hang(signal: AbortSignal | null | undefined): Promise<string> {
    sawAbort ||= signal?.aborted ?? false
    signal?.addEventListener('abort', () => (sawAbort = true))
    return new Promise(() => undefined)
  }

  return {
    tools: definitions.map((definition) => ({
      ...definition,
      async execute(input, signal) {
        note(definition.name, input)
        return hangs ? hang(signal) : 'Fine.'
      },
    })),
    started,
    take(calls) {
      for (const { name, inputText } of calls) note(name, parse(inputText))
    },
    calls: () => Object.fromEntries(runs),
    tookPrototype: () => tookPrototype,
    sawAbort: () => sawAbort,
  }
}

// What is cut is no call.
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Whether the hostile key came through, as a key or as what it would set. */
function hasPrototype(input: unknown): boolean {
  if (typeof input !== 'object' || input === null) return false
  return Object.hasOwn(input, '__proto__') || 'polluted' in input
}
