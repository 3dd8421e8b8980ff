import type { ModelRequest } from '../neutral/request.ts'
import type { FitTarget, Report } from './target.ts'

/** Drops the hosted tools of other wires. The new report names the places that the remaining ones were given in. */
export function dropForeignTools(
  request: ModelRequest,
  { wire }: FitTarget,
  report: Report,
): { readonly request: ModelRequest; readonly report: Report } {
  const kept: number[] = []
  for (const [at, tool] of request.tools.entries()) {
    if (tool.type !== 'hosted' || tool.wire === wire) kept.push(at)
    else report({ code: 'foreign-hosted-tool', path: `tools[${at}]`, action: 'dropped', from: tool.name })
  }
  if (kept.length === request.tools.length) return { request, report }
  return {
    request: { ...request, tools: request.tools.filter((_tool, at) => kept.includes(at)) },
    report({ path, ...notice }) {
      const given = path.replace(/^tools\[(\d+)\]/, (_place, at: string) => `tools[${kept[Number(at)]}]`)
      report({ ...notice, path: given })
    },
  }
}
