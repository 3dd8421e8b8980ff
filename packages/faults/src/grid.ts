import type { Fault } from '@dragoman/conformance/faults'
import type { Deadlines, Phase } from '@dragoman/core'

/** One way in which time passes and nothing comes of it. */
export interface Cell {
  /** The deadline that has to end it. */
  readonly phase: Phase
  readonly option: keyof Deadlines
  readonly stream: boolean
  /** What the server does meanwhile. Absent: it is well, and a tool never ends. */
  readonly fault?: Fault
  readonly behaviour: 'silent' | 'keep-alive' | '1 byte/s'
}

const BEHAVIOURS: readonly Cell['behaviour'][] = ['silent', 'keep-alive', '1 byte/s']

const OPTIONS: Readonly<Record<Phase, keyof Deadlines>> = {
  headers: 'headersMs',
  'first-event': 'firstEventMs',
  idle: 'idleMs',
  whole: 'wholeMs',
  tool: 'toolMs',
  step: 'stepMs',
  run: 'runMs',
}

/** Every phase with every behaviour. Before its headers, a server cannot send a keep-alive. */
export const GRID: readonly Cell[] = [
  ...cells('headers', true, {
    silent: { kind: 'no-headers' },
    '1 byte/s': { kind: 'drip', variant: 'response' },
  }),
  ...cells('first-event', true, bodyFaults('start')),
  ...cells('idle', true, bodyFaults('mid-arguments')),
  ...cells('whole', false, {
    silent: { kind: 'no-headers' },
    '1 byte/s': { kind: 'drip', variant: 'response' },
  }),
  ...cells('whole', false, bodyFaults('start')),
  ...cells('whole', false, bodyFaults('mid-arguments')),
  ...bothForms('step'),
  ...bothForms('run'),
  { phase: 'tool', option: 'toolMs', stream: true, behaviour: 'silent' },
  { phase: 'tool', option: 'toolMs', stream: false, behaviour: 'silent' },
]

type Faults = Readonly<Partial<Record<Cell['behaviour'], Fault>>>

function bodyFaults(at: 'start' | 'mid-arguments'): Faults {
  return {
    silent: { kind: 'stall', at },
    'keep-alive': { kind: 'stall-with-keep-alives', at },
    '1 byte/s': { kind: 'drip', at },
  }
}

function bothForms(phase: Phase): readonly Cell[] {
  return [true, false].flatMap((stream) => cells(phase, stream, bodyFaults('mid-arguments')))
}

function cells(phase: Phase, stream: boolean, faults: Faults): readonly Cell[] {
  return BEHAVIOURS.flatMap((behaviour) => {
    const fault = faults[behaviour]
    return fault ? [{ phase, option: OPTIONS[phase], stream, fault, behaviour }] : []
  })
}
