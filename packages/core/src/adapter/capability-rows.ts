import type { Capabilities } from '../neutral/capabilities.ts'

/** What models whose id matches differ in. */
export type CapabilityRow = readonly [pattern: RegExp, differs: Partial<Capabilities>]

/** The capabilities of each model of a wire, as rows of data: every row that matches applies, later rows win. */
export function capabilityRows(
  base: Capabilities,
  rows: readonly CapabilityRow[],
): (model: string) => Capabilities {
  return (model) => {
    const matching = rows.filter(([pattern]) => pattern.test(model))
    return matching.reduce<Capabilities>(
      (known, [, differs]) => ({ ...known, ...differs, wire: { ...known.wire, ...differs.wire } }),
      base,
    )
  }
}
