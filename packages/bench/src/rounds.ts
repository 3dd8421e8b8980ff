import { CONTENDERS, describeContender, type Contender } from './contender.ts'
import type { Sample } from './measure.ts'
import { startServer, takeSample } from './processes.ts'

/** The samples of one contender, one for each round. */
export interface Measured {
  readonly contender: Contender
  readonly samples: readonly Sample[]
}

/** Lets all contenders take turns, round by round, and stops the server in every case. */
export async function playRounds(
  rounds: number,
  report: (progress: string) => void,
): Promise<readonly Measured[]> {
  const measured = CONTENDERS.map((contender) => {
    const samples: Sample[] = []
    return { contender, samples }
  })
  const server = await startServer(rounds * CONTENDERS.length)
  try {
    for (let round = 1; round <= rounds; round++) {
      // Every other round runs backwards: whatever drifts within a round hits both ends alike.
      for (const { contender, samples } of round % 2 === 1 ? measured : measured.toReversed()) {
        const sample = await takeSample(contender, server.origin)
        samples.push(sample)
        report(`round ${round}/${rounds}  ${describeContender(contender)}  ${sample.cpuMs.toFixed(2)} ms CPU`)
      }
    }
  } finally {
    server.stop()
  }
  return measured
}
