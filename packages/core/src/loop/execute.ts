import { startTimer } from '../call/timer.ts'
import { reasonOf } from '../neutral/error.ts'
import type { JsonValue } from '../neutral/json.ts'
import type { ToolCallPart, ToolFailure, ToolResultPart } from '../neutral/message.ts'
import { encodeOutput, type FunctionTool } from '../schema/tool.ts'
import { channel } from './channel.ts'
import { failedResult, notStarted } from './failed-result.ts'
import { idempotencyKey } from './ledger.ts'
import { prepareCall, type Preparation, type Prepared } from './prepare.ts'
import { stopSignal } from './stop.ts'

export type ToolEvent =
  | { readonly type: 'tool-start'; readonly call: ToolCallPart; readonly input: JsonValue }
  | { readonly type: 'tool-end'; readonly result: ToolResultPart }

export interface Execution extends Preparation {
  readonly runId: string
  readonly step: number
  /** How many tools may run at a time. */
  readonly concurrency: number
  readonly toolMs: number
}

/** What came of the calls of one answer. */
export interface Executed {
  /** In call order. A call that waits has none. */
  readonly results: readonly ToolResultPart[]
  /** What the calls without a result wait for. */
  readonly waitsFor?: 'approval' | 'results'
}

/**
 * Checks the calls of one answer, asks for the approvals that they need, and runs them, several at a time.
 * Every failure is a result that tells the model what was wrong. A call whose tool has no `execute` has no result.
 * An abort settles it at once: what runs is marked `aborted`, what has not started `not-run`.
 * Throws only what `approve` threw; then nothing has run. Else `settle` gets the results, also where nobody reads the
 * events any more.
 */
export async function* executeCalls(
  calls: readonly ToolCallPart[],
  execution: Execution,
  settle: (executed: Executed) => void,
): AsyncGenerator<readonly ToolEvent[], void, void> {
  const prepared: Prepared[] = []
  for (const call of calls) prepared.push(await prepareCall(call, execution))
  const results = new Map<ToolCallPart, ToolResultPart>()
  const stop = stopSignal([execution.signal])

  const events = channel<ToolEvent>()
  const waiting = prepared.values()
  async function work(): Promise<void> {
    for (const one of waiting) {
      const result = await resultOf(one, { ...execution, signal: stop.signal }, events.put)
      if (!result) continue
      results.set(one.call, result)
      events.put({ type: 'tool-end', result })
    }
  }
  const workers = Array.from({ length: Math.min(execution.concurrency, calls.length) }, work)
  const done = Promise.all(workers).finally(events.close)

  let isLeft = true
  try {
    yield* events.items()
    isLeft = false
  } finally {
    // Only left early when the run's reader left: nobody waits for the tools that still run.
    if (isLeft) stop.stop()
    stop.release()
    await done
    const waitsFor = prepared.flatMap(({ waitsFor: reason }) => reason ?? []).toSorted()[0]
    settle({ results: calls.flatMap((call) => results.get(call) ?? []), ...(waitsFor && { waitsFor }) })
  }
}

async function resultOf(
  { call, result, ready }: Prepared,
  execution: Execution,
  emit: (event: ToolEvent) => void,
): Promise<ToolResultPart | undefined> {
  if (result || !ready) return result
  if (execution.signal.aborted) return notStarted(call)
  const { tool, input } = ready
  emit({ type: 'tool-start', call, input })
  try {
    return await runTool(tool, call, input, execution)
  } catch (error) {
    return failedResult(call, 'threw', `The tool failed: ${reasonOf(error)}`)
  }
}

async function runTool(
  tool: FunctionTool,
  call: ToolCallPart,
  input: JsonValue,
  { runId, step, toolMs, signal }: Execution,
): Promise<ToolResultPart> {
  const ms = tool.timeoutMs ?? toolMs
  const controller = new AbortController()
  const { promise: stopped, resolve } = Promise.withResolvers<ToolResultPart>()
  function stop(reason: ToolFailure, text: string): void {
    controller.abort(new Error(text))
    resolve(failedResult(call, reason, text))
  }
  const onAbort = (): void => stop('aborted', 'The run was aborted; the tool may still be running.')
  const cancelTimer = startTimer(ms, () =>
    stop('timeout', `The tool did not finish within ${ms} ms; it may still be running.`),
  )
  signal.addEventListener('abort', onAbort, { once: true })
  const context = {
    signal: controller.signal,
    callId: call.id,
    idempotencyKey: idempotencyKey(runId, step, call.id),
  }
  try {
    return await Promise.race([invoke(tool, call, input, context), stopped])
  } finally {
    cancelTimer()
    signal.removeEventListener('abort', onAbort)
  }
}

async function invoke(
  tool: FunctionTool,
  call: ToolCallPart,
  input: JsonValue,
  context: Parameters<NonNullable<FunctionTool['execute']>>[1],
): Promise<ToolResultPart> {
  const output = encodeOutput(await tool.execute?.(input, context))
  return { type: 'tool-result', callId: call.id, name: call.name, ...output }
}
