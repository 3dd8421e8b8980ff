import { batchesOf } from '../call/batch.ts'
import { DragomanError, reasonOf } from '../neutral/error.ts'
import { accumulator, type StreamEvent } from '../neutral/event.ts'
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
import { partialInputs } from '../schema/partial-inputs.ts'
import { executeCalls, type Executed } from './execute.ts'
import { failedResult } from './failed-result.ts'
import { settleCallIds } from './ledger.ts'
import { limitOnCalls, limitOnStep } from './limits.ts'
import type { OutputOf, RunOptions } from './options.ts'
import { planRun, type RunPlan } from './plan.ts'
import { buildRequest } from './request.ts'
import type { LimitName, RunEnd, RunEvent, RunResult } from './result.ts'
import { itemsUntilAborted, stopSignal, untilAborted } from './stop.ts'
import { addAnswer, addDiscarded, addMessage, addResults, callsOf } from './transcript.ts'

type Events<Return = void> = AsyncGenerator<readonly RunEvent<never>[], Return, void>

/** How a step ends the run; `undefined` where another step follows. */
type StepEnd = RunEnd<unknown> | undefined

/** A run under way. */
interface Running {
  readonly plan: RunPlan
  readonly notices: Notice[]
  state: RunState
  /** How many answers did not fit the output's schema. */
  repairs: number
}

type Discarded = Extract<StreamEvent, { readonly type: 'attempt-discarded' }>

/** The one loop. Failures carry the state as it was, ready to be sent again. */
export async function* runSteps<S extends Schema>(
  options: RunOptions<S>,
  left: AbortSignal,
  outcome: Pick<PromiseWithResolvers<RunResult<OutputOf<S>>>, 'resolve' | 'reject'>,
): AsyncGenerator<readonly RunEvent<OutputOf<S>>[], void, void> {
  const plan = planRun(options)
  const { runMs, stepMs } = plan.deadlines
  const stop = stopSignal([options.signal, left], { phase: 'run', ms: runMs })
  const run: Running = { plan, notices: [], state: plan.start, repairs: 0 }
  try {
    let ending: StepEnd
    do {
      const stopStep = stopSignal([stop.signal], { phase: 'step', ms: stepMs })
      try {
        ending = yield* takeStep(run, stopStep.signal)
      } finally {
        stopStep.release()
      }
    } while (!ending)
    // The output was read through the schema that `S` is.
    const result = resultOf(run, ending) as RunResult<OutputOf<S>>
    // Whoever waits for the result goes on before this generator does.
    stop.release()
    outcome.resolve(result)
    yield [{ type: 'run-end', result }]
  } catch (error) {
    throw asRunError(error, stop.signal).with({ state: run.state })
  } finally {
    stop.release()
    if (left.aborted) outcome.reject(asRunError(left.reason, left).with({ state: run.state }))
  }
}

async function* takeStep(run: Running, signal: AbortSignal): Events<StepEnd> {
  signal.throwIfAborted()
  const limit = limitOnStep(run.state, run.plan.limits)
  if (limit) return { end: 'limit', limit }
  const step = run.state.steps + 1
  yield [{ type: 'step-start', step }]
  const { message, notices } = settleCallIds(yield* askModel(run, signal), step)
  yield notices.map((notice) => report(run, notice))
  run.state = addAnswer(run.state, message)
  const calls = callsOf(message)
  const reason = message.stop?.reason ?? 'other'
  const ending = calls.length > 0 ? yield* answerCalls(run, calls, step, reason, signal) : undefined
  yield [{ type: 'step-end', step, message }]
  if (ending) return ending
  if (reason === 'pause' || (calls.length > 0 && RUNS_CALLS.has(reason))) return undefined
  return reason === 'stop' || reason === 'tool-calls' ? yield* finish(run, message, signal) : { end: reason }
}

async function* askModel(run: Running, signal: AbortSignal): Events<AssistantMessage> {
  const { plan, state } = run
  const { model, stream = false, fit, deadlines, retry } = plan.settings
  const received = accumulator()
  const readable = partialInputs()
  const options = {
    stream,
    signal,
    ...(fit && { fit }),
    ...(deadlines && { deadlines }),
    ...(retry && { retry }),
  }
  const answer = batchesOf(model.call(buildRequest(plan, state), options))
  try {
    for await (const batch of itemsUntilAborted(answer, signal)) {
      for (const event of batch) {
        if (event.type === 'attempt-discarded') discard(run, event, received.message())
        if (event.type === 'notice') run.notices.push(event.notice)
        received.push(event)
      }
      yield batch.map(readable)
    }
  } catch (error) {
    // An abort behind a complete answer takes nothing from it.
    const partial = received.message()
    if (signal.aborted && partial.stop) return partial
    throw asRunError(error, signal).with(partial.parts.length > 0 ? { partial } : {})
  }
  const message = received.message()
  if (message.stop) return message
  throw new DragomanError('cut-stream', 'The answer ended without its stop reason.', { partial: message })
}

function discard(run: Running, event: Discarded, partial: AssistantMessage): void {
  const origin = event.origin ?? partial.origin
  run.state = addDiscarded(run.state, { ...(origin && { origin }), usage: event.usage ?? {} })
}

// Calls are taken from the content: servers say `stop` beside them, or nothing. After the others they may be cut.
const RUNS_CALLS: ReadonlySet<StopReason> = new Set(['tool-calls', 'stop', 'other'])

async function* answerCalls(
  run: Running,
  calls: readonly ToolCallPart[],
  step: number,
  reason: StopReason,
  signal: AbortSignal,
): Events<StepEnd> {
  if (!RUNS_CALLS.has(reason)) {
    run.state = leaveCalls(
      run.state,
      calls,
      `the answer ended with "${reason}", so this call may be incomplete`,
    )
    return undefined
  }
  const limit = limitOnCalls(run.state, run.plan.limits)
  if (limit) {
    run.state = leaveCalls(run.state, calls, LIMIT_REASONS[limit])
    return { end: 'limit', limit }
  }
  const waitsFor = yield* runCalls(run, calls, step, signal)
  signal.throwIfAborted()
  const { pending } = run.state
  return waitsFor && { end: waitsFor === 'approval' ? 'needs-approval' : 'needs-results', pending }
}

async function* runCalls(
  run: Running,
  calls: readonly ToolCallPart[],
  step: number,
  signal: AbortSignal,
): Events<Executed['waitsFor']> {
  const { tools, settings, concurrency, deadlines } = run.plan
  const { approve } = settings
  const { runId } = run.state
  const execution = { tools, approve, runId, step, concurrency, toolMs: deadlines.toolMs, signal }
  let waitsFor: Executed['waitsFor']
  try {
    yield* executeCalls(calls, execution, (executed) => {
      run.state = addResults(run.state, calls, executed.results)
      waitsFor = executed.waitsFor
    })
  } catch (error) {
    run.state = leaveCalls(run.state, calls, 'the run failed before any call of this answer started')
    throw error
  }
  return waitsFor
}

const LIMIT_REASONS: Readonly<Record<LimitName, string>> = {
  steps: 'the run may take no more steps',
  tokens: 'the run may use no more tokens',
  toolCalls: 'the run may make no more tool calls',
  repeats: 'the same calls were made again and again',
}

function leaveCalls(state: RunState, calls: readonly ToolCallPart[], why: string): RunState {
  const results = calls.map((call) => failedResult(call, 'not-run', `Not run: ${why}.`))
  return addResults(state, calls, results)
}

/** The end of a run that asked for an output is an answer that fits; what is wrong with another goes back to the model. */
async function* finish(run: Running, message: AssistantMessage, signal: AbortSignal): Events<StepEnd> {
  const { output, limits } = run.plan
  if (!output) return { end: 'done', output: undefined }
  // Words may stand before it.
  const text = message.parts.findLast((part) => part.type === 'text')?.text ?? ''
  const read = await untilAborted(output.read(text), signal)
  if (read.ok) return { end: 'done', output: read.value }
  run.state = addMessage(run.state, user(read.problem))
  if (run.repairs >= limits.outputRepairs) throw invalidOutput(read.problem, message)
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
  const message = `The model threw what is not a DragomanError: ${reasonOf(error)}`
  return new DragomanError('config', message, { cause: error })
}
