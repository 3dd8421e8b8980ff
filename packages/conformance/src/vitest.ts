import { describe, test } from 'vitest'
import { LAWS, laws } from './kit.ts'
import type { Subject } from './subject.ts'

/** Declares every law of the kit as vitest tests, one for each fixture that can show it. */
export function testLaws(subject: Subject): void {
  const checks = laws(subject)
  for (const law of LAWS) {
    describe(`${subject.name}: ${law.says}`, () => {
      for (const { fixture, skip, knownFailure, run } of checks.filter((check) => check.law === law)) {
        const remark = skip ?? (knownFailure && `known to fail: ${knownFailure.reason}, ${knownFailure.link}`)
        const name = remark === undefined ? fixture.name : `${fixture.name} (${remark})`
        test.skipIf(skip !== undefined)(name, run)
      }
    })
  }
}
