import type { Expectation, Fixture, Subject } from './subject.ts'

/** A rule that every adapter keeps, as data. */
export interface Law {
  readonly name: string
  /** What the law says, in one sentence that is true when it holds. */
  readonly says: string
  /** Which forms of a turn, and which expectation, a fixture must have for the law. */
  readonly needs: readonly Need[]
  /** What the law is shown on. Default: the subject's fixtures. */
  readonly shownOn?: (subject: Subject) => readonly Fixture[]
  /** Why the law cannot be shown for the subject, on this fixture. Absent where it can be. */
  readonly whyNot?: (subject: Subject, fixture: Fixture) => string | undefined
  /** Settles when the law holds for the fixture; rejects with a {@link Breach} when it does not. */
  run(subject: Subject, fixture: Fixture): Promise<void>
}

export type Need = 'response' | 'stream' | 'answer' | 'injected' | keyof Expectation

/** Whether a fixture has what a law needs. `answer` is one that does not fail. */
export function hasNeed(fixture: Fixture, need: Need): boolean {
  switch (need) {
    case 'response':
    case 'stream':
    case 'injected':
      return fixture[need] !== undefined
    case 'answer':
      return fixture.expect?.error === undefined
    case 'stop':
    case 'usage':
    case 'error':
      return fixture.expect?.[need] !== undefined
  }
}
