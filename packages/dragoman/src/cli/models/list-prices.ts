import { DragomanError } from '@dragoman/core'
import { loadPrices } from '../../cost.ts'
import { BUILTINS, builtinOf } from '../../providers/builtin.ts'
import { showCost, showCount } from '../screen/numbers.ts'
import { showTable } from '../screen/table.ts'
import type { Screen } from '../screen/terminal.ts'

/** What the price list knows of a provider's models. Throws `config` where there is no list, or the provider is not in it. */
export async function listPrices(name: string, screen: Screen): Promise<readonly string[]> {
  if (!(await loadPrices())) {
    throw new DragomanError(
      'config',
      `The models of ${name} and their prices are in a package that is not installed. Run: npm i ${PACKAGE}`,
    )
  }
  const { calcPrice, findProvider } = await import('@pydantic/genai-prices')
  const providerId = listedName(name)
  const listed = findProvider({ providerId })
  // The list also takes names that contain a provider's.
  if (listed?.id !== providerId) throw unlisted(name)

  const rows = listed.models.flatMap(({ id, context_window: context, deprecated }) => {
    const price = calcPrice({ input_tokens: 1, output_tokens: 1 }, id, { providerId })
    if (!price || price.model.id !== id) return []
    const { input_mtok: input, output_mtok: output } = price.model_price
    if (input === undefined || output === undefined) return []
    return [
      [`${name}:${id}`, showPrice(input), showPrice(output), showCount(context), deprecated ? 'old' : ''],
    ]
  })
  return [
    ...showTable(COLUMNS, rows, screen),
    '',
    `Dollars for a million tokens, by ${PACKAGE}; "+": more for long prompts. Ids that it does not know work too.`,
  ]
}

const PACKAGE = '@pydantic/genai-prices'

const COLUMNS = [
  { title: 'model', shrinks: true },
  { title: 'in', align: 'right' },
  { title: 'out', align: 'right' },
  { title: 'context', align: 'right' },
  { title: '' },
] as const

/** A provider's adapter may stand there under several names; the first one is the provider's own. */
function listedName(name: string): string {
  const adapter = builtinOf(name)?.adapter
  return Object.keys(BUILTINS).find((other) => BUILTINS[other]?.adapter === adapter) ?? name
}

function showPrice(price: number | { readonly base: number }): string {
  return typeof price === 'number' ? showCost({ usd: price }) : `${showCost({ usd: price.base })}+`
}

function unlisted(name: string): DragomanError {
  return new DragomanError(
    'config',
    `${PACKAGE} knows no provider "${name}". Its own documentation, or its server at /models, tells its models.`,
  )
}
