import { parseArgs } from 'node:util'
import type { SpokenWire } from '@dragoman/conformance/speak'
import { TARGETS } from './targets.ts'
import { WIRES } from './wires.ts'

const NAMES = TARGETS.map(({ name }) => name).join(', ')

export const USAGE: string = `Breaks everything around Dragoman, and counts what it does not keep.

  --only NAME  only one part: ${NAMES}
  --seed N     only the case of this number, of the part storm where no other is named
  --wire W     only this wire: ${WIRES.join(', ')}
  --write      writes the figures into docs/faults.md; those of other parts stay
  --json       prints the figures as JSON
  --help       prints this

It exits with 1 where a target is missed.
`

export interface FaultsOptions {
  readonly only?: string
  readonly seed?: number
  readonly wire?: SpokenWire
  readonly write: boolean
  readonly json: boolean
  readonly help: boolean
}

/** Reads the command line. Throws for what it does not understand. */
export function readOptions(args: readonly string[]): FaultsOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      seed: { type: 'string' },
      wire: { type: 'string' },
      write: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const { seed, wire, write, json, help } = values
  const only = values.only ?? (seed === undefined ? undefined : 'storm')
  const known = WIRES.find((each) => each === wire)
  if (wire !== undefined && !known) throw new RangeError(`--wire is ${wire}: give ${WIRES.join(', ')}.`)
  if (only !== undefined && !TARGETS.some(({ name }) => name === only)) {
    throw new RangeError(`--only is ${only}: give ${NAMES}.`)
  }
  if (!/^\d{1,9}$/.test(seed ?? '0')) throw new RangeError(`--seed is ${seed}: give a whole number.`)
  if (write && (seed !== undefined || known)) throw new RangeError('--write needs all cases, on all wires.')
  return {
    ...(only !== undefined && { only }),
    ...(seed !== undefined && { seed: Number(seed) }),
    ...(known && { wire: known }),
    write,
    json,
    help,
  }
}
