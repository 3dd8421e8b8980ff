import { CONTENDERS, describeContender } from './contender.ts'
import { measure } from './measure.ts'
import { DELTAS, expectedOutcome } from './scenario.ts'

process.once('disconnect', () => process.exit(1))

const [, , wanted = '', origin = ''] = process.argv
const contender = CONTENDERS.find((candidate) => describeContender(candidate) === wanted)
if (!contender) throw new Error(`There is no contender "${wanted}".`)
const sample = await measure(contender, origin, expectedOutcome(contender.workload, DELTAS))
process.send?.(sample, () => process.exit())
