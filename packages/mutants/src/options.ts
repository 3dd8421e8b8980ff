import { parseArgs } from 'node:util'
import { WIRES, type WireName } from './wires.ts'

export const USAGE: string = `Deletes each case, emitted field and table row of our codecs, one at a time, and runs the laws on what is left.

  --wire <name>      only this wire: ${WIRES.map(({ name }) => name).join(', ')}
  --processes <n>    how many judge at the same time (2)
  --write            writes docs/mutants.md from what was measured
  --json             prints every mutant as JSON
  --help             prints this

It exits with 1 where a codec breaks a law as it is.
`

export interface MutantsOptions {
  readonly wire?: WireName
  readonly processes: number
  readonly write: boolean
  readonly json: boolean
  readonly help: boolean
}

/** Reads the command line. Throws for what it does not understand. */
export function readOptions(args: readonly string[]): MutantsOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      wire: { type: 'string' },
      processes: { type: 'string', default: '2' },
      write: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const { wire: name, processes: text, ...rest } = values
  const processes = Number(text)
  if (!Number.isInteger(processes) || processes < 1) throw new Error(`--processes ${text} is no count.`)
  const wire = WIRES.find((one) => one.name === name)?.name
  if (name !== undefined && !wire) throw new Error(`--wire ${name} is none of the wires.`)
  if (wire && rest.write) throw new Error('--write needs all wires: leave out --wire.')
  return { ...rest, processes, ...(wire && { wire }) }
}
