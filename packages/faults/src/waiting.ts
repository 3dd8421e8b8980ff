import { SCRIPT } from '@dragoman/conformance/faults'
import type { Answer, SpokenWire } from '@dragoman/conformance/speak'
import { DragomanError, streamRun, type Deadlines, type Fetch } from '@dragoman/core'
import type { Cell } from './grid.ts'
import { startLedger } from './ledger.ts'
import { turns } from './turns.ts'
import { modelOn } from './wires.ts'

/** One call of a tool, and a last word. */
export const SHORT_SCRIPT: readonly Answer[] = SCRIPT.slice(-2)

/** A run that waits for what does not come. */
export interface Waiting {
  /** Whether what ends by the deadline has ended. */
  isOver(): boolean
  /** When the wait began: at the start, with the headers, with the last content, or with the tool. */
  began(): number
  /** Settles with the run: the phase that it names, or how it ended in place of that. */
  readonly named: Promise<string>
  /** When it ended, once it has. */
  ended(): number
  /** Settles when the run has read all that comes before the wait. */
  ready(): Promise<void>
}

export interface WaitingOptions {
  readonly wire: SpokenWire
  readonly baseURL: string
  readonly deadlines: Partial<Deadlines>
  readonly now: () => number
}

/** Starts the run of a cell. Its tool, where it gets there, ends only by its signal. */
export function startWaiting(cell: Cell, { wire, baseURL, deadlines, now }: WaitingOptions): Waiting {
  const ledger = startLedger(
    (entry) =>
      new Promise((_, reject) => entry.signal.addEventListener('abort', () => reject(new Error('Left.')))),
  )
  let began = now()
  let ended = Number.NaN
  let hasHeaders = false
  let hasContent = false

  async function fetchSeen(...request: Parameters<Fetch>): Promise<Response> {
    const response = await globalThis.fetch(...request)
    hasHeaders = true
    return response
  }

  function isReady(): boolean {
    switch (cell.phase) {
      case 'first-event':
        return hasHeaders
      case 'idle':
        return hasContent
      case 'tool':
        return ledger.entries.length > 0
      default:
        // Their time runs from the start.
        return true
    }
  }

  async function ready(): Promise<void> {
    while (!isReady() && Number.isNaN(ended)) await turns(1)
    await turns(20)
  }

  async function read(): Promise<string> {
    const running = streamRun({
      model: modelOn(wire, { baseURL, fetch: fetchSeen }),
      tools: ledger.tools,
      messages: 'Go.',
      stream: cell.stream,
      deadlines,
      retry: { maxAttempts: 1 },
    })
    try {
      for await (const event of running) {
        hasContent ||= event.type === 'part-start'
        const isLate = cell.phase === 'idle' || (cell.phase === 'tool' && event.type === 'tool-start')
        if (isLate) began = now()
        if (event.type !== 'tool-end') continue
        ended = now()
        if (event.result.reason === 'timeout') return 'tool'
      }
      return `done, with ${(await running.result).end}`
    } catch (error) {
      ended = now()
      if (!DragomanError.is(error)) return String(error)
      return error.code === 'timeout' ? (error.phase ?? 'no phase') : `${error.code}: ${error.message}`
    }
  }

  return {
    named: read(),
    isOver: () => !Number.isNaN(ended),
    began: () => began,
    ended: () => ended,
    ready,
  }
}
