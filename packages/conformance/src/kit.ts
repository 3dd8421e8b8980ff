import type { StopReason } from '@dragoman/core'
import { hasNeed, type Law } from './law.ts'
import { agreement } from './laws/agreement.ts'
import { forward } from './laws/forward.ts'
import { grammar } from './laws/grammar.ts'
import { handoff } from './laws/handoff.ts'
import { rechunk } from './laws/rechunk.ts'
import { replayIdentity } from './laws/replay.ts'
import { judged, pure } from './laws/requests.ts'
import { errors, stops, usage } from './laws/tables.ts'
import { truncation } from './laws/truncation.ts'
import type { Fixture, Subject } from './subject.ts'

/** Every law of the kit. */
export const LAWS: readonly Law[] = [
  pure,
  judged,
  agreement,
  rechunk,
  truncation,
  grammar,
  forward,
  replayIdentity,
  handoff,
  stops,
  usage,
  errors,
]

/** One law on one fixture, or on one request of the kit. */
export interface Check {
  readonly law: Law
  readonly fixture: Fixture
  /** Why it cannot be run. */
  readonly skip?: string
  run(): Promise<void>
}

/** Every check of a subject. Throws for a law that none of the fixtures can show: it would never run. */
export function laws(subject: Subject): readonly Check[] {
  requireStops(subject)
  requireInjections(subject)
  return LAWS.flatMap((law) => {
    const shownOn = law.shownOn?.(subject) ?? subject.fixtures
    const skip = law.whyNot?.(subject)
    const fitting = shownOn.filter((fixture) => law.needs.every((need) => hasNeed(fixture, need)))
    if (fitting.length === 0) {
      throw new Error(
        `${subject.name} has no fixture for the law "${law.name}": give one with ${law.needs.join(' and ')}.`,
      )
    }
    return fitting.map((fixture) => ({
      law,
      fixture,
      ...(skip !== undefined && { skip }),
      run: () => law.run(subject, fixture),
    }))
  })
}

// A declared reason without evidence, and an undeclared one with it, are both lies.
function requireStops({ name, fixtures, cannotStopFor }: Subject): void {
  for (const reason of STOP_REASONS) {
    const isShown = fixtures.some(({ expect }) => expect?.stop?.reason === reason)
    if (isShown !== cannotStopFor.includes(reason)) continue
    throw new Error(
      isShown
        ? `${name} has a fixture that stops for "${reason}": take it out of cannotStopFor.`
        : `${name} has no fixture that stops for "${reason}": give one, or name it in cannotStopFor.`,
    )
  }
}

// A codec that takes everything, and one that takes nothing new, both keep half of the law.
function requireInjections({ name, fixtures }: Subject): void {
  const shown = fixtures.flatMap(({ injected }) => injected?.becomes ?? [])
  if (shown.includes('bad-response') && shown.some((becomes) => becomes !== 'bad-response')) return
  throw new Error(
    `${name} needs fixtures for the law "forward": give inject() one that is carried or skipped, and one that is bad-response.`,
  )
}

const STOP_REASONS: readonly StopReason[] = [
  'stop',
  'tool-calls',
  'length',
  'context-full',
  'pause',
  'refusal',
  'filtered',
  'other',
]
