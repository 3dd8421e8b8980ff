import type { Message, ToolResultPart } from '../neutral/message.ts'
import { mapParts, type Draft } from './draft.ts'
import type { FitTarget, Report } from './target.ts'

/** Drops the first of too many cache points: the last ones cover the longest prefixes. */
export function limitCachePoints(draft: Draft, { capabilities }: FitTarget, report: Report): Draft {
  const { request, entries } = draft
  let excess = countCachePoints(draft) - capabilities.cachePoints
  if (excess <= 0) return draft

  function limit<Holder extends object>(holder: Holder, path: string): Holder {
    if (excess === 0 || !isCachePoint(holder)) return holder
    excess -= 1
    report({ code: 'cache-point', path, action: 'dropped', from: 'cache' })
    const { cache: _cache, ...rest } = holder
    return rest as Holder // `cache` is optional in every holder
  }

  function limitContents(result: ToolResultPart, path: string): ToolResultPart {
    if (excess === 0 || !result.parts.some(isCachePoint)) return result
    return { ...result, parts: result.parts.map((part) => limit(part, path)) }
  }

  const tools = request.tools.map((tool, at) => limit(tool, `tools[${at}]`))
  return {
    request: { ...request, tools },
    entries: entries.map((entry) =>
      mapParts<Message>(entry, (part, path) =>
        limit(part.type === 'tool-result' ? limitContents(part, path) : part, path),
      ),
    ),
  }
}

function countCachePoints({ request, entries }: Draft): number {
  const parts = entries.flatMap(({ message }): readonly object[] =>
    message.role === 'tool' ? message.parts.flatMap((result) => [result, ...result.parts]) : message.parts,
  )
  return [...request.tools, ...parts].filter(isCachePoint).length
}

function isCachePoint<Holder extends object>(holder: Holder): holder is Holder & { readonly cache: object } {
  return 'cache' in holder && holder.cache !== undefined
}
