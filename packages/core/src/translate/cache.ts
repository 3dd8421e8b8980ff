import type { CacheHint, Message, ToolResultPart } from '../neutral/message.ts'
import { mapParts, type Draft } from './draft.ts'
import type { FitTarget, Report } from './target.ts'

/**
 * Drops the first of too many cache points: the last ones cover the longest prefixes. Of those that stay, none outlives
 * one before it: what is cached for long cannot stand on what is cached for short.
 */
export function fitCachePoints(draft: Draft, { capabilities }: FitTarget, report: Report): Draft {
  let excess = countCachePoints(draft) - capabilities.cachePoints
  let isShort = false
  return mapCachePoints(draft, (cache, path) => {
    if (excess > 0) {
      excess -= 1
      report({ code: 'cache-point', path, action: 'dropped', from: 'cache' })
      return undefined
    }
    if (cache.ttl !== 'long') isShort = true
    if (cache.ttl !== 'long' || !isShort) return cache
    report({ code: 'cache-order', path, action: 'downgraded', from: 'long', to: 'short' })
    return { ttl: 'short' }
  })
}

/** A rule for a cache point: itself, another in its place, or `undefined` for none. */
type Rule = (cache: CacheHint, path: string) => CacheHint | undefined

/** Goes through the cache points in the order in which a provider reads them. */
function mapCachePoints({ request, entries }: Draft, rule: Rule): Draft {
  const tools = request.tools.map((tool, at) => mapHint(tool, `tools[${at}]`, rule))
  const isSame = tools.every((tool, at) => tool === request.tools[at])
  return {
    request: isSame ? request : { ...request, tools },
    entries: entries.map((entry) =>
      mapParts<Message>(entry, (part, path) => {
        return mapHint(part.type === 'tool-result' ? mapContents(part, path, rule) : part, path, rule)
      }),
    ),
  }
}

function mapContents(result: ToolResultPart, path: string, rule: Rule): ToolResultPart {
  const parts = result.parts.map((part) => mapHint(part, path, rule))
  return parts.every((part, at) => part === result.parts[at]) ? result : { ...result, parts }
}

function mapHint<Holder extends object>(holder: Holder, path: string, rule: Rule): Holder {
  if (!isCachePoint(holder)) return holder
  const { cache: given, ...rest } = holder
  const cache = rule(given, path)
  if (cache === given) return holder
  return { ...rest, ...(cache && { cache }) } as Holder // `cache` is optional in every holder
}

function countCachePoints({ request, entries }: Draft): number {
  const parts = entries.flatMap(({ message }): readonly object[] =>
    message.role === 'tool' ? message.parts.flatMap((result) => [result, ...result.parts]) : message.parts,
  )
  return [...request.tools, ...parts].filter(isCachePoint).length
}

function isCachePoint<Holder extends object>(
  holder: Holder,
): holder is Holder & { readonly cache: CacheHint } {
  return 'cache' in holder && holder.cache !== undefined
}
