import type { Capabilities } from '@dragoman/core'
import type { CapabilityRow } from '../capability-row.ts'
import { CAPABILITY_ROWS } from '../capability-rows.ts'
import { firstDifference, inLine } from '../difference.ts'
import type { Law } from '../law.ts'
import { findUntold } from '../losses.ts'
import { Breach, observeRequest } from '../observe.ts'
import type { Fixture, Subject } from '../subject.ts'
import { expectTaken } from './requests.ts'

export const capabilities: Law = {
  name: 'capabilities',
  says: 'what the model has is sent as such, and what it lacks is told in a notice',
  needs: [],
  shownOn(subject) {
    const has = capabilitiesOf(subject)
    return ROWS.map((row) => fixtureOf(row, has))
  },
  async run(subject, { name, request }) {
    const has = capabilitiesOf(subject)
    const row = ROWS.find((candidate) => titleOf(candidate, has) === name)
    if (!row) throw new Breach(`there is no capability ${name}`)
    const sent = await observeRequest(subject, request)
    expectTaken(subject, sent.body)
    const [lost] = findUntold(request.messages, sent)
    if (lost !== undefined) throw new Breach(`${lost} was not sent, and no notice tells of it`)
    const told = sent.notices.find(({ code }) => row.notices.includes(code))
    if (!row.isDeclared(has)) {
      if (told) return
      throw new Breach(`the model lacks it, and no notice tells of it: expected ${row.notices.join(' or ')}`)
    }
    if (told) throw new Breach(`the model has it, and the notice ${told.code} says that it does not`)
    for (const unlike of row.unlike(has)) {
      const other = await observeRequest(subject, unlike)
      if (other.bodyText !== sent.bodyText) continue
      const { path = '', expected, found } = firstDifference(request, unlike) ?? {}
      const [needed, instead] = inLine(expected, found)
      throw new Breach(
        `the model has it, and what is sent is the same with ${needed} at ${path} and with ${instead}`,
      )
    }
  },
}

const ROWS: readonly CapabilityRow[] = Object.values(CAPABILITY_ROWS).flatMap((rows) =>
  typeof rows === 'string' ? [] : rows,
)

/** What the subject's model says that it takes. Nothing is sent. */
export function capabilitiesOf({ model }: Subject): Capabilities {
  return model(() => Promise.reject(new Error('Nothing is sent.'))).capabilities
}

function fixtureOf(row: CapabilityRow, has: Capabilities): Fixture {
  return { name: titleOf(row, has), request: row.needs(has), source: 'the kit' }
}

function titleOf({ name, isDeclared }: CapabilityRow, has: Capabilities): string {
  return `${isDeclared(has) ? 'with' : 'without'} ${name}`
}
