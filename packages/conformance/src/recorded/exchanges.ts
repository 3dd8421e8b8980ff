import type { Exchange, Recording } from '../corpus.ts'
import { readFrames } from './frames.ts'
import type { RecordedException } from './subject.ts'
import type { RecordedWire } from './wire.ts'

/** One exchange of a recording, or one of the answers that it holds. */
export interface RecordedExchange extends Exchange {
  readonly name: string
  readonly recording: string
  readonly index: number
}

/** `other-endpoint`: the request creates no answer. */
export type Kind = 'whole' | 'streamed' | 'error' | 'other-endpoint'

export function readExchanges({ slug, exchanges }: Recording): RecordedExchange[] {
  return exchanges.map((exchange, index) => ({
    ...exchange,
    name: `${slug}[${index}]`,
    recording: slug,
    index,
  }))
}

export function kindOf({ createPath }: RecordedWire, { request, response }: Exchange): Kind {
  const [path = ''] = request?.path.split('?') ?? []
  if (request && (request.method !== 'POST' || !createPath.test(path))) return 'other-endpoint'
  if (response.status !== 200) return 'error'
  return 'sse' in response ? 'streamed' : 'whole'
}

export function findExceptions(
  exceptions: readonly RecordedException[],
  { recording, index }: RecordedExchange,
): RecordedException[] {
  return exceptions.filter((exception) => exception.recording === recording && exception.exchange === index)
}

/** Splits what a recorder kept as one stream and the network carried as several. */
export function splitAnswers({ startsAnswer }: RecordedWire, recorded: RecordedExchange): RecordedExchange[] {
  const { response, name } = recorded
  const frames = 'sse' in response ? readFrames(response.sse) : []
  const starts = frames.flatMap((frame, index) => (startsAnswer?.(frame) ? [index] : []))
  if (starts.length < 2) return [recorded]
  return starts.map((start, at) => {
    const texts = frames.slice(start, starts[at + 1]).map(({ text }) => `${text}\n\n`)
    return { ...recorded, name: `${name}, answer ${at}`, response: { ...response, sse: texts.join('') } }
  })
}
