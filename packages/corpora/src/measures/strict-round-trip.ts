import { checkValue, isJsonObject, rewriteStrict, type Dialect, type JsonSchema } from '@dragoman/core'
import type { Figure, Pace } from '../figure.ts'
import { instancesOf, withNulls } from '../schemas/instances.ts'

/**
 * How many values make the way through a rewritten schema and back: what the original takes is taken and given back
 * the same, and what the rewritten one takes is, given back, taken by the original.
 */
export function measureRoundTrip(
  schemas: readonly JsonSchema[],
  dialect: Dialect,
  { advance }: Pick<Pace, 'advance'>,
): Figure {
  const trials = schemas.map((schema, at) => {
    const trial = tryOut(schema, dialect)
    advance(at + 1, schemas.length)
    return trial
  })
  const of = trials.reduce((sum, { drawn }) => sum + drawn, 0)
  const wrong = trials.flatMap(({ faults }) => faults)
  return { right: of - wrong.length, of, counts: { schemas: schemas.length }, wrong }
}

interface Trial {
  /** How many values were drawn. */
  readonly drawn: number
  readonly faults: readonly string[]
}

const DRAWN = 8

function tryOut(schema: JsonSchema, dialect: Dialect): Trial {
  const rewritten = rewriteStrict(schema, dialect)
  if (!rewritten.ok) return { drawn: 0, faults: [] }
  const { restore, moved } = rewritten
  const given = instancesOf(schema, DRAWN)
  const lost = given.filter((value) => {
    const shape = dialect.allRequired ? withNulls(value, rewritten.schema, rewritten.schema) : value
    const isTaken = checkValue(rewritten.schema, shape).length === 0
    const restored = restore(shape)
    const isSame = JSON.stringify(plain(restored)) === JSON.stringify(plain(value))
    return !isTaken || !isSame || checkValue(schema, restored).length > 0
  })
  // What was moved to the description is checked here, so the provider may let more pass.
  const produced = moved.length > 0 ? [] : instancesOf(rewritten.schema, DRAWN)
  const gained = produced.filter((value) => checkValue(schema, restore(value)).length > 0)
  return {
    drawn: given.length + produced.length,
    faults: [
      ...lost.map((value) => `lost ${JSON.stringify(value)} of ${JSON.stringify(schema)}`),
      ...gained.map((value) => `gained ${JSON.stringify(value)} beyond ${JSON.stringify(schema)}`),
    ],
  }
}

// Where a property may be left out and null alike, either says that there is none.
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (!isJsonObject(value)) return value
  const entries = Object.entries(value).filter(([, inner]) => inner !== null)
  const inOrder = entries.toSorted(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(inOrder.map(([name, inner]) => [name, plain(inner)]))
}
