import { judgeOf } from './judge.ts'
import type { Order } from './pool.ts'
import { WIRES } from './wires.ts'

// A process of its own, so that a mutant that never ends can be ended. Its parent kills it when it stops answering.
const send = process.send?.bind(process)
const wire = WIRES.find(({ name }) => name === process.argv[2])
if (!send || !wire) throw new Error('This is started by the pool, with a wire and a channel to its parent.')

// What a mutant leaves behind must not end the process: its parent would take it for the next one's fault.
process.on('unhandledRejection', () => {})
// The SDK warns of deprecated models.
Object.assign(console, { warn: () => {} })

const { survey, judge } = judgeOf(wire)
process.on('message', (order: Order) => {
  const answer = order.type === 'survey' ? survey(order.tasks) : judge(order.task)
  answer.then(
    (value) => send(value),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`)
      process.exit(1)
    },
  )
})
