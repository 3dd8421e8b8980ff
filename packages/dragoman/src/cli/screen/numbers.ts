import type { Cost } from '../../cost.ts'

/** A count of tokens, as people read it; `?` where nobody said it. */
export function showCount(count: number | undefined): string {
  return count === undefined ? '?' : count.toLocaleString('en-US')
}

export function showSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

export function showCost({ usd }: Pick<Cost, 'usd'>): string {
  return DOLLARS.format(usd)
}

const DOLLARS = new Intl.NumberFormat('en-US', {
  style: 'currency',
  currency: 'USD',
  minimumFractionDigits: 2,
  maximumSignificantDigits: 3,
  // Cents at least, and three digits of what is less than one.
  roundingPriority: 'morePrecision',
})
