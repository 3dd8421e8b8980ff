import { DragomanError } from '@dragoman/core'
import { ANSWER_FAULTS } from './answers.ts'
import { BODY_FAULTS } from './bodies.ts'
import { CONNECTION_FAULTS } from './connections.ts'
import { CUTS } from './cuts.ts'
import { ENCODING_FAULTS } from './encodings.ts'
import { EVENT_FAULTS } from './events.ts'
import type { Fault, FaultKind, FullFault } from './fault.ts'
import { REFUSALS } from './refusals.ts'
import { SILENCES } from './silences.ts'

/** Every way in which the server breaks. */
export const FAULT_KINDS: readonly FaultKind[] = [
  ...CONNECTION_FAULTS,
  ...SILENCES,
  ...CUTS,
  ...EVENT_FAULTS,
  ...REFUSALS,
  ...BODY_FAULTS,
  ...ENCODING_FAULTS,
  ...ANSWER_FAULTS,
]

export function kindOf({ kind }: Fault): FaultKind {
  const found = FAULT_KINDS.find(({ name }) => name === kind)
  if (!found) throw new DragomanError('config', `There is no fault ${kind}.`)
  return found
}

/** The fault with its defaults. Throws for a variant that its kind does not have. */
export function fullFault(fault: Fault): FullFault {
  const { variants } = kindOf(fault)
  const { variant = variants[0] } = fault
  if (!variants.includes(variant)) {
    throw new DragomanError(
      'config',
      `The fault ${fault.kind} has the variants ${variants.join(', ')}, and not ${variant}.`,
    )
  }
  return { at: 'start', turn: 0, attempts: 1, ...fault, variant }
}
