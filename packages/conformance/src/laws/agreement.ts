import type { Law } from '../law.ts'
import { endedWell, expectSame, meaning, observeStream, observeWhole } from '../observe.ts'

export const agreement: Law = {
  name: 'agreement',
  says: 'the streamed and the whole form of one turn assemble to the same message',
  needs: ['response', 'stream', 'answer'],
  async run(subject, fixture) {
    const whole = endedWell(await observeWhole(subject, fixture), 'the whole answer')
    const streamed = endedWell(await observeStream(subject, fixture), 'the streamed answer')
    expectSame(meaning(whole), meaning(streamed), 'the streamed answer against the whole one')
  },
}
