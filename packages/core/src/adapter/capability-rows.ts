import type { Capabilities } from '../neutral/capabilities.ts'

/** What models whose id matches differ in. */
export type CapabilityRow = readonly [pattern: RegExp, differs: Partial<Capabilities>]

/** The capabilities of each model of a wire, as rows of data: every row that matches applies, later rows win. What `base` leaves out is as in {@link LEAST_CAPABLE}. */
export function capabilityRows(
  base: Partial<Capabilities>,
  rows: readonly CapabilityRow[],
): (model: string) => Capabilities {
  return (model) => {
    const matching = rows.filter(([pattern]) => pattern.test(model))
    return matching.reduce<Capabilities>(
      (known, [, differs]) => ({ ...known, ...differs, wire: { ...known.wire, ...differs.wire } }),
      { ...LEAST_CAPABLE, ...base },
    )
  }
}

/** A model that takes texts and calls tools, and nothing else that is known. */
export const LEAST_CAPABLE: Capabilities = {
  images: false,
  imagesInResults: false,
  pdf: false,
  systemMidway: 'no',
  cachePoints: 0,
  toolName: { pattern: '^[a-zA-Z0-9_-]+$', max: 64 },
  callId: { pattern: '^[a-zA-Z0-9_-]+$', max: 40 },
  parallelToolCalls: false,
  forcedToolChoice: 'no',
  strict: false,
  output: 'prompt',
  sampling: [],
  effort: [],
  reasoning: [],
  assistantFirst: false,
  systemOnly: false,
  prefill: false,
  silentTurns: false,
  blankText: false,
  wire: {},
}
