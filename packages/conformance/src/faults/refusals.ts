import { refusal, refusalOf, replyTo, saidReply, type Exchange } from './exchange.ts'
import type { AnswerFault, FaultFacts, FullFault } from './fault.ts'
import type { Play } from './move.ts'
import { HTML } from './page.ts'
import { jsonReply, play, type Reply } from './reply.ts'

type Row = FaultFacts & AnswerFault

/** The wait that each form of a hostile header asks for. */
const WAITS: Readonly<Record<string, Reply['headers']>> = {
  hour: { 'retry-after': '3600' },
  ages: { 'retry-after': '1e9' },
  negative: { 'retry-after': '-5' },
  'not-a-number': { 'retry-after': 'NaN' },
  empty: { 'retry-after': '' },
  fraction: { 'retry-after': '0.000001' },
  'past-date': { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' },
  'far-date': { 'retry-after': 'Fri, 31 Dec 9999 23:59:59 GMT' },
  'no-date': { 'retry-after': 'Xyz, 99 Foo 0000 99:99:99 GMT' },
  list: { 'retry-after': '1, 3600' },
  'negative-ms': { 'retry-after-ms': '-1' },
  'ms-against-seconds': { 'retry-after-ms': '0', 'retry-after': '3600' },
  'not-a-number-ms': { 'retry-after-ms': 'soon' },
}

/** Statuses whose `x-should-retry` says the opposite of what they mean. */
const CONTRADICTIONS: Readonly<Record<string, { readonly status: number; readonly should: string }>> = {
  '500-false': { status: 500, should: 'false' },
  '429-false': { status: 429, should: 'false' },
  '400-true': { status: 400, should: 'true' },
  '401-true': { status: 401, should: 'true' },
  '500-maybe': { status: 500, should: 'maybe' },
  '200-true': { status: 200, should: 'true' },
}

type Tuple = readonly [string, ...string[]]

/** Faults in which the provider refuses. */
export const REFUSALS: readonly Row[] = [
  {
    number: 14,
    name: 'status',
    title: 'an error status',
    variants: ['500', '429', '503', '529', '502', '408', '409', '504', '500 503 429', '429 500', 'quota'],
    layer: 'answer',
    play: playStatus,
  },
  {
    number: 15,
    name: 'retry-after',
    title: 'a hostile Retry-After',
    variants: Object.keys(WAITS) as unknown as Tuple, // the table has rows
    layer: 'answer',
    play: (exchange, { variant }) => play(refusal(exchange, 429, WAITS[variant])),
  },
  {
    number: 16,
    name: 'should-retry',
    title: 'an x-should-retry that contradicts its status',
    variants: Object.keys(CONTRADICTIONS) as unknown as Tuple, // the table has rows
    layer: 'answer',
    play: contradict,
  },
  {
    number: 17,
    name: 'echoed-key',
    title: 'a 401 that echoes the key',
    variants: ['message', 'header', 'base64', 'page', 'in-band'],
    layer: 'answer',
    play: echoKey,
  },
]

// One of the statuses for each attempt, in their order.
function playStatus(exchange: Exchange, { variant }: FullFault): Play {
  if (variant === 'quota') return play(jsonReply(429, quotaError(exchange)))
  const statuses = variant.split(' ').map(Number)
  const status = statuses[(exchange.attempt - 1) % statuses.length] ?? 500
  return play(status === 502 ? page(status, HTML) : refusal(exchange, status))
}

// A spent quota, which no other attempt can change.
function quotaError({ speaker }: Exchange): ReturnType<typeof speaker.error> {
  const type = speaker.wire === 'anthropic.messages' ? 'billing_error' : 'insufficient_quota'
  return speaker.error(429, type, 'You exceeded your current quota.')
}

function contradict(exchange: Exchange, { variant }: FullFault): Play {
  const { status = 500, should = 'false' } = CONTRADICTIONS[variant] ?? {}
  const headers = { 'x-should-retry': should }
  if (status !== 200) return play(refusal(exchange, status, headers))
  return play({ ...replyTo(exchange), headers: { ...replyTo(exchange).headers, ...headers } })
}

function echoKey(exchange: Exchange, { variant }: FullFault): Play {
  const { key, speaker, isStream } = exchange
  const told = `Incorrect API key provided: ${key}.`
  const encoded = Buffer.from(key).toString('base64')
  switch (variant) {
    case 'header':
      return play(
        refusal(exchange, 401, { 'www-authenticate': `Bearer error="bad", key="${key}"`, 'x-key': key }),
      )
    case 'base64':
      return play(jsonReply(401, refusalOf(exchange, 401, `Incorrect credentials: ${encoded}.`)))
    case 'page':
      return play(page(401, HTML.replace('</body>', `<p>${told}</p></body>`)))
    case 'in-band': {
      if (!isStream) return play(jsonReply(200, refusalOf(exchange, 401, told)))
      const error = speaker.inBandError(speaker.errorType(401), told)
      return play(saidReply(exchange, [error]))
    }
    default:
      return play(jsonReply(401, refusalOf(exchange, 401, told)))
  }
}

function page(status: number, html: string): Reply {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body: [Buffer.from(html)] }
}
