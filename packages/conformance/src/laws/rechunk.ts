import type { Law } from '../law.ts'
import { endedWell, expectSame, meaning, observeStream } from '../observe.ts'
import type { Chunks } from '../replay-fetch.ts'

const CUTS: readonly Chunks[] = [1, 2, 7, 64, ...[1, 2, 3].map((seed) => ({ seed, largest: 40 }))]

export const rechunk: Law = {
  name: 'rechunk',
  says: 'a stream gives the same message wherever its bytes are cut',
  needs: ['stream', 'answer'],
  async run(subject, fixture) {
    const whole = meaning(endedWell(await observeStream(subject, fixture), 'one piece'))
    for (const chunks of [...CUTS, ...(fixture.chunks ? [fixture.chunks] : [])]) {
      const where = `pieces of ${typeof chunks === 'object' ? JSON.stringify(chunks) : chunks} bytes`
      const cut = endedWell(await observeStream(subject, fixture, { chunks }), where)
      expectSame(whole, meaning(cut), where)
    }
  },
}
