import { LAWS, laws, type Check } from './kit.ts'
import type { Making, Subject } from './subject.ts'

/** What the laws came to, as JSON. */
export interface Report {
  /** Every law of the kit, in its order. */
  readonly laws: readonly { readonly name: string; readonly says: string }[]
  readonly subjects: readonly SubjectReport[]
}

export interface SubjectReport {
  readonly name: string
  /** One entry for each law of the kit. */
  readonly laws: readonly LawReport[]
  /** How many fixtures were made in which way, without those of injections. */
  readonly fixtures: Readonly<Record<Making, number>>
}

export interface LawReport {
  readonly law: string
  readonly passed: number
  readonly failures: readonly Failure[]
  readonly skipped: readonly Skip[]
  readonly knownFailures: readonly KnownFailureReport[]
}

export interface Failure {
  readonly fixture: string
  readonly message: string
}

export interface Skip {
  readonly reason: string
  readonly count: number
}

export interface KnownFailureReport {
  readonly fixture: string
  readonly reason: string
  readonly link: string
}

/** Runs every law on every subject, and tells of each law that is over. */
export async function report(
  subjects: readonly Subject[],
  onLaw: (subject: Subject, law: LawReport) => void = () => undefined,
): Promise<Report> {
  const reports: SubjectReport[] = []
  for (const subject of subjects) reports.push(await reportSubject(subject, (law) => onLaw(subject, law)))
  return { laws: LAWS.map(({ name, says }) => ({ name, says })), subjects: reports }
}

/** Whether a law failed that is not known to. */
export function hasFailures({ subjects }: Report): boolean {
  return subjects.some((subject) => subject.laws.some(({ failures }) => failures.length > 0))
}

async function reportSubject(subject: Subject, onLaw: (law: LawReport) => void): Promise<SubjectReport> {
  const checks = laws(subject)
  const reports: LawReport[] = []
  for (const law of LAWS) {
    const reported = await reportLaw(
      law.name,
      checks.filter((check) => check.law === law),
    )
    reports.push(reported)
    onLaw(reported)
  }
  return { name: subject.name, laws: reports, fixtures: countFixtures(subject) }
}

async function reportLaw(law: string, checks: readonly Check[]): Promise<LawReport> {
  const failures: Failure[] = []
  const running = checks.filter(({ skip }) => skip === undefined)
  for (const check of running) failures.push(...(await failureOf(check)))
  const failed = new Set(failures.map(({ fixture }) => fixture))
  const known = running.flatMap(({ knownFailure, fixture }) =>
    knownFailure && !failed.has(fixture.name) ? [knownFailure] : [],
  )
  return {
    law,
    passed: running.length - failures.length - known.length,
    failures,
    skipped: countSkips(checks),
    knownFailures: known.map(({ fixture, reason, link }) => ({ fixture, reason, link })),
  }
}

async function failureOf({ fixture, run }: Check): Promise<readonly Failure[]> {
  try {
    await run()
    return []
  } catch (error) {
    return [{ fixture: fixture.name, message: error instanceof Error ? error.message : String(error) }]
  }
}

function countSkips(checks: readonly Check[]): readonly Skip[] {
  const reasons = Map.groupBy(
    checks.flatMap(({ skip }) => skip ?? []),
    (reason) => reason,
  )
  return Array.from(reasons, ([reason, all]) => ({ reason, count: all.length }))
}

function countFixtures({ fixtures }: Subject): Readonly<Record<Making, number>> {
  const given = fixtures.filter(({ injected }) => injected === undefined)
  const count = (making: Making): number => given.filter(({ made = 'by-hand' }) => made === making).length
  return { 'by-hand': count('by-hand'), 'by-sdk': count('by-sdk'), recorded: count('recorded') }
}
