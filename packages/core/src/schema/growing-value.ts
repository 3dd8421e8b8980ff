import type { JsonValue } from '../neutral/json.ts'
import { DEEPEST } from './text.ts'

/** A JSON value that is still being built. What it refuses, a call's arguments may not hold either. */
export interface GrowingValue {
  /** What is open innermost; `undefined` outside of the value. */
  inner(): 'list' | 'object' | undefined
  /** Opens a list or an object; false where that is too deep. */
  enter(kind: 'list' | 'object'): boolean
  /** Names the next member; false for a name that could replace a prototype. */
  name(text: string): boolean
  add(value: JsonValue): void
  leave(): void
  /** The value so far, frozen, with `last` in the place where the next goes; `undefined` before there is any. */
  snapshot(last: JsonValue | undefined): JsonValue | undefined
  /** How many values a snapshot copies: those in what is open. */
  width(): number
}

export function growingValue(): GrowingValue {
  const open: Container[] = []
  let root: JsonValue | undefined
  let width = 0

  function add(value: JsonValue): void {
    const parent = open.at(-1)
    if (!parent) {
      root = value
      return
    }
    if (parent.kind === 'list') parent.items.push(value)
    else parent.members[parent.name] = value
    parent.size += 1
    width += 1
  }

  return {
    inner: () => open.at(-1)?.kind,
    enter(kind) {
      if (open.length === DEEPEST) return false
      open.push(kind === 'list' ? { kind, items: [], size: 1 } : { kind, members: {}, name: '', size: 1 })
      width += 1
      return true
    },
    name(text) {
      const [outer, inner] = [open.at(-2), open.at(-1)]
      if (inner?.kind !== 'object' || text === '__proto__') return false
      if (text === 'prototype' && outer?.kind === 'object' && outer.name === 'constructor') return false
      inner.name = text
      return true
    },
    add,
    leave() {
      const closed = open.pop()
      if (!closed) return
      width -= closed.size
      add(Object.freeze(closed.kind === 'list' ? closed.items : closed.members))
    },
    // What is complete is shared between snapshots: it does not change again.
    snapshot: (last) => open.reduceRight<JsonValue | undefined>(extended, last ?? root),
    width: () => width,
  }
}

/** `size` counts the container itself and what stands in it. */
type Container =
  | { readonly kind: 'list'; readonly items: JsonValue[]; size: number }
  | { readonly kind: 'object'; readonly members: Record<string, JsonValue>; name: string; size: number }

function extended(last: JsonValue | undefined, container: Container): JsonValue {
  if (container.kind === 'list') {
    return Object.freeze(last === undefined ? [...container.items] : [...container.items, last])
  }
  return Object.freeze({ ...container.members, ...(last !== undefined && { [container.name]: last }) })
}
