import { faultServer, type SeenRequest } from '@dragoman/conformance/faults'
import { judge, type Finding } from '@dragoman/conformance/judge'
import type { SpokenWire } from '@dragoman/conformance/speak'
import { run, user, type FunctionTool, type Message, type RunStart, type RunState } from '@dragoman/core'
import { withinMs } from './turns.ts'
import { modelOn } from './wires.ts'

export interface SentAgain {
  /** What is wrong with the transcript, each in a line. */
  readonly problems: readonly string[]
  /** The transcript as it went on. */
  readonly messages: readonly Message[]
}

export interface SendAgainOptions {
  readonly wire: SpokenWire
  readonly tools: readonly FunctionTool[]
  readonly stream: boolean
}

const HANGS_MS = 30_000

/** Sends a state to a healthy provider: the judge must take each request, and the run must end as any other does. */
export async function sendAgain(
  state: RunState,
  { wire, tools, stream }: SendAgainOptions,
): Promise<SentAgain> {
  await using server = await faultServer({ wire })
  const model = modelOn(wire, { baseURL: server.baseURL })
  const running = run({ model, tools, stream, ...startOf(state) }).then(
    (result) => ({ end: result.end as string, messages: result.messages }), // one of the union's words
    (error: unknown) => ({ end: `a throw: ${String(error)}`, messages: state.messages }),
  )
  const outcome = (await withinMs(HANGS_MS, running)) ?? { end: 'a hang', messages: state.messages }
  const ending = outcome.end === 'done' ? [] : [`sent again, it ends in ${outcome.end}`]
  return { problems: [...refusalsOf(server.requests, wire), ...ending], messages: outcome.messages }
}

/** Why the provider would not take the requests: nothing, where it would. */
export function refusalsOf(requests: readonly SeenRequest[], wire: SpokenWire): readonly string[] {
  const found = requests.flatMap(({ body }) => judge(wire, body)).filter((finding) => !isOwnWord(finding))
  return [...new Set(found.map(({ rule, path, message }) => `${rule}: ${path} ${message}`))]
}

// No field of the wire; but the fault server said it, as compatible ones do, and they ask to see it again.
function isOwnWord({ rule, path }: Finding): boolean {
  return rule === 'foreign-field' && path.endsWith('.reasoning_content')
}

// Behind the model's last word, the next is the user's.
function startOf(state: RunState): RunStart {
  const plain: RunState = JSON.parse(JSON.stringify(state))
  const isAnswered = plain.messages.at(-1)?.role === 'assistant'
  return isAnswered ? { messages: [...plain.messages, user('Go on.')] } : { state: plain }
}
