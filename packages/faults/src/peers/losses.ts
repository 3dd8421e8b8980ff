import type { SpokenWire } from '@dragoman/conformance/speak'
import { CONTENDERS } from './contender.ts'
import type { Measured } from './peers.ts'
import { ROWS } from './rows.ts'
import { comesThrough } from './tell.ts'

/** The rows in which another library comes through and ours does not, each in a line. */
export function lossesOf(all: readonly Measured[]): readonly string[] {
  return ROWS.flatMap(({ title }) => {
    const cells = all.filter(({ row }) => row.title === title)
    const lost = cells.filter((cell) => cell.contender.isOurs && !isThrough(cell))
    const better = cells.filter((cell) => isThrough(cell) && lost.some(sameProvider(cell)))
    return better.length === 0 ? [] : [`${title}: ${namesOf(better)}`]
  })
}

function isThrough({ row, observation }: Measured): boolean {
  return comesThrough(row, observation)
}

function sameProvider({ contender }: Measured): (other: Measured) => boolean {
  return (other) => providerOf(other.contender.wire) === providerOf(contender.wire)
}

function providerOf(wire: SpokenWire): string {
  return wire.split('.', 1).join('')
}

function namesOf(cells: readonly Measured[]): string {
  const names = CONTENDERS.map(({ name }) => name)
  return names.filter((name) => cells.some(({ contender }) => contender.name === name)).join('; ')
}
