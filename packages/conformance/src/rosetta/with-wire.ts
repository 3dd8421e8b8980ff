import type { JsonObject } from '@dragoman/core'
import type { Phrase } from './phrase.ts'

/** What stands for one phrase on one more wire. */
export type Translation = Said | Unsaid

export interface Said {
  readonly literal: JsonObject
  readonly differs: string
  readonly notices?: readonly string[]
}

/** Why the wire has no words for a phrase, which is then left out. */
export interface Unsaid {
  readonly unsaid: string
}

/** The phrases with one more wire. Throws where the wire leaves a phrase without a word, or knows one that is none. */
export function withWire<Known extends string, Wire extends string>(
  phrases: readonly Phrase<Known>[],
  wire: Wire,
  translations: Readonly<Record<string, Translation>>,
): readonly Phrase<Known | Wire>[] {
  requireNames(wire, Object.keys(translations), phrases)
  return phrases.flatMap((phrase) => {
    const translation = translations[phrase.name]
    return translation && 'literal' in translation ? [translate(phrase, wire, translation)] : []
  })
}

function requireNames(wire: string, given: readonly string[], phrases: readonly Phrase<string>[]): void {
  const names = phrases.map(({ name }) => name)
  const missing = names.filter((name) => !given.includes(name))
  const unknown = given.filter((name) => !names.includes(name))
  if (missing.length + unknown.length === 0) return
  throw new Error(
    `${wire} says nothing to ${quote(missing)}, and knows ${quote(unknown)}, which is no phrase: ` +
      'give each phrase a literal, or { unsaid: why }.',
  )
}

function quote(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.map((name) => `"${name}"`).join(', ')
}

function translate<Known extends string, Wire extends string>(
  phrase: Phrase<Known>,
  wire: Wire,
  { literal, differs, notices }: Said,
): Phrase<Known | Wire> {
  // A computed key is any string to the compiler, and this one is the wire.
  const own = <Value>(value: Value): Record<Wire, Value> => ({ [wire]: value }) as Record<Wire, Value>
  const { foreignFields, ...rest } = phrase
  return {
    ...rest,
    literal: { ...phrase.literal, ...own(literal) },
    differs: { ...phrase.differs, ...own(differs) },
    notices: { ...phrase.notices, ...(notices && own(notices)) },
    ...(foreignFields && { foreignFields: { ...foreignFields, ...own([]) } }),
  }
}
