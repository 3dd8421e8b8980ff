import { Type } from '@sinclair/typebox'
import { fallback, models, run, tool } from 'dragoman'

const getTides = tool({
  name: 'get_tides',
  description: 'Tells when the tide is high in a harbour today.',
  input: Type.Object({ harbour: Type.String() }),
  execute: () => ['03:10', '15:35'],
})

// The one that DRAGOMAN_MODEL names; while it is down, busy or out of quota, the other one.
const pick = await models()
const { text, notices } = await run({
  model: fallback([pick(), pick(process.env['BACKUP_MODEL'] ?? 'anthropic:claude-haiku-5-5')]),
  tools: [getTides],
  messages: 'When is the next high tide in Porto, after 9?',
})
const change = notices.find(({ code }) => code === 'fallback')
if (change) console.log(`(${change.to} in place of ${change.from})`)
console.log(text)
