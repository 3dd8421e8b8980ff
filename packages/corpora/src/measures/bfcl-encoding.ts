import type { Case } from '../bfcl/cases.ts'
import { describeRequest, findRefusals, STRICTNESS } from '../encode.ts'
import { examine, pairs, type Figure, type Pace } from '../figure.ts'
import { WIRES } from '../wires.ts'

/** How many cases are encoded, strict and not, on each wire, and pass its judge. */
export async function measureBfclEncoding(cases: readonly Case[], pace: Pace): Promise<Figure> {
  const forms = pairs(WIRES, STRICTNESS)
  const figure = await examine(cases, pace, async ({ id, tools, turns: [first] }) => {
    const faults: string[] = []
    for (const [wire, isStrict] of forms) {
      const found = await findRefusals(wire, isStrict, tools, first?.messages ?? [])
      faults.push(...found.map((line) => `${id} on ${describeRequest(wire, isStrict)}: ${line}`))
    }
    return faults
  })
  const tools = cases.flatMap((given) => given.tools)
  return {
    ...figure,
    counts: {
      'requests for each': forms.length,
      'definitions in the cases': tools.length,
      'of them different': new Set(tools).size,
    },
  }
}
