import { readFile } from 'node:fs/promises'
import { inject, laws, LAWS } from '@dragoman/conformance'
import { DragomanError, type JsonObject, type ModelRequest, type WireEvent } from '@dragoman/core'
import { describe, expect, test } from 'vitest'
import { FIXTURES, HONEST, tinyCodec, tinySubject, type TinyCodec, type TinyEvent } from './tiny.ts'

interface Mutant {
  readonly name: string
  /** The laws that must fail, in the kit's order. */
  readonly killedBy: readonly string[]
  readonly codec: TinyCodec
}

const MUTANTS: readonly Mutant[] = [
  { name: 'the honest codec', killedBy: [], codec: tinyCodec() },
  {
    name: 'a codec that counts its requests',
    killedBy: ['encode is pure'],
    codec: tinyCodec({ encode: numbered() }),
  },
  {
    name: 'a codec that sorts what it was given',
    killedBy: ['encode is pure'],
    codec: tinyCodec({
      encode(request) {
        // A program in JavaScript can do what the types forbid.
        ;(request.messages as ModelRequest['messages'][number][]).sort(() => 0)
        return HONEST.encode(request)
      },
    }),
  },
  {
    name: 'a codec that forgets the results',
    killedBy: ['judged', 'handoff'],
    codec: encoding((lines) => lines.filter(({ by }) => by !== 'tool')),
  },
  {
    name: 'a codec that forgets the files',
    killedBy: ['handoff'],
    codec: encoding((lines) => lines.filter(({ file }) => file === undefined)),
  },
  {
    name: 'a codec that makes names of its own for calls',
    killedBy: ['handoff'],
    codec: encoding((lines) => lines.map((line) => (line['call'] ? { ...line, tool: 'tool' } : line))),
  },
  {
    name: 'a codec that forgets the mark of a text',
    killedBy: ['replay identity'],
    codec: encoding((lines) => lines.map(({ mark: _mark, ...line }) => line)),
  },
  {
    name: 'a codec that says everything twice',
    killedBy: ['judged', 'replay identity', 'handoff'],
    codec: encoding((lines) => lines.flatMap((line) => [line, line])),
  },
  {
    name: 'a codec that knows all events',
    killedBy: ['rechunk', 'truncation', 'grammar', 'forward'],
    codec: pushing((event, push) => {
      if (Object.keys(event).includes('later')) throw new DragomanError('bad-response', 'tiny: later?')
      return push(event)
    }),
  },
  {
    name: 'a codec that takes anything for a text',
    killedBy: ['forward', 'errors'],
    codec: pushing((event, push) =>
      push({ ...event, ...(event.add !== undefined && { add: [event.add].join('') }) }),
    ),
  },
  {
    name: 'a codec that trims deltas',
    killedBy: ['agreement'],
    codec: changing((events) =>
      events.map((event) =>
        event.type === 'text-delta' ? { ...event, text: event.text.trim() || '-' } : event,
      ),
    ),
  },
  {
    name: 'a codec that invents an ending at the end of the bytes',
    killedBy: ['truncation'],
    codec: {
      ...tinyCodec(),
      decoder(request) {
        const decoder = tinyCodec().decoder(request)
        let ended = false
        return {
          push(event) {
            if (event.stop !== undefined) ended = true
            return decoder.push(event)
          },
          end: () => (ended ? [] : [{ type: 'message-end', stop: { reason: 'stop', raw: null }, usage: {} }]),
        }
      },
    },
  },
  {
    name: 'a codec that never ends its parts',
    killedBy: ['agreement', 'grammar'],
    codec: changing((events) => events.filter((event) => event.type !== 'part-end')),
  },
  {
    name: 'a codec that yields empty deltas',
    killedBy: ['grammar'],
    codec: changing((events) =>
      events.flatMap((event) => (event.type === 'text-delta' ? [event, { ...event, text: '' }] : [event])),
    ),
  },
  {
    name: 'a codec that goes on after message-end',
    killedBy: ['grammar'],
    codec: changing((events) =>
      events.flatMap((event): WireEvent[] =>
        event.type === 'message-end'
          ? [event, { type: 'notice', notice: { code: 'late', path: '', action: 'advice' } }]
          : [event],
      ),
    ),
  },
  {
    name: 'a codec that loses the last event',
    killedBy: ['judged', 'agreement', 'rechunk', 'truncation', 'grammar', 'forward', 'stops', 'usage'],
    codec: changing((events) => events.filter((event) => event.type !== 'message-end')),
  },
  {
    name: "a codec that loses the wire's word",
    killedBy: ['stops'],
    codec: tinyCodec({ stop: (word) => ({ ...HONEST.stop(word), raw: null }) }),
  },
  {
    name: 'a codec that takes every unknown word for a good end',
    killedBy: ['stops'],
    codec: tinyCodec({
      stop(word) {
        const { reason, raw } = HONEST.stop(word)
        return { reason: reason === 'other' ? 'stop' : reason, raw }
      },
    }),
  },
  {
    name: 'a codec that takes the limit for a good end',
    killedBy: ['stops'],
    codec: tinyCodec({
      stop: (word) => (word === 'full' ? { reason: 'stop', raw: word } : HONEST.stop(word)),
    }),
  },
  {
    name: 'a codec that adds a detail of its own to a stop',
    killedBy: ['stops'],
    codec: tinyCodec({ stop: (word) => ({ ...HONEST.stop(word), detail: { stopSequence: word } }) }),
  },
  {
    name: 'a codec that leaves the cache out of the input',
    killedBy: ['usage'],
    codec: tinyCodec({
      usage: (tokens) => ({ ...HONEST.usage(tokens), ...(tokens && { inputTokens: tokens.in }) }),
    }),
  },
  {
    name: 'a codec that reports nought where the wire reports nothing',
    killedBy: ['usage'],
    codec: tinyCodec({
      usage: (tokens) => ({ inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, ...HONEST.usage(tokens) }),
    }),
  },
  {
    name: 'a codec that loses a count',
    killedBy: ['usage'],
    codec: tinyCodec({
      usage(tokens) {
        const { cacheReadTokens: _lost, ...counts } = HONEST.usage(tokens)
        return counts
      },
    }),
  },
  {
    name: 'a codec for which every error is the fault of the server',
    killedBy: ['errors'],
    codec: tinyCodec({
      error(failure) {
        const { code: _code, message, ...details } = HONEST.error(failure)
        return new DragomanError('server', message, { ...details, retryable: true })
      },
    }),
  },
  {
    name: 'a codec that loses how long to wait',
    killedBy: ['errors'],
    codec: tinyCodec({
      error({ word, status }) {
        return HONEST.error({ word, ...(status !== undefined && { status }) })
      },
    }),
  },
  {
    name: 'a codec that loses the status',
    killedBy: ['errors'],
    codec: tinyCodec({
      error({ word, headers }) {
        return HONEST.error({ word, ...(headers && { headers }) })
      },
    }),
  },
  {
    name: 'a codec that always asks for another attempt',
    killedBy: ['errors'],
    codec: tinyCodec({
      error(failure) {
        const { code, message, ...details } = HONEST.error(failure)
        return new DragomanError(code, message, { ...details, retryable: true })
      },
    }),
  },
  {
    name: 'a codec whose errors say nothing',
    killedBy: ['errors'],
    codec: tinyCodec({
      error(failure) {
        const { code, message: _message, ...details } = HONEST.error(failure)
        return new DragomanError(code, '', details)
      },
    }),
  },
  {
    name: 'a codec that takes an error in a stream for a good end',
    killedBy: ['errors'],
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
]

/** An honest codec whose stream's events go through a change. */
function changing(change: (events: readonly WireEvent[]) => readonly WireEvent[]): TinyCodec {
  const honest = tinyCodec()
  return {
    ...honest,
    decoder(request) {
      const decoder = honest.decoder(request)
      return { push: (event) => change([...decoder.push(event)]), end: () => decoder.end() }
    },
  }
}

/** An honest codec whose events go through a change on their way in. */
function pushing(
  change: (event: TinyEvent, push: (event: TinyEvent) => Iterable<WireEvent>) => Iterable<WireEvent>,
): TinyCodec {
  const honest = tinyCodec()
  return {
    ...honest,
    decoder(request) {
      const decoder = honest.decoder(request)
      return { push: (event) => change(event, (changed) => decoder.push(changed)), end: () => decoder.end() }
    },
  }
}

/** An honest codec whose requests go through a change. */
function encoding(change: (lines: readonly JsonObject[]) => readonly JsonObject[]): TinyCodec {
  return tinyCodec({
    encode(request) {
      const encoded = HONEST.encode(request)
      const lines = encoded['lines'] as readonly JsonObject[] // what the honest codec makes
      return { ...encoded, lines: change(lines) }
    },
  })
}

function numbered(): (request: ModelRequest) => JsonObject {
  let requests = 0
  return (request) => ({ ...HONEST.encode(request), number: (requests += 1) })
}

async function failedLaws(codec: TinyCodec): Promise<string[]> {
  const checks = laws(tinySubject(codec))
  const outcomes = await Promise.allSettled(checks.map((check) => check.run()))
  const failed = checks.filter((_check, at) => outcomes[at]?.status === 'rejected')
  return [...new Set(failed.map(({ law }) => law.name))]
}

describe('the kit', () => {
  test.each(MUTANTS)('$name fails exactly the laws that name its fault', async ({ codec, killedBy }) => {
    expect(await failedLaws(codec)).toEqual(killedBy)
  })

  test('every law kills at least one mutant', () => {
    const killers = new Set(MUTANTS.flatMap((mutant) => mutant.killedBy))
    expect(LAWS.map((law) => law.name).filter((name) => !killers.has(name))).toEqual([])
  })

  test('a wire without a judge says so, and is not judged', () => {
    const unjudged = laws(tinySubject(tinyCodec(), { judge: { none: 'nobody knows what tiny takes' } }))
    const skipped = unjudged.filter(({ skip }) => skip === 'nobody knows what tiny takes')
    expect(new Set(skipped.map(({ law }) => law.name))).toEqual(new Set(['judged']))
    expect(unjudged.filter(({ law }) => law.name === 'judged')).toEqual(skipped)
  })

  test('a wire without anything that is broken, or anything that is new, is an error', () => {
    const fixtures = FIXTURES.filter(({ injected }) => injected?.becomes !== 'bad-response')
    expect(() => laws(tinySubject(tinyCodec(), { fixtures }))).toThrow(
      'tiny needs fixtures for the law "forward": give inject() one that is carried or skipped, and one that is bad-response.',
    )
  })

  test('an injection that changes nothing is an error', () => {
    expect(() =>
      inject(FIXTURES, [
        { name: 'nothing', into: 'greeting', becomes: 'skipped', stream: ['no such text', ''] },
      ]),
    ).toThrow('nothing: the fixture does not hold no such text.')
  })

  test('the README names every law, with what it says', async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
    const rows = LAWS.map(({ name, says }) => `| ${name} | ${says} |`)
    expect(readme.split('\n').filter((line) => /^\| (?!law |-)/.test(line))).toEqual(rows)
  })

  test('a law that no fixture can show is an error, not a silent pass', () => {
    const fixtures = FIXTURES.map(({ stream: _stream, ...whole }) => whole)
    expect(() => laws(tinySubject(tinyCodec(), { fixtures }))).toThrow(
      'tiny has no fixture for the law "agreement": give one with response and stream and answer.',
    )
  })

  test('a stop reason that is neither shown nor said to be impossible is an error', () => {
    const cannotStopFor = ['tool-calls', 'context-full', 'refusal', 'filtered'] as const
    expect(() => laws(tinySubject(tinyCodec(), { cannotStopFor }))).toThrow(
      'tiny has no fixture that stops for "pause": give one, or name it in cannotStopFor.',
    )
  })

  test('a stop reason that is shown and said to be impossible is an error', () => {
    const cannotStopFor = ['length', 'tool-calls', 'context-full', 'pause', 'refusal', 'filtered'] as const
    expect(() => laws(tinySubject(tinyCodec(), { cannotStopFor }))).toThrow(
      'tiny has a fixture that stops for "length": take it out of cannotStopFor.',
    )
  })
})
