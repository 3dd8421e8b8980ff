import { HEARD_ROWS } from '../heard-rows.ts'
import type { Law } from '../law.ts'
import { Breach, observeRequest } from '../observe.ts'
import { capabilitiesOf } from './capabilities.ts'

export const heard: Law = {
  name: 'heard',
  says: 'one field that changes in a request changes what is sent, or a notice tells that it does not',
  needs: [],
  shownOn(subject) {
    const has = capabilitiesOf(subject)
    return HEARD_ROWS.filter(({ isSaid }) => isSaid(has)).map(({ name, after }) => ({
      name,
      request: after,
      source: 'the kit',
    }))
  },
  async run(subject, { name }) {
    const row = HEARD_ROWS.find((candidate) => candidate.name === name)
    if (!row) throw new Breach(`there is no change ${name}`)
    const before = await observeRequest(subject, row.before)
    const after = await observeRequest(subject, row.after)
    if (after.bodyText !== before.bodyText) return
    const known = new Set(before.notices.map((notice) => JSON.stringify(notice)))
    if (after.notices.some((notice) => !known.has(JSON.stringify(notice)))) return
    throw new Breach('the same is sent with it and without it, and no notice tells')
  },
}
