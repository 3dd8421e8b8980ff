import {
  DragomanError,
  present,
  streamRun as streamUncosted,
  type OutputOf,
  type RunEvent,
  type RunOptions,
  type RunResult,
  type Schema,
} from '@dragoman/core'
import { defaultsOf } from './configured-model.ts'
import { costOfState, loadPrices, type Cost } from './cost.ts'

/** The result of a run, with what it cost. */
export type CostedResult<Output = undefined> = RunResult<Output> & {
  /** `undefined` without `@pydantic/genai-prices`, and where any answer has no price in it. */
  readonly cost: Cost | undefined
}

/** An event of a run; its last one says what the run cost. */
export type CostedEvent<Output = unknown> =
  | Exclude<RunEvent<Output>, { readonly type: 'run-end' }>
  | { readonly type: 'run-end'; readonly result: CostedResult<Output> }

/** The events of a run as they come, and its result. Leaving the iteration aborts the run. */
export interface CostedStream<Output = undefined> extends AsyncIterable<CostedEvent<Output>> {
  /** Settles with the run. Read without an iterator taken, it drives the run. */
  readonly result: Promise<CostedResult<Output>>
}

/**
 * Calls the model, runs the tools that it asks for, and repeats until it answers. Limits and deadlines that the
 * configuration has for the model hold where the options say nothing.
 * Throws a {@link DragomanError} whose `state` holds the transcript so far.
 */
export function run<S extends Schema = never>(options: RunOptions<S>): Promise<CostedResult<OutputOf<S>>> {
  return streamRun<S>({ stream: false, ...options }).result
}

/** The same as {@link run}, with its events while they happen. */
export function streamRun<S extends Schema = never>(options: RunOptions<S>): CostedStream<OutputOf<S>> {
  type Output = OutputOf<S>
  const stream = streamUncosted<S>(withDefaults(options))
  // Loads while the run goes on. Whoever asks for the cost hears of a failure.
  loadPrices().catch(() => undefined)
  let costed: Promise<CostedResult<Output>> | undefined

  function settle(): Promise<CostedResult<Output>> {
    if (!costed) {
      costed = stream.result.then(withCost)
      // Whoever iterates gets the error there; a `result` that nobody reads must not be an unhandled rejection.
      costed.catch(() => undefined)
    }
    return costed
  }

  function take(): AsyncIterator<CostedEvent<Output>> {
    const events = stream[Symbol.asyncIterator]()
    return {
      async next() {
        const { done, value } = await events.next()
        if (done) return { done, value: undefined }
        return { done: false, value: value.type === 'run-end' ? { ...value, result: await settle() } : value }
      },
      async return() {
        await events.return?.()
        return { done: true, value: undefined }
      },
    }
  }

  return {
    [Symbol.asyncIterator]: take,
    get result() {
      return settle()
    },
  }
}

function withDefaults<S extends Schema>(options: RunOptions<S>): RunOptions<S> {
  const { limits, deadlines } = defaultsOf(options?.model)
  return {
    ...options,
    ...(limits && { limits: { ...limits, ...present(options.limits ?? {}) } }),
    ...(deadlines && { deadlines: { ...deadlines, ...present(options.deadlines ?? {}) } }),
  }
}

async function withCost<Output>(result: RunResult<Output>): Promise<CostedResult<Output>> {
  try {
    return { ...result, cost: await costOfState(result.state) }
  } catch (error) {
    throw DragomanError.is(error) ? error.with({ state: result.state }) : error
  }
}
