import { user } from '@dragoman/core'
import { describeRequest, findRefusals, STRICTNESS } from '../encode.ts'
import { examine, pairs, type Figure, type Pace } from '../figure.ts'
import { takenOf, type Declared } from '../schemas/tools.ts'
import { WIRES } from '../wires.ts'

/** How many tools are encoded, strict and not, on each wire, and pass its judge, or are refused by their name. */
export async function measureMcpEncoding(tools: readonly Declared[], pace: Pace): Promise<Figure> {
  const forms = pairs(WIRES, STRICTNESS)
  const figure = await examine(tools, pace, async (declared) => {
    if (!declared.ok) {
      return declared.problem.includes(`"${declared.name}"`) ? [] : [`${declared.name}: ${declared.problem}`]
    }
    const faults: string[] = []
    for (const [wire, isStrict] of forms) {
      const found = await findRefusals(wire, isStrict, [declared.tool], [user('Hello')])
      faults.push(
        ...found.map((line) => `${declared.tool.name} on ${describeRequest(wire, isStrict)}: ${line}`),
      )
    }
    return faults
  })
  const refused = tools.length - takenOf(tools).length
  return { ...figure, counts: { 'requests for each': forms.length, 'refused by tool()': refused } }
}
