import { getEventListeners } from 'node:events'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { contenderOf, type Outcome, type Play, type Task } from './contender.ts'
import { describeFailure } from './failure.ts'
import { openLedger } from './ledger.ts'
import {
  API_KEY,
  type Ending,
  type Listeners,
  type Message,
  type Order,
  type Report,
  type Tally,
} from './order.ts'

const RUNS = 100
const COLLECTIONS = 5
/** How long parallel calls may take to start after the first. */
const START_MS = 50
/** How long a rejection that nobody handles may be late. */
const LATE_MS = 50
const TALLY_MS = 200

// It lives until it is killed: what it said would be lost with it.
process.once('disconnect', () => process.exit(1))

const order = JSON.parse(process.argv[2] ?? '') as Order // what process.ts gives
const ledger = openLedger(order.tools, order.exercise === 'abort')
let rejections = 0
// To look through an error costs memory too, which is not its library's.
let settledMb: number | undefined
process.on('unhandledRejection', () => (rejections += 1))

const { play } = await contenderOf(order.contender).load()
setInterval(() => say({ type: 'tally', tally: tally() }), TALLY_MS).unref()
const report = await exercise(play, {
  baseURL: order.baseURL,
  apiKey: API_KEY,
  tools: ledger.tools,
  ...(order.limitMs && { limitMs: order.limitMs }),
})
await setTimeout(LATE_MS)
say({ type: 'report', tally: tally(), report })

function exercise(run: Play, task: Task): Promise<Report> {
  switch (order.exercise) {
    case 'once':
      return timed(() => run(task))
    case 'hundred':
      return playOften(run, task)
    case 'abort':
      return abortAmidTool(run, task)
  }
}

async function playOften(run: Play, task: Task): Promise<Report> {
  const { signal } = new AbortController()
  let last: Outcome = {}
  const told = await timed(async () => {
    for (let count = 0; count < RUNS; count += 1) last = await run({ ...task, signal })
    return last
  })
  return { ...told, listeners: await countListeners(signal) }
}

async function countListeners(signal: AbortSignal): Promise<Listeners> {
  const before = getEventListeners(signal, 'abort').length
  for (let count = 0; count < COLLECTIONS; count += 1) {
    globalThis.gc?.()
    await setImmediate()
  }
  return { before, after: getEventListeners(signal, 'abort').length }
}

async function abortAmidTool(run: Play, task: Task): Promise<Report> {
  const controller = new AbortController()
  const running = run({ ...task, signal: controller.signal })
  await Promise.race([ledger.started, running])
  await setTimeout(START_MS)
  return timed(() => {
    controller.abort()
    return running
  })
}

async function timed(work: () => Promise<Outcome>): Promise<Report> {
  say({ type: 'started' })
  const started = performance.now()
  const ending = await endingOf(work)
  return { ending, ms: performance.now() - started }
}

async function endingOf(work: () => Promise<Outcome>): Promise<Ending> {
  try {
    const { word, calls } = await work()
    ledger.take(calls ?? [])
    return { type: 'ok', ...(word && { word }) }
  } catch (error) {
    settledMb = peakMb()
    return describeFailure(error, API_KEY)
  }
}

function tally(): Tally {
  return {
    calls: ledger.calls(),
    tookPrototype: ledger.tookPrototype(),
    sawAbort: ledger.sawAbort(),
    rejections,
    peakMb: settledMb ?? peakMb(),
  }
}

function peakMb(): number {
  return process.resourceUsage().maxRSS / 1024
}

function say(message: Message): void {
  process.send?.(message)
}
