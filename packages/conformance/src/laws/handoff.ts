import { HISTORIES, OWN } from '../histories.ts'
import type { Law } from '../law.ts'
import { findUntold } from '../losses.ts'
import { Breach, observeRequest } from '../observe.ts'
import { expectTaken } from './requests.ts'

export const handoff: Law = {
  name: 'handoff',
  says: 'a history of another model is one that the provider takes, with a notice for each loss',
  needs: [],
  shownOn: () => HISTORIES,
  async run(subject, { request }) {
    const sent = await observeRequest(subject, request)
    expectTaken(subject, sent.body)
    const [lost] = findUntold(request.messages, sent)
    if (lost !== undefined) throw new Breach(`${lost} was not sent, and no notice tells of it`)
    if (sent.bodyText.includes(OWN)) throw new Breach('what only another model may see again was sent')
  },
}
