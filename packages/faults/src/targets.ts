import { aborts } from './aborts.ts'
import { backpressure } from './backpressure.ts'
import { bomb } from './bomb.ts'
import { cuts } from './cuts.ts'
import { deadlines } from './deadlines.ts'
import { manyRuns } from './many-runs.ts'
import { outage } from './outage.ts'
import { overshoot } from './overshoot.ts'
import { pauses } from './pauses.ts'
import { storm } from './storm.ts'
import type { Target } from './target.ts'

/** Everything that is measured, in its order. */
export const TARGETS: readonly Target[] = [
  storm,
  cuts,
  deadlines,
  overshoot,
  pauses,
  aborts,
  manyRuns,
  outage,
  bomb,
  backpressure,
]
