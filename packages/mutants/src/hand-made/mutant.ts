import type { WireName } from '../wires.ts'
import type { Break } from './break.ts'

/** A first-party adapter that gets one thing wrong, written by hand. */
export interface HandMade {
  /** What it does, after `an adapter that`. */
  readonly name: string
  readonly wire: WireName
  /** The law that must see it. */
  readonly law: string
  readonly broken: Break
}
