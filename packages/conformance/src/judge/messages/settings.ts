import { at, isSet, itemsOf, textAt } from '../place.ts'
import type { Offence, Rule } from '../rule.ts'
import type { MessagesRequest } from './request.ts'

export const SETTINGS: readonly Rule<MessagesRequest>[] = [
  { name: 'setting-range', source: 'case 290', check: findOutOfRange },
  { name: 'sampling-both', source: 'case 290', check: findBothSamplings },
  { name: 'stop-blank', source: 'case 296', check: findBlankStops },
]

function* findOutOfRange({ body }: MessagesRequest): Generator<Offence> {
  for (const name of ['temperature', 'top_p']) {
    const { path, value } = at(body, name)
    if (typeof value === 'number' && (value < 0 || value > 1)) {
      yield { path, message: `is ${value}, outside 0 to 1` }
    }
  }
}

function* findBothSamplings({ body }: MessagesRequest): Generator<Offence> {
  if (isSet(at(body, 'temperature')) && isSet(at(body, 'top_p'))) {
    yield { path: 'top_p', message: 'stands beside temperature' }
  }
}

function* findBlankStops({ body }: MessagesRequest): Generator<Offence> {
  for (const stop of itemsOf(at(body, 'stop_sequences'))) {
    if (textAt(stop).trim() === '') yield { path: stop.path, message: 'is blank' }
  }
}
