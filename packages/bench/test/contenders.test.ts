import { afterAll, expect, test } from 'vitest'
import { CONTENDERS, type Contender } from '../src/contender.ts'
import { measure } from '../src/measure.ts'
import { expectedOutcome } from '../src/scenario.ts'
import { serve } from '../src/server/serve.ts'

const DELTAS = 40
const server = await serve(DELTAS)
afterAll(() => server.close())

test.each(CONTENDERS)('$name on $wire hands back the whole outcome of the $workload', async (contender) => {
  const run = await contender.prepare(server.origin)
  expect(await run()).toEqual(expectedOutcome(contender.workload, DELTAS))
})

test('a contender that hands back a wrong text fails the measurement', async () => {
  const { text, calls } = expectedOutcome('stream', DELTAS)
  const broken: Contender = {
    name: 'fetch',
    wire: 'openai.chat',
    workload: 'stream',
    prepare: async () => async () => ({ text: text.slice(1), calls }),
  }
  await expect(measure(broken, server.origin, { text, calls })).rejects.toThrow(
    'Wrong output of stream openai.chat fetch: expected 158 letters',
  )
})

test('the server refuses a loop that leaves out the result of its call', async () => {
  const messages = [{ role: 'user' }, { role: 'assistant' }, { role: 'user', content: 'Well?' }]
  const response = await fetch(`${server.origin}/v1/messages`, {
    method: 'POST',
    body: JSON.stringify({ messages }),
  })
  expect([response.status, await response.json()]).toEqual([
    400,
    { error: { message: 'The last message does not answer call_0001 with "18 degrees and light rain".' } },
  ])
})
