import { parseArgs } from 'node:util'

export const USAGE: string = `Measures Dragoman on the corpora in ../shared, or in the folder that DRAGOMAN_CORPORA names.

  --write      writes docs/corpora.md from what was measured
  --json       prints the figures as JSON
  --help       prints this

It exits with 1 where a target is missed, and with 2 where there is nothing to measure.
`

export interface CorporaOptions {
  readonly write: boolean
  readonly json: boolean
  readonly help: boolean
}

/** Reads the command line. Throws for what it does not understand. */
export function readOptions(args: readonly string[]): CorporaOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      write: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  return values
}
