import type { SpokenWire } from '../speak/speaker.ts'
import { ALWAYS, type Fault } from './fault.ts'
import { fullFault, kindOf } from './kinds.ts'

/** One line about a fault, such as `seed 4711: an RST at byte 812 of turn 2 on anthropic.messages`. */
export function describeFault(fault: Fault, wire: SpokenWire, seed?: number): string {
  const { title, variants, layer, counts } = kindOf(fault)
  const { variant, at, turn, attempts } = fullFault(fault)
  const from = seed === undefined ? '' : `seed ${seed}: `
  const form = variants.length > 1 ? ` (${variant})` : ''
  const place =
    counts && fault.at !== undefined ? ` ${typeof at === 'number' ? `at ${counts} ${at}` : at}` : ''
  const where = layer === 'answer' ? `${place} of turn ${turn + 1}${often(attempts)}` : ''
  return `${from}${title}${form}${where} on ${wire}`
}

function often(attempts: number): string {
  if (attempts === 1) return ''
  return attempts === ALWAYS ? ', each time,' : `, ${attempts} times,`
}

/** The one command that meets the fault of a seed again. */
export function reproduceFault(seed: number, wire: SpokenWire): string {
  return `npm run faults -- --seed ${seed} --wire ${wire}`
}
