import { parseArgs } from 'node:util'

export const USAGE: string = `Lets Dragoman, the official SDKs and the AI SDK meet the same faults, each in a process of its own.

  --only TEXT   only the cells whose row or contender holds the text
  --write       writes the table into docs/faults.md; needs all cells
  --help        prints this
`

export interface PeersOptions {
  readonly only: string
  readonly write: boolean
  readonly help: boolean
}

/** Reads the command line. Throws for what it does not understand. */
export function readOptions(args: readonly string[]): PeersOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', default: '' },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.only !== '' && values.write) {
    throw new RangeError('--write needs all cells: leave out --only.')
  }
  return values
}
