import { user } from '@dragoman/core'
import { ask } from '../ask.ts'
import { inBlocks, inLine } from '../difference.ts'
import type { Law } from '../law.ts'
import { Breach, wholeResponse } from '../observe.ts'
import { compareBlocks } from '../recorded/blocks.ts'
import { answerTo, requestOf } from '../recorded/turns.ts'

export const replayIdentity: Law = {
  name: 'replay identity',
  says: "a turn goes back as the provider's own blocks, in order, untouched but for what the subject says is removed",
  needs: ['response', 'answer'],
  // What is skipped on the way in cannot go back.
  shownOn: ({ fixtures }) => fixtures.filter(({ injected }) => injected?.becomes !== 'skipped'),
  async run({ model, blocks }, fixture) {
    const response = wholeResponse(fixture)
    const question = user('As recorded.')
    const answer = await ask(model, requestOf([question]), response)
    const last = answerTo(answer.message)
    const again = await ask(model, requestOf([question, answer.message, last]), response)
    const sent = blocks.readRequest(again.body).slice(1, -last.parts.length)
    const { differences, removals } = compareBlocks(blocks, blocks.readAnswer(response), sent)
    const [found] = differences
    if (found) {
      const { kind, path, recorded, sent: other } = found
      const [came, went] = inLine(recorded, other)
      const said = `${`${kind} ${path}`.trim()}: came as ${came}, went back as ${went}`
      throw new Breach([said, ...inBlocks({ 'came as': recorded, 'went back as': other })].join('\n'))
    }
    const codes = [...answer.notices, ...again.notices].map(({ code }) => code)
    const untold = removals.find(({ notice }) => notice !== undefined && !codes.includes(notice))
    if (untold) {
      throw new Breach(`${untold.name} does not go back, and no notice ${untold.notice} tells of it`)
    }
  },
}
