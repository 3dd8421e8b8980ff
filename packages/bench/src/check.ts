import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Outcome } from './scenario.ts'

/** Throws unless a contender handed back exactly what was expected: speed without the right output is nothing. */
export function checkOutcome(found: Outcome, expected: Outcome, who: string): void {
  if (isDeepStrictEqual(found, expected)) return
  throw new Error(`Wrong output of ${who}: expected ${describe(expected)}, found ${describe(found)}.`)
}

function describe({ text, calls }: Outcome): string {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12)
  return `${text.length} letters (sha256 ${hash}) and the calls ${JSON.stringify(calls)}`
}
