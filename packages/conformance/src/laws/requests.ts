import type { Law } from '../law.ts'
import { Breach, expectSame, observeRequest } from '../observe.ts'
import { requestsOf } from '../requests.ts'
import type { Subject } from '../subject.ts'

export const pure: Law = {
  name: 'encode is pure',
  says: 'a frozen request is sent as JSON, and as the same text each time',
  needs: [],
  shownOn: requestsOf,
  async run(subject, { request }) {
    const frozen = deepFreeze(structuredClone(request))
    const first = await observeRequest(subject, frozen)
    const second = await observeRequest(subject, frozen)
    expectSame(first.body, second.body, 'the second time')
    expectSame(first.bodyText, second.bodyText, 'the bytes of the second time')
  },
}

export const judged: Law = {
  name: 'judged',
  says: 'every request is one that the provider takes',
  needs: [],
  shownOn: requestsOf,
  whyNot: ({ judge }) => (typeof judge === 'function' ? undefined : judge.none),
  async run(subject, { request }) {
    for (const form of ['response', 'stream'] as const) {
      const { body } = await observeRequest(subject, request, form)
      expectTaken(subject, body)
    }
  },
}

/** Throws a {@link Breach} for a body that the subject's judge refuses. */
export function expectTaken({ judge }: Subject, body: object): void {
  const [finding, ...more] = typeof judge === 'function' ? judge(body) : []
  if (!finding) return
  const { rule, path, message } = finding
  throw new Breach(
    `${path || 'the body'} ${message} (${rule})${more.length > 0 ? `, and ${more.length} more` : ''}`,
  )
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value
  for (const field of Object.values(value)) deepFreeze(field)
  return Object.freeze(value)
}
