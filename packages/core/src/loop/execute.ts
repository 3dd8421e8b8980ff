import type { JsonValue } from '../neutral/json.ts'
import type { ToolCallPart, ToolFailure, ToolResultPart } from '../neutral/message.ts'
import { checkInput } from '../schema/input.ts'
import { encodeOutput, type FunctionTool, type Tool } from '../schema/tool.ts'
import { idempotencyKey } from './ledger.ts'

export type ToolEvent =
  | { readonly type: 'tool-start'; readonly call: ToolCallPart; readonly input: JsonValue }
  | { readonly type: 'tool-end'; readonly result: ToolResultPart }

export interface Execution {
  /** Every tool by its name. The calls of one that is not a function wait for the program. */
  readonly tools: ReadonlyMap<string, Tool>
  readonly runId: string
  readonly step: number
  /** How many tools may run at a time. */
  readonly concurrency: number
  readonly toolMs: number
  readonly signal: AbortSignal
}

/**
 * Checks and runs the calls of one answer, several at a time, and returns their results in call order.
 * Every failure is a result that tells the model what was wrong. A call whose tool has no `execute` has no result.
 * An abort settles it at once: what runs is marked `aborted`, what has not started `not-run`.
 */
export async function* executeCalls(
  calls: readonly ToolCallPart[],
  execution: Execution,
): AsyncGenerator<readonly ToolEvent[], readonly ToolResultPart[]> {
  const results = new Map<ToolCallPart, ToolResultPart>()
  const stopped = new AbortController()
  const stop = (): void => stopped.abort(execution.signal.reason)
  execution.signal.addEventListener('abort', stop, { once: true })
  if (execution.signal.aborted) stop()

  const events = channel<ToolEvent>()
  const waiting = calls.values()
  async function work(): Promise<void> {
    for (const call of waiting) {
      // A failure outside the tool is one too: a schema may recurse without an end.
      const result = await executeCall(call, { ...execution, signal: stopped.signal }, events.put).catch(
        (error: unknown) => failedResult(call, 'threw', `The tool failed: ${reasonOf(error)}`),
      )
      if (!result) continue
      results.set(call, result)
      events.put({ type: 'tool-end', result })
    }
  }
  const workers = Array.from({ length: Math.min(execution.concurrency, calls.length) }, work)
  const done = Promise.all(workers).finally(events.close)

  let isLeft = true
  try {
    yield* events.items()
    isLeft = false
    await done
    return calls.flatMap((call) => results.get(call) ?? [])
  } finally {
    execution.signal.removeEventListener('abort', stop)
    // Only left early when the run's reader left: nobody waits for the tools that still run.
    if (isLeft) stopped.abort()
    await done
  }
}

/** An error result. Its text is written for the model. */
export function failedResult(call: ToolCallPart, reason: ToolFailure, text: string): ToolResultPart {
  const { id: callId, name } = call
  return { type: 'tool-result', callId, name, parts: [{ type: 'text', text }], isError: true, reason }
}

async function executeCall(
  call: ToolCallPart,
  execution: Execution,
  emit: (event: ToolEvent) => void,
): Promise<ToolResultPart | undefined> {
  const { tools, signal } = execution
  if (signal.aborted) {
    return failedResult(call, 'not-run', 'Not run: the run was aborted before this call started.')
  }
  const tool = tools.get(call.name)
  if (!tool) {
    const names = [...tools.keys()].join(', ')
    return failedResult(
      call,
      'unknown-tool',
      `There is no tool named "${call.name}". Available tools: ${names || 'none'}.`,
    )
  }
  // A free-text tool, say: declared in the wire's own words, answered by the program.
  if (tool.type === 'hosted') return undefined
  const checked = checkInput(call.inputText, tool.input)
  if (!checked.ok) return failedResult(call, 'bad-input', checked.problem)
  if (!tool.execute) return undefined
  emit({ type: 'tool-start', call, input: checked.input })
  return runTool(tool, call, checked.input, execution)
}

const LONGEST_TIMER = 2 ** 31 - 1

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
  const onTimeout = (): void =>
    stop('timeout', `The tool did not finish within ${ms} ms; it may still be running.`)
  // A longer timer would fire at once.
  const timer = ms <= LONGEST_TIMER ? setTimeout(onTimeout, ms) : undefined
  signal.addEventListener('abort', onAbort, { once: true })
  const context = {
    signal: controller.signal,
    callId: call.id,
    idempotencyKey: idempotencyKey(runId, step, call.id),
  }
  try {
    return await Promise.race([invoke(tool, call, input, context), stopped])
  } finally {
    clearTimeout(timer)
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

function reasonOf(error: unknown): string {
  const reason = error instanceof Error ? error.message || error.name : error
  try {
    return String(reason)
  } catch {
    return typeof reason // an object without a prototype has no text
  }
}

/** A queue between producers that call `put` and one reader of `items`. */
function channel<Item>(): {
  put(item: Item): void
  close(): void
  items(): AsyncGenerator<readonly Item[]>
} {
  let queue: Item[] = []
  let closed = false
  let wake = (): void => undefined
  return {
    put(item) {
      queue.push(item)
      wake()
    },
    close() {
      closed = true
      wake()
    },
    async *items() {
      while (!closed || queue.length > 0) {
        const ready = queue
        queue = []
        yield ready
        if (queue.length === 0 && !closed) await new Promise<void>((resolve) => (wake = resolve))
      }
    },
  }
}
