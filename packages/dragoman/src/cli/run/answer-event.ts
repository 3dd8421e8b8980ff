import type { StreamEvent } from '@dragoman/core'
import type { CostedEvent } from '../../run.ts'

/** Whether an event is one of an answer, which an accumulator takes. The others are the run's own. */
export function isOfAnswer(event: CostedEvent): event is Exclude<CostedEvent, { readonly type: RunsOwn }> {
  return !(event.type in RUNS_OWN)
}

type RunsOwn = Exclude<CostedEvent, StreamEvent>['type']

const RUNS_OWN: Readonly<Record<RunsOwn, true>> = {
  'step-start': true,
  'step-end': true,
  'tool-start': true,
  'tool-end': true,
  'run-end': true,
}
