import { parseInput } from '@dragoman/core'
import type { JsonText } from '../corpora.ts'
import { examine, type Figure, type Pace } from '../figure.ts'
import { isAsParsed, isParsed } from '../texts.ts'

/** How many texts of JSONTestSuite are taken as arguments, or refused, as the suite asks. */
export async function measureJsonTexts(texts: readonly JsonText[], pace: Pace): Promise<Figure> {
  const figure = await examine(texts, pace, ({ name, text }) => {
    const parsed = parseInput(text)
    if (name.startsWith('y_')) return isAsParsed(parsed, text) ? [] : [`${name} is not taken`]
    if (name.startsWith('n_')) return !parsed.ok || NOTHING.includes(name) ? [] : [`${name} is taken`]
    return !parsed.ok || isAsParsed(parsed, text) ? [] : [`${name} is taken as something else`]
  })
  const free = texts.filter(({ name }) => name.startsWith('i_'))
  const taken = free.filter(({ text }) => parseInput(text).ok)
  const ruled = free.filter(({ text }) => !parseInput(text).ok && isParsed(text))
  return {
    ...figure,
    counts: {
      'left to the parser': free.length,
      'of them taken': taken.length,
      'of them JSON, and refused by a rule': ruled.length,
    },
  }
}

/** No text at all means no arguments. */
const NOTHING = ['n_structure_no_data.json', 'n_single_space.json', 'n_structure_UTF8_BOM_no_data.json']
