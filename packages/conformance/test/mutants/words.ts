import { DragomanError } from '@dragoman/core'
import { HONEST, tinyCodec } from '../tiny.ts'
import { tinyMutants, type Mutant } from './mutant.ts'

/** Codecs that take a word of the wire for another. */
export const WORD_MUTANTS: readonly Mutant[] = tinyMutants([
  {
    name: "a codec that loses the wire's word",
    law: 'stops',
    codec: tinyCodec({ stop: (word) => ({ ...HONEST.stop(word), raw: null }) }),
  },
  {
    name: 'a codec that takes every unknown word for a good end',
    law: 'stops',
    codec: tinyCodec({
      stop(word) {
        const { reason, raw } = HONEST.stop(word)
        return { reason: reason === 'other' ? 'stop' : reason, raw }
      },
    }),
  },
  {
    name: 'a codec that takes the limit for a good end',
    law: 'stops',
    codec: tinyCodec({
      stop: (word) => (word === 'full' ? { reason: 'stop', raw: word } : HONEST.stop(word)),
    }),
  },
  {
    name: 'a codec that adds a detail of its own to a stop',
    law: 'stops',
    codec: tinyCodec({ stop: (word) => ({ ...HONEST.stop(word), detail: { stopSequence: word } }) }),
  },
  {
    name: 'a codec that leaves the cache out of the input',
    law: 'usage',
    codec: tinyCodec({
      usage: (tokens) => ({ ...HONEST.usage(tokens), ...(tokens && { inputTokens: tokens.in }) }),
    }),
  },
  {
    name: 'a codec that reports nought where the wire reports nothing',
    law: 'usage',
    codec: tinyCodec({
      usage: (tokens) => ({ inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, ...HONEST.usage(tokens) }),
    }),
  },
  {
    name: 'a codec that loses a count',
    law: 'usage',
    codec: tinyCodec({
      usage(tokens) {
        const { cacheReadTokens: _lost, ...counts } = HONEST.usage(tokens)
        return counts
      },
    }),
  },
  {
    name: 'a codec that counts the cache twice',
    law: 'usage',
    codec: tinyCodec({
      usage(tokens) {
        const counts = HONEST.usage(tokens)
        const { inputTokens = 0, cacheReadTokens = 0 } = counts
        return { ...counts, ...(tokens && { inputTokens: inputTokens + cacheReadTokens }) }
      },
    }),
  },
  {
    name: 'a codec that takes what was read for what was written',
    law: 'usage',
    codec: tinyCodec({
      usage(tokens) {
        const { cacheReadTokens, ...counts } = HONEST.usage(tokens)
        return { ...counts, ...(cacheReadTokens !== undefined && { cacheWriteTokens: cacheReadTokens }) }
      },
    }),
  },
  {
    name: 'a codec for which every error is the fault of the server',
    law: 'errors',
    codec: tinyCodec({
      error(failure) {
        const { code: _code, message, ...details } = HONEST.error(failure)
        return new DragomanError('server', message, { ...details, retryable: true })
      },
    }),
  },
  {
    name: 'a codec that loses how long to wait',
    law: 'errors',
    codec: tinyCodec({
      error({ word, status }) {
        return HONEST.error({ word, ...(status !== undefined && { status }) })
      },
    }),
  },
  {
    name: 'a codec that loses the status',
    law: 'errors',
    codec: tinyCodec({
      error({ word, headers }) {
        return HONEST.error({ word, ...(headers && { headers }) })
      },
    }),
  },
  {
    name: 'a codec that always asks for another attempt',
    law: 'errors',
    codec: tinyCodec({
      error(failure) {
        const { code, message, ...details } = HONEST.error(failure)
        return new DragomanError(code, message, { ...details, retryable: true })
      },
    }),
  },
  {
    name: 'a codec whose errors say nothing',
    law: 'errors',
    codec: tinyCodec({
      error(failure) {
        const { code, message: _message, ...details } = HONEST.error(failure)
        return new DragomanError(code, '', details)
      },
    }),
  },
  {
    name: 'a codec that takes an error in a stream for a good end',
    law: 'errors',
    codec: {
      ...tinyCodec(),
      decoder(request) {
        const decoder = tinyCodec().decoder(request)
        return {
          push: ({ error, ...event }) => decoder.push(error === undefined ? event : { stop: 'end' }),
          end: () => decoder.end(),
        }
      },
    },
  },
])
