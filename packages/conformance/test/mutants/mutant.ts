import { laws, type Law, type Subject } from '@dragoman/conformance'
import type { JsonObject, WireEvent } from '@dragoman/core'
import { HONEST, tinyCodec, tinySubject, type TinyCodec, type TinyEvent } from '../tiny.ts'

/** A subject that is broken on purpose, in one way. */
export interface Mutant {
  readonly name: string
  /** The law that names the fault. */
  readonly law: string
  readonly subject: Subject
}

/** The mutants of codecs of the tiny wire. */
export function tinyMutants(
  rows: readonly (Omit<Mutant, 'subject'> & { readonly codec: TinyCodec })[],
): readonly Mutant[] {
  return rows.map(({ codec, ...row }) => ({ ...row, subject: tinySubject(codec) }))
}

/** What a subject does against a law, the first time that it breaks it. */
export async function firstBreach(subject: Subject, law: Law['name']): Promise<string | undefined> {
  for (const check of laws(subject).filter((one) => one.law.name === law)) {
    try {
      await check.run()
    } catch (error) {
      return `${check.fixture.name}: ${String(error)}`
    }
  }
  return undefined
}

/** An honest codec whose requests go through a change. */
export function encoding(change: (lines: readonly JsonObject[]) => readonly JsonObject[]): TinyCodec {
  return tinyCodec({
    encode(request) {
      const encoded = HONEST.encode(request)
      const lines = encoded['lines'] as readonly JsonObject[] // what the honest codec makes
      return { ...encoded, lines: change(lines) }
    },
  })
}

/** An honest codec whose stream's events go through a change. */
export function changing(change: (events: readonly WireEvent[]) => readonly WireEvent[]): TinyCodec {
  const honest = tinyCodec()
  return {
    ...honest,
    decoder(request) {
      const decoder = honest.decoder(request)
      return { push: (event) => change([...decoder.push(event)]), end: () => decoder.end() }
    },
  }
}

/** An honest codec whose stream's and whole answer's events go through a change. */
export function changingBoth(change: (events: readonly WireEvent[]) => readonly WireEvent[]): TinyCodec {
  const changed = changing(change)
  return { ...changed, decode: (response, request) => change([...changed.decode(response, request)]) }
}

/** An honest codec whose events go through a change on their way in. */
export function pushing(
  change: (event: TinyEvent, push: (event: TinyEvent) => Iterable<WireEvent>) => Iterable<WireEvent>,
): TinyCodec {
  const honest = tinyCodec()
  return {
    ...honest,
    decoder(request) {
      const decoder = honest.decoder(request)
      return { push: (event) => change(event, (changed) => decoder.push(changed)), end: () => decoder.end() }
    },
  }
}
