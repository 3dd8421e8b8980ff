import type { FunctionDefinition } from '@dragoman/core'

/** What a process is told to do. */
export interface Order {
  readonly contender: string
  readonly exercise: Exercise
  readonly baseURL: string
  readonly tools: readonly FunctionDefinition[]
  readonly limitMs?: number
}

/** Once; a hundred times on one signal; or once with a tool that never ends, and an abort while it runs. */
export type Exercise = 'once' | 'hundred' | 'abort'

/** What a process says: when its clock starts, how far it is, and how it ended. */
export type Message =
  | { readonly type: 'started' }
  | { readonly type: 'tally'; readonly tally: Tally }
  | { readonly type: 'report'; readonly tally: Tally; readonly report: Report }

export interface Tally {
  /** How often each call ran, or was handed over, under what it is known by. */
  readonly calls: Readonly<Record<string, number>>
  readonly tookPrototype: boolean
  readonly sawAbort: boolean
  readonly rejections: number
  readonly peakMb: number
}

export interface Report {
  readonly ending: Ending
  /** From the start of the clock. */
  readonly ms: number
  readonly listeners?: Listeners
}

export type Ending =
  | { readonly type: 'ok'; readonly word?: string }
  | { readonly type: 'error'; readonly name: string; readonly leaks: readonly string[] }

/** How many listen on the signal after all runs, and after garbage was collected. */
export interface Listeners {
  readonly before: number
  readonly after: number
}

export const NO_TALLY: Tally = {
  calls: {},
  tookPrototype: false,
  sawAbort: false,
  rejections: 0,
  peakMb: 0,
}

/** What a call is known by. No two calls of the script have the same city and tool. */
export function nameCall(name: string, input: unknown): string {
  const { city } =
    typeof input === 'object' && input !== null && 'city' in input ? input : { city: 'nowhere' }
  return `${name} ${String(city)}`
}

/** What nobody but the provider may see. */
export const API_KEY = 'sk-canary-5d1f0a7e9c3b48d2a6'
