import { SCRIPT, type Fault } from '@dragoman/conformance/faults'
import type { Contender } from './contender.ts'
import type { Observation } from './observe.ts'
import { nameCall } from './order.ts'
import type { FigureName, PeerRow } from './rows.ts'

/** A cell of the table. */
export function tellCell(row: PeerRow, contender: Contender, observation: Observation): string {
  const told = row.figures.map((figure) => FIGURES[figure](observation, row, contender))
  return told.filter((text) => text !== '').join(', ')
}

/** Whether the contender got what it was there for, whatever happened to it. */
export function comesThrough({ fault, exercise }: PeerRow, observation: Observation): boolean {
  const { ending, calls, listeners } = observation
  switch (exercise) {
    case 'once':
      return isNormal(ending) && isWhole(calls, fault)
    case 'hundred':
      return listeners?.after === 0
    case 'abort':
      return ending.type !== 'hang'
  }
}

/** What stands where a contender has nothing that could be measured. */
export const NOTHING = '–'

type Tell = (observation: Observation, row: PeerRow, contender: Contender) => string

const FIGURES: Readonly<Record<FigureName, Tell>> = {
  ending: tellEnding,
  seconds: ({ ending, ms }) => (ending.type === 'hang' ? '' : `${(ms / 1000).toFixed(1)} s`),
  requests: ({ requests }) => `${requests} ${requests === 1 ? 'request' : 'requests'}`,
  executions: tellExecutions,
  leaks: ({ ending }) => (ending.type === 'error' && ending.leaks.length === 0 ? 'no key' : ''),
  prototype: ({ tookPrototype, calls }, _, { runsTools }) => {
    if (!runsTools) return ''
    if (tookPrototype) return '**passed to the tool**'
    return FIRST_CALLS.some((call) => call in calls) ? 'left out' : 'refused'
  },
  peak: ({ peakMb }) => `${Math.round(peakMb)} MB`,
  listeners: ({ ending, listeners }) => {
    if (!listeners || ending.type !== 'ok') return tellPlainly(ending)
    const { before, after } = listeners
    const left = after > 0 ? `**${after}**` : '0'
    return before === after ? left : `${left} (${before} before garbage was collected)`
  },
  abort: ({ ending, ms, sawAbort }) => {
    const settled = ending.type === 'hang' ? `**pending after ${ms / 1000} s**` : tellSettled(ending, ms)
    return `${settled}, ${sawAbort ? 'the tool saw it' : '**the tool did not see it**'}`
  },
}

/** What the answer that breaks asks for. */
const FIRST_CALLS: readonly string[] = (SCRIPT[0]?.parts ?? []).flatMap((part) =>
  part.type === 'tool-call' ? [nameCall(part.name, JSON.parse(part.inputText))] : [],
)

/** Where no whole answer ever comes, so that a normal end is none. */
const NEVER_WHOLE: readonly string[] = [
  'no-body',
  'stall',
  'stall-with-keep-alives',
  'fin',
  'rst',
  'in-band-error',
  'html',
]

/** How libraries say that an answer ended as it should. */
const NORMAL: readonly (string | undefined)[] = [
  undefined,
  'stop',
  'tool_calls',
  'tool-calls',
  'end_turn',
  'tool_use',
  'done',
]

function tellEnding({ ending, ms, calls }: Observation, { fault }: PeerRow): string {
  if (ending.type === 'hang' && fault?.kind === 'bad-encoding') {
    return `still reading after ${ms / 1000} s`
  }
  if (!isNormal(ending)) return tellPlainly(ending)
  return isWhole(calls, fault) ? 'OK' : '**silent OK**'
}

function isNormal(ending: Observation['ending']): boolean {
  return ending.type === 'ok' && NORMAL.includes(ending.word)
}

function isWhole(calls: Observation['calls'], fault: Fault | undefined): boolean {
  if (fault?.kind === 'broken-json') return FIRST_CALLS.every((call) => call in calls)
  return !(fault && NEVER_WHOLE.includes(fault.kind))
}

function tellPlainly(ending: Observation['ending']): string {
  switch (ending.type) {
    case 'ok':
      return ending.word === undefined ? 'OK' : `OK \`${ending.word}\``
    case 'error':
      return `error \`${ending.name}\`${tellLeaks(ending.leaks)}`
    case 'hang':
      return '**HANG**'
    case 'crash':
      return '**CRASH**'
  }
}

function tellLeaks(sinks: readonly string[]): string {
  return sinks.length === 0 ? '' : `, **LEAK** in ${sinks.join(', ')}`
}

function tellExecutions({ calls }: Observation, _: PeerRow, { runsTools }: Contender): string {
  if (!runsTools) return ''
  const executions = Math.max(0, ...Object.values(calls))
  return executions > 1 ? `**×${executions}**` : `×${executions}`
}

function tellSettled(ending: Observation['ending'], ms: number): string {
  return `${tellPlainly(ending)} after ${Math.round(ms)} ms`
}
