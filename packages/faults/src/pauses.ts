import { faultServer, type Fault } from '@dragoman/conformance/faults'
import { streamRun } from '@dragoman/core'
import { tryCases, type Trials } from './cases.ts'
import { fakeClock } from './clock.ts'
import { startLedger } from './ledger.ts'
import type { Case, Target } from './target.ts'
import { turns, withinMs } from './turns.ts'
import { modelOn, WIRES } from './wires.ts'

const CLAIM = 'answers given up'

type Claim = typeof CLAIM

const HANGS_MS = 30_000

/** Where the model thinks for 299 s, while the server sends keep-alives. */
const PAUSES: readonly { readonly stream: boolean; readonly fault: Fault }[] = [
  { stream: true, fault: { kind: 'stall-with-keep-alives', at: 'start' } },
  { stream: true, fault: { kind: 'stall-with-keep-alives', at: 'mid-arguments' } },
  { stream: false, fault: { kind: 'stall-with-keep-alives', at: 'start' } },
]

/** The default deadlines, and a pause that is nearly too long. */
export const pauses: Target = {
  name: 'pauses',
  title: 'a pause of 299 s with keep-alives, with the default deadlines',
  async measure(pace) {
    const cases = WIRES.flatMap((wire) => Array.from(PAUSES.keys(), (seed): Case => ({ seed, wire })))
    return (await tryCases<Claim, undefined>(cases, pace, TRIALS)).figures
  },
}

const TRIALS: Trials<Claim, undefined> = {
  name: 'pauses',
  noun: 'pauses of 299 s',
  // There is one clock.
  concurrency: 1,
  claims: [CLAIM],
  describe: ({ seed, wire }) => {
    const { stream, fault } = PAUSES[seed] ?? {}
    return `seed ${seed}: a pause at ${fault?.at}, ${stream ? 'streamed' : 'whole'}, on ${wire}`
  },
  async attempt({ seed, wire }) {
    const end = (await withinMs(HANGS_MS, endOf(seed, wire))) ?? 'a hang'
    return {
      breaches: end === 'done' ? [] : [{ claim: CLAIM, detail: `it ended with ${end}` }],
      outcome: undefined,
    }
  },
}

async function endOf(seed: number, wire: Case['wire']): Promise<string> {
  const { stream = true, fault } = PAUSES[seed] ?? {}
  await using server = await faultServer({ wire, ...(fault && { fault }) })
  using clock = fakeClock(() => turns(4))
  const news = { headers: false, content: false }
  const model = modelOn(wire, {
    baseURL: server.baseURL,
    async fetch(...request) {
      const response = await globalThis.fetch(...request)
      news.headers = true
      return response
    },
  })
  const { tools } = startLedger()
  const running = streamRun({ model, tools, messages: 'Go.', stream, retry: { maxAttempts: 1 } })
  const read = async (): Promise<string> => {
    for await (const event of running) news.content ||= event.type === 'part-start'
    return (await running.result).end
  }
  const end = read().catch(String)
  await server.stalled()
  while (!(stream && fault?.at !== 'start' ? news.content : news.headers)) await turns(1)
  await turns(20)
  for (let second = 0; second < 299; second += 1) {
    await clock.advance(1000)
    await server.tick()
  }
  server.release()
  return await end
}
