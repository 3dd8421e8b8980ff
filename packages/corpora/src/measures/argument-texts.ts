import { parseInput } from '@dragoman/core'
import type { ArgumentText } from '../corpora.ts'
import { examine, type Figure, type Pace } from '../figure.ts'
import { isAsParsed } from '../texts.ts'

/** How many texts of arguments are taken, or refused, as the rules of `parseInput` state. */
export async function measureArgumentTexts(texts: readonly ArgumentText[], pace: Pace): Promise<Figure> {
  const figure = await examine(texts, pace, ({ name, text, valid }) => {
    const parsed = parseInput(text)
    const isTaken = (valid && !(name in REFUSED)) || name in TAKEN
    if (!isTaken) return parsed.ok ? [`${name} is taken`] : []
    return isAsParsed(parsed, text) ? [] : [`${name} is not taken as it is`]
  })
  const names = texts.map(({ name }) => name)
  const gone = [...Object.keys(REFUSED), ...Object.keys(TAKEN)].filter((name) => !names.includes(name))
  return {
    ...figure,
    counts: {
      'JSON, and refused by a rule': Object.keys(REFUSED).length,
      'no JSON, and taken': Object.keys(TAKEN).length,
    },
    wrong: [...figure.wrong, ...gone.map((name) => `${name} is not in the corpus`)],
  }
}

const PROTOTYPE = 'a key that could replace the prototype of an object'
const ROUNDED = 'a number that would be another one'
const SURROGATE = 'half of a surrogate pair'

/** JSON that is refused, and why. */
const REFUSED: Readonly<Record<string, string>> = {
  'proto-object': PROTOTYPE,
  'proto-scalar': PROTOTYPE,
  'proto-null': PROTOTYPE,
  'proto-escaped': PROTOTYPE,
  'constructor-prototype': PROTOTYPE,
  'nested-proto': PROTOTYPE,
  'proto-in-array': PROTOTYPE,
  'proto-duplicate': PROTOTYPE,
  '2^53': ROUNDED,
  '1e400': ROUNDED,
  'bigint-100': ROUNDED,
  'int64-max': ROUNDED,
  'uint64-max': ROUNDED,
  snowflake: ROUNDED,
  'deep-objects-5000': 'nested deeper than 512 levels',
  'high-then-text': SURROGATE,
  'lone-high-surrogate-escape': SURROGATE,
  'lone-low-surrogate-escape': SURROGATE,
  'reversed-surrogates': SURROGATE,
  'surrogate-in-key': SURROGATE,
}

/** No JSON, but taken, and why. */
const TAKEN: Readonly<Record<string, string>> = {
  'empty-text': 'servers send nothing for no arguments',
  'leading-bom': 'servers send a byte-order mark',
}
