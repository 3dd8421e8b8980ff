import { isSet, textAt, type Place } from '../place.ts'
import type { Offence, Rule } from '../rule.ts'
import type { OpenaiRequest } from './request.ts'

export const NAMES: readonly Rule<OpenaiRequest>[] = [
  {
    name: 'tool-name',
    source: 'case 56; continuedev/continue#11645',
    check: ({ tools, chosen, called }) =>
      findMisnamed([...tools.map(({ name }) => name), ...chosen, ...called]),
  },
  {
    name: 'format-name',
    source: 'case 211; openai: ResponseFormatTextJSONSchemaConfig.name',
    check: ({ formats }) => findMisnamed(formats.map(({ name }) => name)),
  },
]

const NAME = /^[a-zA-Z0-9_-]{1,64}$/

function* findMisnamed(names: readonly Place[]): Generator<Offence> {
  for (const name of names) {
    if (!isSet(name) || NAME.test(textAt(name))) continue
    yield { path: name.path, message: `is no name: 1 to 64 of the letters, digits, "_" and "-" are one` }
  }
}
