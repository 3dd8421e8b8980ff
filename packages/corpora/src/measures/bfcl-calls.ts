import type { Case, CaseKind } from '../bfcl/cases.ts'
import { feedBack, type Feeding } from '../bfcl/feed.ts'
import { countBy, examine, pairs, type Figure, type Pace } from '../figure.ts'
import { WIRES } from '../wires.ts'

/** How many cases' calls reach the tools as they are expected, on each wire, whole and streamed, strict and not. */
export async function measureCalls(cases: readonly Case[], pace: Pace): Promise<Figure> {
  const called = ofKind(cases, 'called')
  const calls = called.flatMap(({ turns }) => turns.flatMap(({ steps }) => steps.flat()))
  return {
    ...(await feedAll(called, FORMS, pace)),
    counts: { 'forms of each': FORMS.length, calls: calls.length },
  }
}

/** How many cases that expect no call end without one. */
export async function measureNoCalls(cases: readonly Case[], pace: Pace): Promise<Figure> {
  return {
    ...(await feedAll(ofKind(cases, 'uncalled'), FORMS, pace)),
    counts: { 'forms of each': FORMS.length },
  }
}

/** How many cases with values that break the schema see these calls refused with a result, and the others run. */
export async function measureMisfits(cases: readonly Case[], pace: Pace): Promise<Figure> {
  // In strict mode a null says that a property is left out, which mends some of them.
  const forms = FORMS.filter(({ isStrict }) => !isStrict)
  const misfits = ofKind(cases, 'misfit')
  return { ...(await feedAll(misfits, forms, pace)), counts: { 'forms of each': forms.length } }
}

/** How many cases are fed back, and why the others are not. */
export function countKinds(cases: readonly Case[]): Figure {
  const counts = countBy(cases.filter(({ kind }) => !FED.has(kind)).map(({ kind }) => REASONS[kind]))
  const fed = cases.filter(({ kind }) => FED.has(kind)).length
  return { right: fed, of: cases.length, counts, wrong: [] }
}

const FED: ReadonlySet<CaseKind> = new Set(['called', 'uncalled'])

const REASONS: Readonly<Record<CaseKind, string>> = {
  called: 'calls',
  uncalled: 'no call',
  misfit: 'a value does not fit its schema, or there is no such tool yet',
  literals: 'Java and JavaScript literals',
  unstated: 'expectation not stated',
}

const FORMS: readonly Feeding[] = pairs(WIRES, pairs([false, true], [false, true])).map(
  ([wire, [isStreamed, isStrict]]) => ({ wire, isStreamed, isStrict }),
)

function ofKind(cases: readonly Case[], wanted: CaseKind): readonly Case[] {
  return cases.filter(({ kind }) => kind === wanted)
}

function feedAll(cases: readonly Case[], forms: readonly Feeding[], pace: Pace): Promise<Figure> {
  return examine(cases, pace, async (given) => {
    const faults: string[] = []
    for (const form of forms) {
      const found = await feedBack(given, form)
      faults.push(...found.map((line) => `${given.id} on ${describeForm(form)}: ${line}`))
    }
    return faults
  })
}

function describeForm({ wire, isStreamed, isStrict }: Feeding): string {
  return [wire, isStreamed ? 'streamed' : 'whole', ...(isStrict ? ['strict'] : [])].join(', ')
}
