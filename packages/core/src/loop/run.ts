import { batchesOf, inBatches } from '../call/batch.ts'
import { DragomanError } from '../neutral/error.ts'
import { accumulator, type StreamEvent } from '../neutral/event.ts'
import {
  system,
  textOf,
  type AssistantMessage,
  type Message,
  type StopReason,
  type SystemMessage,
  type ToolCallPart,
  type ToolResultPart,
} from '../neutral/message.ts'
import type { Notice } from '../neutral/notice.ts'
import type { ModelRequest } from '../neutral/request.ts'
import type { RunState } from '../neutral/state.ts'
import { sumUsage, type Usage } from '../neutral/usage.ts'
import { executeCalls, failedResult, type ToolEvent } from './execute.ts'
import { settleCallIds } from './ledger.ts'
import { planRun, type RunOptions, type RunPlan } from './options.ts'

export type RunEvent =
  | StreamEvent
  | ToolEvent
  | { readonly type: 'step-start'; readonly step: number }
  | { readonly type: 'step-end'; readonly step: number; readonly message: AssistantMessage }
  | { readonly type: 'run-end'; readonly result: RunResult }

export type RunResult = RunSummary & RunEnd

export interface RunSummary {
  /** The text of the last answer. */
  readonly text: string
  /** The given messages as given, then what the run added. */
  readonly messages: readonly Message[]
  /** How many messages the run added. */
  readonly added: number
  readonly usage: Usage
  /** How many model calls the run made. */
  readonly steps: number
  readonly notices: readonly Notice[]
  /** The run as plain JSON, to go on from. */
  readonly state: RunState
}

/** How a run ended. An ending is data; a failure is an exception. */
export type RunEnd =
  | { readonly end: 'done' }
  /** The model called tools without `execute`: give their results to `run({ state, results })`. */
  | { readonly end: 'needs-results'; readonly pending: readonly ToolCallPart[] }
  | { readonly end: 'limit'; readonly limit: 'steps' }
  | { readonly end: Extract<StopReason, 'length' | 'context-full' | 'refusal' | 'filtered' | 'other'> }

/** The events of a run as they come, and its result. Leaving the iteration aborts the run. */
export interface RunStream extends AsyncIterable<RunEvent> {
  /** Settles with the run. Read without an iterator taken, it drives the run. */
  readonly result: Promise<RunResult>
}

/**
 * Calls the model, runs the tools that it asks for, and repeats until it answers.
 * Throws a {@link DragomanError} whose `state` holds the transcript so far.
 */
export function run(options: RunOptions): Promise<RunResult> {
  return streamRun({ stream: false, ...options }).result
}

/** The same as {@link run}, with its events while they happen. */
export function streamRun(options: RunOptions): RunStream {
  const left = new AbortController()
  const { promise, resolve, reject } = Promise.withResolvers<RunResult>()
  // Whoever iterates gets the error there; a `result` that nobody reads must not be an unhandled rejection.
  promise.catch(() => undefined)
  let taken = false

  function take(): AsyncIterator<RunEvent> {
    if (taken) {
      throw new DragomanError('config', 'A run streams once: call streamRun() again for another run.')
    }
    taken = true
    const events = drive()
    return inBatches({
      next: () => events.next(),
      return() {
        // Before the generator's own return, which would wait for what the run is waiting for.
        leave()
        return events.return()
      },
    })
  }

  async function* drive(): AsyncGenerator<readonly RunEvent[], void, void> {
    try {
      yield* runSteps({ stream: true, ...options }, left.signal, resolve)
    } catch (error) {
      reject(error)
      throw error
    }
  }

  function leave(): void {
    const error = new DragomanError('aborted', 'The run was left before it ended.')
    left.abort(error)
    reject(error)
  }

  async function drain(): Promise<void> {
    for await (const _event of { [Symbol.asyncIterator]: take }) {
      // The result settles at the end.
    }
  }

  return {
    [Symbol.asyncIterator]: take,
    get result() {
      if (!taken) drain().catch(() => undefined)
      return promise
    },
  }
}

async function* runSteps(
  options: RunOptions,
  left: AbortSignal,
  settle: (result: RunResult) => void,
): AsyncGenerator<readonly RunEvent[], void, void> {
  const plan = planRun(options)
  const link = linkSignals(options.signal, left)
  const { signal } = link
  const notices: Notice[] = []
  let state = plan.start
  try {
    for (;;) {
      signal.throwIfAborted()
      if (state.steps >= plan.limits.steps) return yield* end({ end: 'limit', limit: 'steps' })
      const step = state.steps + 1
      yield [{ type: 'step-start', step }]
      const answer = yield* callModel(plan, state, signal)
      const { message, notices: renamed } = settleCallIds(answer, step)
      yield renamed.map((notice) => report({ type: 'notice', notice }))
      state = addAnswer(state, message)
      const calls = message.parts.filter((part) => part.type === 'tool-call')
      const reason = message.stop?.reason ?? 'other'
      if (calls.length > 0) {
        const results = RUNS_CALLS.has(reason)
          ? yield* executeCalls(calls, {
              tools: plan.tools,
              runId: state.runId,
              step,
              concurrency: plan.concurrency,
              toolMs: plan.deadlines.toolMs,
              signal,
            })
          : calls.map((call) => notRun(call, reason))
        state = addResults(state, calls, results)
        signal.throwIfAborted()
      }
      yield [{ type: 'step-end', step, message }]
      if (state.pending.length > 0) return yield* end({ end: 'needs-results', pending: state.pending })
      if (reason === 'pause' || (calls.length > 0 && RUNS_CALLS.has(reason))) continue
      return yield* end({ end: reason === 'stop' || reason === 'tool-calls' ? 'done' : reason })
    }
  } catch (error) {
    throw asRunError(error, signal).with({ state })
  } finally {
    link.release()
  }

  function report(event: RunEvent): RunEvent {
    if (event.type === 'notice') notices.push(event.notice)
    return event
  }

  async function* callModel(
    { settings: { model, stream = false, fit } }: RunPlan,
    current: RunState,
    abort: AbortSignal,
  ): AsyncGenerator<readonly RunEvent[], AssistantMessage> {
    const received = accumulator()
    const call = model.call(buildRequest(plan, current), { stream, signal: abort, ...(fit && { fit }) })
    for await (const batch of batchesOf(call)) {
      for (const event of batch) received.push(event)
      yield batch.map(report)
    }
    const message = received.message()
    if (message.stop) return message
    throw new DragomanError('cut-stream', 'The answer ended without its stop reason.', { partial: message })
  }

  function* end(ending: RunEnd): Generator<readonly RunEvent[], void, void> {
    const { messages, added, steps, usages } = state
    const last = messages.findLast((message) => message.role === 'assistant')
    const text = last ? textOf(last) : ''
    const result: RunResult = {
      ...ending,
      text,
      messages,
      added,
      usage: sumUsage(usages),
      steps,
      notices,
      state,
    }
    // Whoever waits for the result goes on before this generator does.
    link.release()
    settle(result)
    yield [{ type: 'run-end', result }]
  }
}

// Calls are taken from the content: servers say `stop` beside them, or nothing. After the others they may be cut.
const RUNS_CALLS: ReadonlySet<StopReason> = new Set(['tool-calls', 'stop', 'other'])

function buildRequest({ settings, tools, toolChoice }: RunPlan, state: RunState): ModelRequest {
  const instructions: SystemMessage[] = settings.system ? [system(settings.system)] : []
  const isForced = toolChoice === 'required' || typeof toolChoice === 'object'
  const { parallelToolCalls } = settings
  return {
    messages: [...instructions, ...state.messages],
    tools: Array.from(tools.values(), (tool) => {
      if (tool.type === 'hosted') return tool
      const { execute: _execute, timeoutMs: _timeoutMs, ...definition } = tool
      return definition
    }),
    toolChoice: isForced && state.steps > 0 ? 'auto' : toolChoice,
    ...(parallelToolCalls !== undefined && { parallelToolCalls }),
    settings: settings.settings ?? {},
  }
}

function addAnswer(state: RunState, message: AssistantMessage): RunState {
  return {
    ...state,
    messages: [...state.messages, message],
    added: state.added + 1,
    steps: state.steps + 1,
    usages: [...state.usages, message.usage ?? {}],
  }
}

function addResults(
  state: RunState,
  calls: readonly ToolCallPart[],
  results: readonly ToolResultPart[],
): RunState {
  const pending = calls.filter((call) => !results.some((result) => result.callId === call.id))
  if (pending.length > 0) return { ...state, pending, results }
  return { ...state, messages: [...state.messages, { role: 'tool', parts: results }], added: state.added + 1 }
}

function notRun(call: ToolCallPart, reason: StopReason): ToolResultPart {
  return failedResult(
    call,
    'not-run',
    `Not run: the answer ended with "${reason}", so this call may be incomplete.`,
  )
}

function asRunError(error: unknown, signal: AbortSignal): DragomanError {
  if (DragomanError.is(error)) return error
  if (signal.aborted) return new DragomanError('aborted', 'The run was aborted.', { cause: error })
  const reason = error instanceof Error ? error.message || error.name : String(error)
  return new DragomanError('config', `The model threw what is not a DragomanError: ${reason}`, {
    cause: error,
  })
}

/** One signal for two sources, whose listeners go when the run ends. */
function linkSignals(
  given: AbortSignal | undefined,
  left: AbortSignal,
): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController()
  const sources = given ? [given, left] : [left]
  const listeners = sources.map((source) => {
    const abort = (): void => controller.abort(source.reason)
    if (source.aborted) abort()
    source.addEventListener('abort', abort, { once: true })
    return () => source.removeEventListener('abort', abort)
  })
  return { signal: controller.signal, release: () => listeners.forEach((remove) => remove()) }
}
