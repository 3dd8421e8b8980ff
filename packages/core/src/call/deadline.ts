import { DragomanError, type Phase } from '../neutral/error.ts'
import type { Deadlines } from '../neutral/model.ts'

/** The deadlines that a call keeps itself. Tools, steps and runs have theirs in the loop. */
export type CallPhase = Extract<Phase, 'headers' | 'first-event' | 'idle' | 'whole'>

/** The defaults. Steps and runs have none. */
export const DEADLINES: Deadlines = {
  headersMs: 120_000,
  firstEventMs: 300_000,
  idleMs: 300_000,
  wholeMs: 600_000,
  toolMs: 120_000,
}

/** Merges the given deadlines over the defaults. Throws `config` for one that is no length of time. */
export function completeDeadlines(given: Partial<Deadlines> = {}): Deadlines {
  const known = Object.entries(given).filter(([, ms]) => ms !== undefined)
  for (const [name, ms] of known) {
    if (typeof ms === 'number' && ms > 0) continue
    throw new DragomanError('config', `deadlines.${name} is ${String(ms)}: give a number above 0.`)
  }
  return { ...DEADLINES, ...Object.fromEntries(known) }
}

/** How long a phase may take. */
export function deadlineOf(phase: CallPhase, deadlines: Deadlines): number {
  return deadlines[PHASES[phase].option]
}

/** The failure of a phase that took too long. */
export function overdue(phase: CallPhase, deadlines: Deadlines): DragomanError {
  const { option, missing, remedy = '' } = PHASES[phase]
  return new DragomanError(
    'timeout',
    `${missing} within ${deadlines[option]} ms. Raise deadlines.${option} to wait longer${remedy}.`,
    { phase },
  )
}

/** The failure of an attempt that the platform or a client gave up by itself, for its own reason. */
export function givenUp(phase: CallPhase, reason: DragomanError): DragomanError {
  const { option, remedy = '' } = PHASES[phase]
  const message = `${withoutStop(reason.message)}: the connection was given up before deadlines.${option} passed, by fetch or by the client, which have limits of their own${remedy}.`
  return new DragomanError('timeout', message, { ...reason, phase, cause: reason.cause })
}

interface PhaseRow {
  readonly option: 'headersMs' | 'firstEventMs' | 'idleMs' | 'wholeMs'
  readonly missing: string
  readonly remedy?: string
}

const PHASES: Readonly<Record<CallPhase, PhaseRow>> = {
  headers: { option: 'headersMs', missing: 'The server sent no headers' },
  'first-event': { option: 'firstEventMs', missing: 'The headers came, and no content' },
  idle: { option: 'idleMs', missing: 'The answer began, and no further content came' },
  whole: {
    option: 'wholeMs',
    missing: 'The whole answer did not come',
    remedy: ', or stream long answers',
  },
}

function withoutStop(text: string): string {
  return text.replace(/\.$/, '')
}
