import { parseArgs } from 'node:util'

const MOST_ROUNDS = 50

export const USAGE: string = `Measures Dragoman beside the official SDKs and a bare fetch: CPU time of warm processes.

  --rounds N   how often each contender is measured, 1 to ${MOST_ROUNDS} (default 5)
  --json       prints the result as JSON
  --help       prints this
`

export interface BenchOptions {
  readonly rounds: number
  readonly json: boolean
  readonly help: boolean
}

/** Reads the command line. Throws for what it does not understand. */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '5' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const rounds = Number(values.rounds)
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > MOST_ROUNDS) {
    throw new RangeError(`--rounds is ${values.rounds}: give a whole number from 1 to ${MOST_ROUNDS}.`)
  }
  return { rounds, json: values.json, help: values.help }
}
