import { createInterface } from 'node:readline'
import { Type } from '@sinclair/typebox'
import { models, run, tool } from 'dragoman'

const deleteFiles = tool({
  name: 'delete_files',
  description: 'Deletes all files in a folder, for good.',
  input: Type.Object({ folder: Type.String() }),
  needsApproval: true,
  execute: ({ folder }) => `The 3 files in ${folder} are deleted.`,
})

const terminal = createInterface({ input: process.stdin })
const lines = terminal[Symbol.asyncIterator]()

const { text } = await run({
  model: (await models())(),
  tools: [deleteFiles],
  messages: 'I need space: please empty the folder "drafts".',
  async approve({ name, input }) {
    console.log(`${name} ${JSON.stringify(input)}: may it run? (y/n)`)
    const answer = await lines.next()
    return answer.value === 'y'
  },
})
terminal.close()
console.log(text)
