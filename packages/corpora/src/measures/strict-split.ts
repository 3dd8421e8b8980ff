import type { SpokenWire } from '@dragoman/conformance/speak'
import { user, type FunctionTool } from '@dragoman/core'
import { encode } from '../encode.ts'
import { countBy, type Figure, type Pace } from '../figure.ts'

/** How many tools go out strict on a wire, each alone in a request, and at what price. */
export async function measureStrictSplit(
  tools: readonly FunctionTool[],
  refused: number,
  wire: SpokenWire,
  { advance }: Pick<Pace, 'advance'>,
): Promise<Figure> {
  const fates: string[] = []
  for (const tool of tools) {
    const { notices } = await encode(wire, [{ ...tool, strict: true }], [user('Hello')])
    fates.push(fateOf(new Set(notices.map(({ code }) => code))))
    advance(fates.length, tools.length)
  }
  const { lossless = 0, downgraded = 0, 'non-strict': loose = 0 } = countBy(fates)
  return {
    right: lossless + downgraded,
    of: tools.length + refused,
    counts: { lossless, downgraded, 'non-strict': loose, refused },
    wrong: [],
  }
}

function fateOf(codes: ReadonlySet<string>): string {
  if (LOOSE.some((code) => codes.has(code))) return 'non-strict'
  return codes.has('strict-keywords') ? 'downgraded' : 'lossless'
}

const LOOSE = ['strict-schema', 'strict-limit', 'unsupported-strict']
