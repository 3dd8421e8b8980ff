import { DragomanError, type WireEvent } from '@dragoman/core'
import { tinyCodec } from '../tiny.ts'
import { changing, changingBoth, pushing, tinyMutants, type Mutant } from './mutant.ts'

/** Codecs that read an answer wrongly. */
export const ANSWER_MUTANTS: readonly Mutant[] = tinyMutants([
  {
    name: 'a codec that trims deltas',
    law: 'agreement',
    codec: changing((events) =>
      events.map((event) =>
        event.type === 'text-delta' ? { ...event, text: event.text.trim() || '-' } : event,
      ),
    ),
  },
  {
    name: 'a codec that gives counts as the texts that they came as',
    law: 'grammar',
    codec: changingBoth((events) =>
      events.map((event) =>
        event.type === 'message-end'
          ? {
              ...event,
              usage: { ...event.usage, outputTokens: `${event.usage.outputTokens}` as unknown as number },
            } // what a careless codec passes on
          : event,
      ),
    ),
  },
  {
    name: 'a codec that trims the whole answer',
    law: 'agreement',
    codec: {
      ...tinyCodec(),
      decode: (response, request) =>
        tinyCodec().decode({ ...response, ...(response.text && { text: response.text.trim() }) }, request),
    },
  },
  {
    name: 'a codec that forgets the mark of a streamed text',
    law: 'agreement',
    codec: pushing(({ mark: _mark, ...event }, push) => push(event)),
  },
  {
    name: 'a codec that forgets the mark of every text',
    law: 'replay identity',
    codec: changingBoth((events) =>
      events.map((event) => (event.type === 'part-end' ? { type: 'part-end', index: event.index } : event)),
    ),
  },
  {
    name: 'a codec that reads only the last piece of bytes of a text',
    law: 'agreement',
    codec: changing((events) =>
      events.map((event) => (event.type === 'text-delta' ? { ...event, text: event.text.slice(-1) } : event)),
    ),
  },
  {
    name: 'a codec that invents an ending at the end of the bytes',
    law: 'truncation',
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
    name: 'a codec that loses the last event',
    law: 'truncation',
    codec: changing((events) => events.filter((event) => event.type !== 'message-end')),
  },
  {
    name: 'a codec that never ends its parts',
    law: 'grammar',
    codec: changing((events) => events.filter((event) => event.type !== 'part-end')),
  },
  {
    name: 'a codec that ends its parts twice',
    law: 'grammar',
    codec: changing((events) =>
      events.flatMap((event): WireEvent[] => (event.type === 'part-end' ? [event, event] : [event])),
    ),
  },
  {
    name: 'a codec that starts a part twice',
    law: 'grammar',
    codec: changing((events) =>
      events.flatMap((event): WireEvent[] => (event.type === 'part-start' ? [event, event] : [event])),
    ),
  },
  {
    name: 'a codec that starts a message with every event',
    law: 'grammar',
    codec: changing((events) => [{ type: 'message-start' }, ...events]),
  },
  {
    name: 'a codec that starts no message',
    law: 'grammar',
    codec: changing((events) => events.filter((event) => event.type !== 'message-start')),
  },
  {
    name: 'a codec that uses an index again',
    law: 'grammar',
    codec: changing((events) =>
      events.flatMap((event): WireEvent[] =>
        event.type === 'part-end'
          ? [event, { type: 'part-start', index: 0, part: { type: 'text', text: 'again' } }, event]
          : [event],
      ),
    ),
  },
  {
    name: 'a codec that says a text as reasoning',
    law: 'grammar',
    codec: changing((events) =>
      events.map((event) => (event.type === 'text-delta' ? { ...event, type: 'reasoning-delta' } : event)),
    ),
  },
  {
    name: 'a codec that yields empty deltas',
    law: 'grammar',
    codec: changing((events) =>
      events.flatMap((event) => (event.type === 'text-delta' ? [event, { ...event, text: '' }] : [event])),
    ),
  },
  {
    name: 'a codec that tells a whole answer in pieces',
    law: 'grammar',
    codec: {
      ...tinyCodec(),
      decode: (response, request) =>
        [...tinyCodec().decode(response, request)].flatMap((event): WireEvent[] =>
          event.type === 'part-start' && event.part.type === 'text'
            ? [
                { ...event, part: { ...event.part, text: '' } },
                { type: 'text-delta', index: event.index, text: event.part.text },
              ]
            : [event],
        ),
    },
  },
  {
    name: 'a codec that goes on after message-end',
    law: 'grammar',
    codec: changing((events) =>
      events.flatMap((event): WireEvent[] =>
        event.type === 'message-end'
          ? [event, { type: 'notice', notice: { code: 'late', path: '', action: 'advice' } }]
          : [event],
      ),
    ),
  },
  {
    name: 'a codec that changes an event after it was yielded',
    law: 'agreement',
    codec: changing(reusingDelta()),
  },
  {
    name: 'a codec that knows all events',
    law: 'forward',
    codec: pushing((event, push) => {
      if (Object.keys(event).includes('later')) throw new DragomanError('bad-response', 'tiny: later?')
      return push(event)
    }),
  },
  {
    name: 'a codec that takes anything for a text',
    law: 'forward',
    codec: pushing((event, push) =>
      push({ ...event, ...(event.add !== undefined && { add: [event.add].join('') }) }),
    ),
  },
  {
    name: 'a codec that skips what is broken',
    law: 'forward',
    codec: pushing(({ add, ...event }, push) => push(typeof add === 'string' ? { add, ...event } : event)),
  },
])

function reusingDelta(): (events: readonly WireEvent[]) => readonly WireEvent[] {
  const delta: WireEvent = { type: 'text-delta', index: 0, text: '' }
  return (events) =>
    events.map((event) => (event.type === 'text-delta' ? Object.assign(delta, { text: event.text }) : event))
}
