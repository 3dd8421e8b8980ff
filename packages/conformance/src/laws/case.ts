import type { Law } from '../law.ts'
import { Breach } from '../observe.ts'
import type { Fixture, Subject } from '../subject.ts'

/** Something that a law does with a subject, under a name of its own. */
export interface Case extends Fixture {
  /** Why it cannot be shown for the subject. Absent where it can be. */
  readonly whyNot?: (subject: Subject) => string | undefined
  show(subject: Subject): Promise<void>
}

/** A law that is shown by cases of the kit. */
export function lawOfCases({
  name,
  says,
  cases,
}: Pick<Law, 'name' | 'says'> & { cases: readonly Case[] }): Law {
  return {
    name,
    says,
    needs: [],
    shownOn: () => cases,
    whyNot: (subject, { name: title }) =>
      cases.find((candidate) => candidate.name === title)?.whyNot?.(subject),
    async run(subject, fixture) {
      const found = cases.find((candidate) => candidate.name === fixture.name)
      if (!found) throw new Breach(`there is no case ${fixture.name}`)
      await found.show(subject)
    },
  }
}
