import { batchesOf } from '../call/batch.ts'
import { DragomanError } from '../neutral/error.ts'
import { accumulator } from '../neutral/event.ts'
import {
  textOf,
  user,
  type AssistantMessage,
  type StopReason,
  type ToolCallPart,
} from '../neutral/message.ts'
import type { Notice } from '../neutral/notice.ts'
import type { RunState } from '../neutral/state.ts'
import { sumUsage } from '../neutral/usage.ts'
import type { Schema } from '../schema/accept.ts'
import { executeCalls, failedResult } from './execute.ts'
import { settleCallIds } from './ledger.ts'
import { planRun, type OutputOf, type RunOptions, type RunPlan } from './options.ts'
import { buildRequest } from './request.ts'
import type { RunEnd, RunEvent, RunResult } from './result.ts'
import { stopSignal, untilAborted } from './stop.ts'
import { addAnswer, addMessage, addResults, callsOf } from './transcript.ts'

type Events<Return = void> = AsyncGenerator<readonly RunEvent<never>[], Return, void>

/** The one loop. Failures carry the state as it was, ready to be sent again. */
export async function* runSteps<S extends Schema>(
  options: RunOptions<S>,
  left: AbortSignal,
  settle: (result: RunResult<OutputOf<S>>) => void,
): AsyncGenerator<readonly RunEvent<OutputOf<S>>[], void, void> {
  const plan = planRun(options)
  const stop = stopSignal([options.signal, left])
  const run: Running = { plan, signal: stop.signal, notices: [], state: plan.start, repairs: 0 }
  try {
    let ending: RunEnd<unknown> | undefined
    do ending = yield* takeStep(run)
    while (!ending)
    // The output was read through the schema that `S` is.
    const result = resultOf(run, ending) as RunResult<OutputOf<S>>
    // Whoever waits for the result goes on before this generator does.
    stop.release()
    settle(result)
    yield [{ type: 'run-end', result }]
  } catch (error) {
    throw asRunError(error, stop.signal).with({ state: run.state })
  } finally {
    stop.release()
  }
}

/** A run under way. */
interface Running {
  readonly plan: RunPlan
  readonly signal: AbortSignal
  readonly notices: Notice[]
  state: RunState
  /** How many answers did not fit the output's schema. */
  repairs: number
}

async function* takeStep(run: Running): Events<RunEnd<unknown> | undefined> {
  const { plan, signal } = run
  signal.throwIfAborted()
  if (run.state.steps >= plan.limits.steps) return { end: 'limit', limit: 'steps' }
  const step = run.state.steps + 1
  yield [{ type: 'step-start', step }]
  const { message, notices } = settleCallIds(yield* askModel(run), step)
  yield notices.map((notice) => report(run, notice))
  run.state = addAnswer(run.state, message)
  const reason = message.stop?.reason ?? 'other'
  const calls = callsOf(message)
  if (calls.length > 0) yield* answerCalls(run, calls, step, reason)
  yield [{ type: 'step-end', step, message }]
  const { pending } = run.state
  if (pending.length > 0) return { end: 'needs-results', pending }
  if (reason === 'pause' || (calls.length > 0 && RUNS_CALLS.has(reason))) return undefined
  return reason === 'stop' || reason === 'tool-calls' ? yield* finish(run, message) : { end: reason }
}

async function* askModel(run: Running): Events<AssistantMessage> {
  const { plan, signal } = run
  const { model, stream = false, fit } = plan.settings
  const received = accumulator()
  const call = model.call(buildRequest(plan, run.state), { stream, signal, ...(fit && { fit }) })
  for await (const batch of batchesOf(call)) {
    for (const event of batch) {
      received.push(event)
      if (event.type === 'notice') run.notices.push(event.notice)
    }
    yield batch
  }
  const message = received.message()
  if (message.stop) return message
  throw new DragomanError('cut-stream', 'The answer ended without its stop reason.', { partial: message })
}

// Calls are taken from the content: servers say `stop` beside them, or nothing. After the others they may be cut.
const RUNS_CALLS: ReadonlySet<StopReason> = new Set(['tool-calls', 'stop', 'other'])

async function* answerCalls(
  run: Running,
  calls: readonly ToolCallPart[],
  step: number,
  reason: StopReason,
): Events {
  const { plan, signal } = run
  const results = RUNS_CALLS.has(reason)
    ? yield* executeCalls(calls, {
        tools: plan.tools,
        runId: run.state.runId,
        step,
        concurrency: plan.concurrency,
        toolMs: plan.deadlines.toolMs,
        signal,
      })
    : calls.map((call) => notRun(call, reason))
  run.state = addResults(run.state, calls, results)
  signal.throwIfAborted()
}

function notRun(call: ToolCallPart, reason: StopReason): ReturnType<typeof failedResult> {
  const text = `Not run: the answer ended with "${reason}", so this call may be incomplete.`
  return failedResult(call, 'not-run', text)
}

/** The end of a run that asked for an output is an answer that fits; what is wrong with another goes back to the model. */
async function* finish(run: Running, message: AssistantMessage): Events<RunEnd<unknown> | undefined> {
  const { plan, signal } = run
  if (!plan.output) return { end: 'done', output: undefined }
  // Words may stand before it.
  const text = message.parts.findLast((part) => part.type === 'text')?.text ?? ''
  const read = await untilAborted(plan.output.read(text), signal)
  if (read.ok) return { end: 'done', output: read.value }
  run.state = addMessage(run.state, user(read.problem))
  if (run.repairs >= plan.limits.outputRepairs) throw invalidOutput(read.problem, message)
  run.repairs += 1
  const path = `messages[${run.state.messages.length - 1}]`
  yield [report(run, { code: 'output-repair', path, action: 'synthesized', to: 'user' })]
  return undefined
}

function invalidOutput(problem: string, partial: AssistantMessage): DragomanError {
  return new DragomanError(
    'output-invalid',
    `The model's answer does not fit the output schema, also after it was told what is wrong. ${problem}`,
    { partial },
  )
}

function report(run: Running, notice: Notice): RunEvent<never> {
  run.notices.push(notice)
  return { type: 'notice', notice }
}

function resultOf({ state, notices }: Running, ending: RunEnd<unknown>): RunResult<unknown> {
  const { messages, added, steps, usages } = state
  const last = messages.findLast((message) => message.role === 'assistant')
  const text = last ? textOf(last) : ''
  return { ...ending, text, messages, added, usage: sumUsage(usages), steps, notices, state }
}

function asRunError(error: unknown, signal: AbortSignal): DragomanError {
  if (DragomanError.is(error)) return error
  if (signal.aborted) return new DragomanError('aborted', 'The run was aborted.', { cause: error })
  const reason = error instanceof Error ? error.message || error.name : String(error)
  return new DragomanError('config', `The model threw what is not a DragomanError: ${reason}`, {
    cause: error,
  })
}
