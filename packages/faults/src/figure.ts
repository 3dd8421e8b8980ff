/** One line of the table: what was measured, and whether that is as it should be. */
export interface Figure {
  readonly what: string
  readonly target: string
  readonly measured: string
  readonly met: boolean
  /** What is not as it should be, each with the command that shows it again. */
  readonly failures: readonly string[]
}

/** What something was tried on. */
export interface Tries {
  readonly count: number
  readonly noun: string
}

/** How often something happened that must never happen. Where nothing was tried, that is not known. */
export function neverFigure(what: string, { count, noun }: Tries, failures: readonly string[]): Figure {
  const measured = `${number(failures.length)} in ${number(count)} ${noun}`
  return { what, target: '0', measured, met: count > 0 && failures.length === 0, failures }
}

function number(value: number): string {
  return value.toLocaleString('en')
}

/** Times in milliseconds, whose 99th percentile has a bound. */
export function timesFigure(what: string, times: readonly number[], mostMs: number): Figure {
  const high = percentile(times, 0.99)
  const measured = `p50 ${milliseconds(percentile(times, 0.5))}, p99 ${milliseconds(high)}, of ${number(times.length)}`
  return { what, target: `p99 < ${mostMs} ms`, measured, met: high < mostMs, failures: [] }
}

/** `NaN` where there is nothing to rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

function milliseconds(value: number): string {
  return `${value.toFixed(1)} ms`
}
