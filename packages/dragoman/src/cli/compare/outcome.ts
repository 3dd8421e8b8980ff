import {
  accumulator,
  DragomanError,
  reasonOf,
  sumUsage,
  textOf,
  type RunOptions,
  type Usage,
} from '@dragoman/core'
import { costOfState, type Cost } from '../../cost.ts'
import { streamRun, type CostedEvent, type CostedResult } from '../../run.ts'
import { isOfAnswer } from '../run/answer-event.ts'
import { failureData } from '../run/event-line.ts'
import { whyUnfinished } from '../run/run-end.ts'

/** What one of several runs came to. */
export type Outcome = Figures &
  (
    | { readonly kind: 'ended'; readonly result: CostedResult }
    /** `said` is what had come of the answer. */
    | { readonly kind: 'failed'; readonly error: unknown; readonly said: string }
  )

export interface Figures {
  readonly name: string
  readonly ms: number
  readonly steps: number
  readonly usage: Usage
  readonly cost: Cost | undefined
}

/** Runs to the end, whatever it is, and tells what happens. */
export async function runToOutcome(
  name: string,
  options: RunOptions,
  tell: (name: string, event: CostedEvent) => void,
): Promise<Outcome> {
  const begin = performance.now()
  let received = accumulator()
  try {
    const stream = streamRun(options)
    for await (const event of stream) {
      if (event.type === 'step-start') received = accumulator()
      if (isOfAnswer(event)) received.push(event)
      tell(name, event)
    }
    const result = await stream.result
    const { steps, usage, cost } = result
    return { kind: 'ended', name, ms: performance.now() - begin, steps, usage, cost, result }
  } catch (error) {
    const failed = { kind: 'failed', name, ms: performance.now() - begin, error } as const
    const said = textOf(received.message())
    const { state } = DragomanError.is(error) ? error : {}
    if (!state) return { ...failed, said, steps: 0, usage: {}, cost: undefined }
    const { steps, usages } = state
    const cost = await costOfState(state).catch(() => undefined)
    return { ...failed, said, steps, usage: sumUsage(usages), cost }
  }
}

/** How it ended, in one word. */
export function endOf(outcome: Outcome): string {
  if (outcome.kind === 'ended') return outcome.result.end
  return DragomanError.is(outcome.error) ? outcome.error.code : 'error'
}

/** What it said; of what has no answer, why. */
export function textOfOutcome(outcome: Outcome): string {
  if (outcome.kind === 'ended') {
    const { text } = outcome.result
    return [text, whyUnfinished(outcome.result) ?? ''].filter((part) => part !== '').join('\n\n')
  }
  const { error, said } = outcome
  return [said, reasonOf(error)].filter((text) => text !== '').join('\n\n')
}

/** The same as data. */
export function outcomeData(outcome: Outcome): object {
  const { name, ms, steps, usage, cost } = outcome
  const figures = { model: name, end: endOf(outcome), ms: Math.round(ms), steps, usage, cost }
  if (outcome.kind === 'failed') {
    return { ...figures, end: 'failed', text: outcome.said, error: failureData(outcome.error) }
  }
  const { text, notices, state } = outcome.result
  return { ...figures, text, notices, state }
}
