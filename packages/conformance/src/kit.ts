import type { StopReason } from '@dragoman/core'
import { hasNeed, type Law } from './law.ts'
import { agreement } from './laws/agreement.ts'
import { answers } from './laws/answers.ts'
import { capabilities } from './laws/capabilities.ts'
import { forward } from './laws/forward.ts'
import { grammar } from './laws/grammar.ts'
import { handoff } from './laws/handoff.ts'
import { heard } from './laws/heard.ts'
import { loop } from './laws/loop.ts'
import { pieces } from './laws/pieces.ts'
import { rechunk } from './laws/rechunk.ts'
import { replayIdentity } from './laws/replay.ts'
import { judged, pure } from './laws/requests.ts'
import { schema } from './laws/schema.ts'
import { errors, stops, usage } from './laws/tables.ts'
import { transport } from './laws/transport.ts'
import { truncation } from './laws/truncation.ts'
import { Breach } from './observe.ts'
import type { Fixture, KnownFailure, Subject } from './subject.ts'

/** Every law of the kit. */
export const LAWS: readonly Law[] = [
  pure,
  judged,
  capabilities,
  heard,
  schema,
  answers,
  agreement,
  pieces,
  rechunk,
  truncation,
  grammar,
  forward,
  replayIdentity,
  handoff,
  stops,
  usage,
  errors,
  transport,
  loop,
]

/** One law on one fixture, or on one request or case of the kit. */
export interface Check {
  readonly law: Law
  readonly fixture: Fixture
  /** Why it cannot be run. */
  readonly skip?: string
  /** Why it fails. `run` then rejects when the law holds. */
  readonly knownFailure?: KnownFailure
  run(): Promise<void>
}

/** Every check of a subject. Throws for what would never run, and for what the subject says wrongly of itself. */
export function laws(subject: Subject): readonly Check[] {
  requireStops(subject)
  requireInjections(subject)
  const checks = LAWS.flatMap((law) => checksOf(law, subject))
  requireNames(subject, checks)
  requireKnown(subject, checks)
  return checks
}

function checksOf(law: Law, subject: Subject): readonly Check[] {
  const { name, fixtures, knownFailures = [] } = subject
  const shownOn = law.shownOn?.(subject) ?? fixtures
  const fitting = shownOn.filter((fixture) => law.needs.every((need) => hasNeed(fixture, need)))
  if (fitting.length === 0) {
    throw new Error(
      `${name} has no fixture for the law "${law.name}": give one with ${law.needs.join(' and ')}.`,
    )
  }
  return fitting.map((fixture) => {
    const skip = law.whyNot?.(subject, fixture)
    const knownFailure = knownFailures.find(
      (known) => known.law === law.name && known.fixture === fixture.name,
    )
    const run = (): Promise<void> => law.run(subject, fixture)
    return {
      law,
      fixture,
      ...(skip !== undefined && { skip }),
      ...(knownFailure && { knownFailure }),
      run: knownFailure ? () => expectFailure(run) : run,
    }
  })
}

async function expectFailure(run: () => Promise<void>): Promise<void> {
  try {
    await run()
  } catch {
    return
  }
  throw new Breach('it holds: take it out of knownFailures')
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

// A name stands for one check in reports and in known failures.
function requireNames({ name }: Subject, checks: readonly Check[]): void {
  for (const [law, all] of Map.groupBy(checks, (check) => check.law.name)) {
    const names = all.map(({ fixture }) => fixture.name)
    const twice = names.find((title, at) => names.indexOf(title) !== at)
    if (twice === undefined) continue
    throw new Error(
      `${name} has two fixtures "${twice}" for the law "${law}": give each another name, also than the kit's own.`,
    )
  }
}

// A known failure of what does not run would stand there forever.
function requireKnown({ name, knownFailures = [] }: Subject, checks: readonly Check[]): void {
  for (const known of knownFailures) {
    const isCheck = checks.some(({ knownFailure, skip }) => knownFailure === known && skip === undefined)
    if (isCheck) continue
    throw new Error(
      `${name} names a known failure of the law "${known.law}" on "${known.fixture}", which does not run: correct it, or take it out of knownFailures.`,
    )
  }
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
