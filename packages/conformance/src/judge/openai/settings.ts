import { at, fieldsOf, isSet, textAt, type Place } from '../place.ts'
import type { Offence, Rule } from '../rule.ts'
import type { OpenaiRequest } from './request.ts'

export const SETTINGS: readonly Rule<OpenaiRequest>[] = [
  {
    name: 'setting-range',
    source: 'case 291; openai: the ranges in ChatCompletionCreateParamsBase',
    check: ({ body }) => findOutOfRange(body),
  },
  {
    name: 'metadata-size',
    source: 'case 298; openai: Metadata',
    check: ({ body }) => findLargeMetadata(at(body, 'metadata')),
  },
  {
    name: 'stream-options-unstreamed',
    source: 'openai: ChatCompletionCreateParamsBase.stream_options',
    check: ({ body }) => findUnstreamedOptions(body),
  },
]

const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  temperature: [0, 2],
  top_p: [0, 1],
  top_logprobs: [0, 20],
  frequency_penalty: [-2, 2],
  presence_penalty: [-2, 2],
}

function* findOutOfRange(body: Place): Generator<Offence> {
  for (const [name, [least, most]] of Object.entries(RANGES)) {
    const { path, value } = at(body, name)
    if (typeof value !== 'number' || (value >= least && value <= most)) continue
    yield { path, message: `is ${value}, outside ${least} to ${most}` }
  }
}

const MOST_PAIRS = 16
const LONGEST_KEY = 64
const LONGEST_VALUE = 512

function* findLargeMetadata(metadata: Place): Generator<Offence> {
  const pairs = fieldsOf(metadata)
  if (pairs.length > MOST_PAIRS) yield { path: metadata.path, message: `has more than ${MOST_PAIRS} pairs` }
  for (const pair of pairs) {
    const isLong = pair.name.length > LONGEST_KEY || textAt(pair).length > LONGEST_VALUE
    if (isLong) {
      yield {
        path: pair.path,
        message: `is longer than ${LONGEST_KEY} for a key, ${LONGEST_VALUE} for a value`,
      }
    }
  }
}

function* findUnstreamedOptions(body: Place): Generator<Offence> {
  const options = at(body, 'stream_options')
  if (isSet(options) && at(body, 'stream').value !== true) {
    yield { path: options.path, message: 'stand in a request that is not streamed' }
  }
}
