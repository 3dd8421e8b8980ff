import { at, isSet, textAt, type Place } from '../place.ts'
import type { Offence, Rule } from '../rule.ts'
import { blocksIn, field, type Block, type MessagesRequest } from './request.ts'

export const CACHE: readonly Rule<MessagesRequest>[] = [
  { name: 'cache-points-many', source: 'case 306; coder/mux#3112', check: findTooMany },
  { name: 'cache-ttl-order', source: 'case 308', check: findShortBeforeLong },
  { name: 'cache-deferred-tool', source: 'case 307; router-for-me/CLIProxyAPI#4561', check: findDeferred },
]

const MOST_POINTS = 4

function* findTooMany(request: MessagesRequest): Generator<Offence> {
  const points = pointsOf(request)
  const [path = ''] = points.slice(MOST_POINTS).map((point) => point.path)
  if (points.length > MOST_POINTS) {
    yield { path, message: `is one of ${points.length} cache points, more than ${MOST_POINTS}` }
  }
}

function* findShortBeforeLong(request: MessagesRequest): Generator<Offence> {
  const points = pointsOf(request)
  const firstShort = points.findIndex((point) => !isLong(point))
  const late = firstShort === -1 ? [] : points.slice(firstShort).filter(isLong)
  for (const { path } of late) yield { path, message: 'lasts longer than a cache point before it' }
}

function* findDeferred({ tools }: MessagesRequest): Generator<Offence> {
  for (const tool of tools) {
    const point = at(tool, 'cache_control')
    if (isSet(point) && at(tool, 'defer_loading').value === true) {
      yield { path: point.path, message: 'stands on a tool that is loaded later' }
    }
  }
}

/** The cache points in the order in which the provider reads them; the automatic one is the last. */
function pointsOf({ body, tools, system, messages }: MessagesRequest): readonly Place[] {
  const blocks = [...system, ...messages.flatMap((turn) => turn.blocks)].flatMap(withInner)
  const places = [...tools, ...blocks.map(({ place }) => place), body]
  return places.map((place) => at(place, 'cache_control')).filter(isSet)
}

/** A block after those in it. */
function withInner(block: Block): readonly Block[] {
  const content = field(block, 'content')
  return typeof content.value === 'string' ? [block] : [...blocksIn(content), block]
}

function isLong(point: Place): boolean {
  return textAt(at(point, 'ttl')) === '1h'
}
