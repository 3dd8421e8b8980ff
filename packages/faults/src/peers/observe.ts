import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { faultServer, SCRIPT_TOOLS } from '@dragoman/conformance/faults'
import type { Contender } from './contender.ts'
import { NO_TALLY, type Ending, type Listeners, type Message, type Order, type Tally } from './order.ts'
import type { PeerRow } from './rows.ts'

/** What was seen of a process from outside. */
export interface Observation extends Tally {
  readonly ending: Ending | { readonly type: 'hang' } | { readonly type: 'crash'; readonly how: string }
  /** Until it ended, or was ended. */
  readonly ms: number
  /** How many requests the server saw. */
  readonly requests: number
  readonly listeners?: Listeners
}

/** How long a process may take to load its code. */
const LOAD_MS = 60_000
/** How often a stall shows that it is alive. */
const TICK_MS = 100
const REQUESTS = 2_000

/** Lets a contender meet a fault, in a process of its own with a server of its own. */
export async function observe(contender: Contender, row: PeerRow): Promise<Observation> {
  const { fault, script, exercise, limitMs } = row
  await using server = await faultServer({
    wire: contender.wire,
    tickMs: TICK_MS,
    limits: { requests: REQUESTS },
    ...(fault && { fault }),
    ...(script && { script }),
  })
  const { baseURL } = server
  const child = start(contender, {
    contender: contender.name,
    exercise,
    baseURL,
    tools: SCRIPT_TOOLS,
    ...(limitMs && { limitMs }),
  })
  try {
    return { ...(await watch(child, row.watchdogMs)), requests: server.requests.length }
  } finally {
    child.kill('SIGKILL')
  }
}

function start({ isOurs }: Contender, order: Order): ChildProcess {
  return fork(fileURLToPath(new URL('./worker.ts', import.meta.url)), [JSON.stringify(order)], {
    // Other packages have a condition of that name, which is not for us.
    execArgv: ['--expose-gc', ...(isOurs ? ['--conditions=source'] : [])],
    env: cleanEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
}

/** Without what the SDKs read from it. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(OPENAI|ANTHROPIC|AI|NODE)_/.test(name))
  return Object.fromEntries(kept)
}

async function watch(child: ChildProcess, watchdogMs: number): Promise<Omit<Observation, 'requests'>> {
  const { promise, resolve } = Promise.withResolvers<Omit<Observation, 'requests'>>()
  let tally: Tally = NO_TALLY
  let complaint = ''
  let timer = setTimeout(end, LOAD_MS, { type: 'crash', how: 'it did not load' }, LOAD_MS)

  function end(ending: Observation['ending'], ms: number): void {
    resolve({ ...tally, ending, ms })
  }

  child.stderr?.on('data', (bytes: Buffer) => (complaint += bytes.toString()))
  child.once('error', (error) => end({ type: 'crash', how: error.message }, 0))
  child.once('exit', () => end({ type: 'crash', how: complaint }, 0))
  child.on('message', (message: Message) => {
    if (message.type === 'started') {
      clearTimeout(timer)
      timer = setTimeout(end, watchdogMs, { type: 'hang' }, watchdogMs)
    } else {
      tally = message.tally
      if (message.type === 'report') resolve({ ...tally, ...message.report })
    }
  })
  try {
    return await promise
  } finally {
    clearTimeout(timer)
  }
}
