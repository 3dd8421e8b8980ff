import {
  DragomanError,
  run,
  tool,
  user,
  type AssistantMessage,
  type Fetch,
  type Message,
  type Tool,
  type ToolCallPart,
} from '@dragoman/core'
import { framesOf } from '../framing.ts'
import type { Law } from '../law.ts'
import {
  Breach,
  endedWell,
  observeRequest,
  observeWhole,
  streamedResponse,
  wholeResponse,
} from '../observe.ts'
import { replayFetch } from '../replay-fetch.ts'
import type { Fixture, Subject } from '../subject.ts'
import { IN_TIME, within } from '../within.ts'
import { expectTaken } from './requests.ts'

export const loop: Law = {
  name: 'loop',
  says: 'a call runs once and has one result, in call order; calls of the past never run; and whatever happens, the transcript can be sent again',
  needs: ['response', 'answer'],
  shownOn: ({ fixtures }) => fixtures.filter(({ injected }) => injected === undefined),
  async run(subject, fixture) {
    const message = endedWell(await observeWhole(subject, fixture), 'the answer')
    const turn = { subject, fixture, message, last: await lastAnswer(subject) }
    await whole(turn)
    await past(turn)
    if (fixture.stream !== undefined) await cut(turn)
    if (turn.message.parts.some(({ type }) => type === 'tool-call')) {
      await fault(turn)
      await abort(turn)
    }
  },
}

/** A fixture in a run: its answer comes first, and then one that asks for nothing. */
interface Turn {
  readonly subject: Subject
  readonly fixture: Fixture
  readonly message: AssistantMessage
  readonly last: Fetch
}

async function whole(turn: Turn): Promise<void> {
  const played = await play(turn, [answer(turn), turn.last])
  expectResults('a run', turn, played)
  await expectSendable('a run', turn, played)
}

async function past(turn: Turn): Promise<void> {
  const { message } = turn
  const played = await play(turn, [turn.last], [...given(turn), message, user('And?')])
  expectNoneRan('calls in the given history', played)
  if (played.error) throw broken('calls in the given history', `ended with ${played.error.code}`)
}

async function cut(turn: Turn): Promise<void> {
  const { subject, fixture } = turn
  const ending = framesOf(fixture.stream ?? '', subject.framing ?? 'sse').find((frame) =>
    subject.isEnding(frame),
  )
  const response = streamedResponse(subject, fixture)
  const played = await play(turn, [replayFetch({ response }, { cutAt: ending?.from ?? 0 })], given(turn), {
    stream: true,
  })
  expectNoneRan('a stream that is cut', played)
  expectError('a stream that is cut', 'cut-stream', played)
  await expectSendable('a stream that is cut', turn, played)
}

async function fault(turn: Turn): Promise<void> {
  const refusal: Fetch = async () => new Response('Out of order.', { status: 500 })
  const played = await play(turn, [answer(turn), refusal])
  expectResults('a fault behind the calls', turn, played)
  await expectSendable('a fault behind the calls', turn, played)
}

async function abort(turn: Turn): Promise<void> {
  const control = new AbortController()
  const played = await play(turn, [answer(turn), turn.last], given(turn), {
    signal: control.signal,
    execute: () => control.abort(),
  })
  if (played.executed.length > 0) expectError('an abort in a tool', 'aborted', played)
  await expectSendable('an abort in a tool', turn, played)
}

interface Played {
  /** The ids of the calls that ran, in order. */
  readonly executed: readonly string[]
  readonly messages: readonly Message[]
  readonly end?: string
  readonly error?: DragomanError
}

interface Options {
  readonly stream?: boolean
  readonly signal?: AbortSignal
  readonly execute?: () => void
}

async function play(
  turn: Turn,
  answers: readonly Fetch[],
  messages: readonly Message[] = given(turn),
  { execute = () => undefined, ...options }: Options = {},
): Promise<Played> {
  const executed: string[] = []
  const tools = toolsOf(turn, (id) => {
    executed.push(id)
    execute()
  })
  const model = turn.subject.model(inTurn(answers))
  try {
    const running = run({ model, messages, tools, retry: { maxAttempts: 1 }, deadlines: IN_TIME, ...options })
    const { end, messages: after } = await within(running, 'the run')
    return { executed, messages: after, end }
  } catch (error) {
    if (!DragomanError.is(error)) throw error
    if (!error.state) {
      throw new Breach(`the run ended with ${error.code}, and without its state: ${error.message}`)
    }
    return { executed, messages: error.state.messages, error }
  }
}

/** A fetch that answers each request with the next of these, and then with the last. */
function inTurn(answers: readonly Fetch[]): Fetch {
  let asked = 0
  return (input, init) => {
    const next = answers[Math.min(asked, answers.length - 1)]
    asked += 1
    return next ? next(input, init) : Promise.reject(new Error('There is no answer.'))
  }
}

function answer({ fixture }: Turn): Fetch {
  return replayFetch({ response: wholeResponse(fixture) })
}

async function lastAnswer(subject: Subject): Promise<Fetch> {
  for (const fixture of subject.fixtures) {
    if (fixture.response === undefined || fixture.injected) continue
    const { message, error } = await observeWhole(subject, fixture)
    const isLast = message.stop?.reason === 'stop' && message.parts.every(({ type }) => type === 'text')
    if (!error && isLast) return replayFetch({ response: wholeResponse(fixture) })
  }
  throw new Breach(`${subject.name} has no fixture that ends a run: give a text that stops for "stop".`)
}

function given({ fixture }: Turn): readonly Message[] {
  const { messages } = fixture.request
  return messages.length === 0 ? [user('Hello')] : messages
}

function toolsOf({ fixture, message }: Turn, onRun: (callId: string) => void): readonly Tool[] {
  const hosted = fixture.request.tools.filter((known) => known.type === 'hosted')
  const names = new Set(callsOf(message).map(({ name }) => name))
  for (const { name } of hosted) names.delete(name)
  const called = Array.from(names, (name) =>
    tool({
      name,
      description: 'As called.',
      input: { type: 'object' },
      execute: (_input, { callId }) => onRun(callId),
    }),
  )
  return [...hosted, ...called]
}

const RUNS_AFTER: readonly (string | undefined)[] = ['tool-calls', 'stop', 'other']

function expectResults(where: string, turn: Turn, { executed, messages, end }: Played): void {
  const { message } = turn
  if (new Set(executed).size !== executed.length) {
    throw broken(where, `ran a call twice: ${executed.join(', ')}`)
  }
  if (!RUNS_AFTER.includes(message.stop?.reason) && executed.length > 0) {
    throw broken(where, `ran calls of an answer that stopped for ${message.stop?.reason}`)
  }
  // Nobody but the program can answer these.
  if (end === 'needs-results') return
  const added = messages.slice(given(turn).length)
  const at = added.findLastIndex((said) => callsOf(said).length > 0)
  const wanted = callsOf(added[at]).map(({ id }) => id)
  const next = added[at + 1]
  const results = at !== -1 && next?.role === 'tool' ? next.parts : []
  const found = results.map(({ callId }) => callId)
  if (found.join('\n') !== wanted.join('\n')) {
    throw broken(where, `expected results for ${list(wanted)}, found ${list(found)}`)
  }
  const wrong = results.find(({ callId, isError }) => !isError && !executed.includes(callId))
  if (wrong) throw broken(where, `the call ${wrong.callId} has a result, and never ran`)
}

function expectNoneRan(where: string, { executed }: Played): void {
  if (executed.length > 0) throw broken(where, `ran ${list(executed)}`)
}

function expectError(where: string, code: string, { error, end }: Played): void {
  if (error?.code !== code) throw broken(where, `expected ${code}, found ${error?.code ?? end}`)
}

async function expectSendable(
  where: string,
  { subject, fixture, message }: Turn,
  { messages }: Played,
): Promise<void> {
  const request = { ...fixture.request, messages: [...messages, user('Go on.')] }
  try {
    const { body } = await observeRequest(subject, request)
    // What only its provider knows goes back as it came: a fixture may hold what no judge has seen.
    if (message.parts.every(({ type }) => type !== 'opaque')) expectTaken(subject, body)
  } catch (error) {
    throw broken(where, `the transcript cannot be sent again: ${error instanceof Error ? error.message : ''}`)
  }
}

function callsOf(message: Message | undefined): readonly ToolCallPart[] {
  return message?.role === 'assistant' ? message.parts.filter((part) => part.type === 'tool-call') : []
}

function list(ids: readonly string[]): string {
  return ids.join(', ') || 'none'
}

function broken(where: string, what: string): Breach {
  return new Breach(`${where}: ${what}`)
}
