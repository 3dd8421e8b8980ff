import { inBatches } from '../call/batch.ts'
import { DragomanError } from '../neutral/error.ts'
import type { Schema } from '../schema/accept.ts'
import type { OutputOf, RunOptions } from './options.ts'
import type { RunEvent, RunResult, RunStream } from './result.ts'
import { runSteps } from './steps.ts'

/**
 * Calls the model, runs the tools that it asks for, and repeats until it answers.
 * Throws a {@link DragomanError} whose `state` holds the transcript so far.
 */
export function run<S extends Schema = never>(options: RunOptions<S>): Promise<RunResult<OutputOf<S>>> {
  return streamRun<S>({ stream: false, ...options }).result
}

/** The same as {@link run}, with its events while they happen. */
export function streamRun<S extends Schema = never>(options: RunOptions<S>): RunStream<OutputOf<S>> {
  type Output = OutputOf<S>
  const left = new AbortController()
  const { promise, resolve, reject } = Promise.withResolvers<RunResult<Output>>()
  // Whoever iterates gets the error there; a `result` that nobody reads must not be an unhandled rejection.
  promise.catch(() => undefined)
  let taken = false

  function take(): AsyncIterator<RunEvent<Output>> {
    if (taken) {
      throw new DragomanError('config', 'A run streams once: call streamRun() again for another run.')
    }
    taken = true
    const events = drive()
    return inBatches({
      next: () => events.next(),
      async return() {
        const error = new DragomanError('aborted', 'The run was left before it ended.')
        // Before the generator's own return, which would wait for what the run is waiting for.
        left.abort(error)
        await events.return()
        // A run that never began has no state.
        reject(error)
        return { done: true, value: undefined }
      },
    })
  }

  async function* drive(): AsyncGenerator<readonly RunEvent<Output>[], void, void> {
    try {
      yield* runSteps<S>({ stream: true, ...options }, left.signal, { resolve, reject })
    } catch (error) {
      reject(error)
      throw error
    }
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
