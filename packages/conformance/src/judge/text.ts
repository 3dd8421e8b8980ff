import { fieldsOf, itemsOf, type Place } from './place.ts'
import type { Offence, Rule } from './rule.ts'

/** What every wire asks of every text. */
export const TEXTS: readonly Rule<{ readonly body: Place }>[] = [
  {
    name: 'ill-formed-text',
    source: 'cases 125 and 145; anthropics/claude-code#1762',
    check: ({ body }) => (mayBeIllFormed(body) ? findIllFormed(body) : []),
  },
]

// JSON.stringify escapes lone surrogates, and finds them faster than a walk does.
function mayBeIllFormed({ value }: Place): boolean {
  return /\\ud[89a-f]/.test(JSON.stringify(value) ?? '')
}

function* findIllFormed(place: Place): Generator<Offence> {
  const { path, value } = place
  if (typeof value === 'string') {
    if (!value.isWellFormed()) yield { path, message: 'holds half a surrogate pair, which is no JSON text' }
    return
  }
  for (const item of itemsOf(place)) yield* findIllFormed(item)
  for (const field of fieldsOf(place)) yield* findIllFormed(field)
}
