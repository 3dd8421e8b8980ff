import type { Contender, Name } from './contender.ts'
import type { Sample } from './measure.ts'
import type { Measured } from './rounds.ts'

/** One contender's line: medians over the rounds. */
export interface Row extends Pick<Contender, 'name' | 'wire' | 'workload'> {
  readonly cpuMs: Spread
  readonly wallMs: number
  readonly memoryMb: number
  /** CPU time as a multiple of the bare `fetch` of the same round. */
  readonly overFetch: number
  /** CPU time as a multiple of the official SDK of the same round. */
  readonly overSdk: number
}

export interface Spread {
  readonly lowest: number
  readonly median: number
  readonly highest: number
}

export function summarize(measured: readonly Measured[]): readonly Row[] {
  return measured.map(({ contender, samples }) => {
    const { name, wire, workload } = contender
    const cpu = samples.map(({ cpuMs }) => cpuMs)
    const over = (rival: Name): number => medianRatio(samples, rivalSamples(measured, contender, rival))
    return {
      name,
      wire,
      workload,
      cpuMs: { lowest: Math.min(...cpu), median: median(cpu), highest: Math.max(...cpu) },
      wallMs: median(samples.map(({ wallMs }) => wallMs)),
      memoryMb: median(samples.map(({ memoryMb }) => memoryMb)),
      overFetch: over('fetch'),
      overSdk: over('sdk'),
    }
  })
}

function rivalSamples(
  measured: readonly Measured[],
  { wire, workload }: Contender,
  rival: Name,
): readonly Sample[] {
  const found = measured.find(
    ({ contender }) => contender.name === rival && contender.wire === wire && contender.workload === workload,
  )
  return found?.samples ?? []
}

// Round by round, because a machine that slows down for a while slows a whole round down.
function medianRatio(samples: readonly Sample[], rivals: readonly Sample[]): number {
  return median(samples.map(({ cpuMs }, round) => cpuMs / (rivals[round]?.cpuMs ?? Number.NaN)))
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN
  return (lower + upper) / 2
}
