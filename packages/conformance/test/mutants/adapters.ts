import type { Subject } from '@dragoman/conformance'
import { DragomanError, type Fetch, type JsonObject, type Model, type StreamEvent } from '@dragoman/core'
import { HONEST, tinyCodec, tinySubject } from '../tiny.ts'
import { changingBoth, tinyMutants, type Mutant } from './mutant.ts'

/** Adapters that say something wrong of themselves, send too little, or do not keep to one attempt. */
export const ADAPTER_MUTANTS: readonly Mutant[] = [
  ...tinyMutants([
    {
      name: 'a codec that forgets the tools',
      law: 'capabilities',
      codec: sending(({ tools: _tools, ...request }) => request),
    },
    {
      name: 'a codec that lets the model choose',
      law: 'capabilities',
      codec: sending(({ choice: _choice, ...request }) => request),
    },
    {
      name: 'a codec that lets calls be parallel',
      law: 'capabilities',
      codec: sending(({ parallel: _parallel, ...request }) => request),
    },
    {
      name: 'a codec that forgets the settings',
      law: 'capabilities',
      codec: sending(({ settings: _settings, ...request }) => request),
    },
    {
      name: 'a codec that forgets what the answer must fit',
      law: 'capabilities',
      codec: sending(({ output: _output, ...request }) => request),
    },
    {
      name: 'a codec that takes any object for every schema',
      law: 'schema',
      codec: sending((request) => ({
        ...request,
        tools: listOf(request['tools']).map((tool) => ({ ...tool, input: { type: 'object' } })),
      })),
    },
    {
      name: 'a codec that sends only the root of a schema',
      law: 'schema',
      codec: sending((request) => ({ ...request, tools: listOf(request['tools']).map(withRootOnly) })),
    },
    {
      name: 'a codec that reads no calls',
      law: 'answers',
      codec: changingBoth(withoutCalls),
    },
    {
      name: 'a codec that gives all calls one id',
      law: 'replay identity',
      codec: changingBoth((events) =>
        events.map((event) =>
          event.type === 'part-start' && event.part.type === 'tool-call'
            ? { ...event, part: { ...event.part, id: 'call_a' } }
            : event,
        ),
      ),
    },
  ]),
  {
    name: 'an adapter that claims what none of its answers holds',
    law: 'answers',
    subject: tinySubject(tinyCodec(), {
      answers: ['text', 'tool calls', 'parallel tool calls', 'reasoning'],
    }),
  },
  {
    name: 'an adapter that is silent about what its answers hold',
    law: 'answers',
    subject: tinySubject(tinyCodec(), { answers: ['text', 'tool calls'] }),
  },
  {
    name: 'an adapter that tells nobody what it left out',
    law: 'capabilities',
    subject: remodeled((model) => ({
      ...model,
      async *call(request, options) {
        for await (const event of model.call(request, options)) if (event.type !== 'notice') yield event
      },
    })),
  },
  {
    name: 'an adapter that claims that its texts come whole',
    law: 'pieces',
    subject: tinySubject(tinyCodec(), { comesWhole: ['text', 'tool calls'] }),
  },
  {
    name: 'an adapter that is silent about calls that come whole',
    law: 'pieces',
    subject: tinySubject(tinyCodec(), { comesWhole: [] }),
  },
  {
    name: 'an adapter that waits for the whole text',
    law: 'pieces',
    subject: remodeled((model) => ({
      ...model,
      async *call(request, options) {
        let text = ''
        for await (const event of model.call(request, options)) {
          if (event.type === 'part-end' && text) yield { type: 'text-delta', index: event.index, text }
          if (event.type === 'text-delta') text += event.text
          else yield event
          if (event.type === 'part-end') text = ''
        }
      },
    })),
  },
  {
    name: 'an adapter that tells its pieces at the end',
    law: 'pieces',
    subject: remodeled((model) => ({
      ...model,
      async *call(request, options) {
        const all = await Array.fromAsync(model.call(request, options))
        yield* all
      },
    })),
  },
  {
    name: 'an adapter that tells every piece in the same event',
    law: 'grammar',
    subject: remodeled((model) => ({
      ...model,
      async *call(request, options) {
        const same = {}
        for await (const event of model.call(request, options)) {
          yield event.type === 'text-delta' ? Object.assign(same, event) : event
        }
      },
    })),
  },
  {
    name: 'a transport that tries again',
    law: 'transport',
    subject: refetched((fetch) => async (input, init) => {
      const response = await fetch(input, init)
      return response.ok ? response : fetch(input, init)
    }),
  },
  {
    name: 'a transport that sends no key',
    law: 'transport',
    subject: refetched((fetch) => (input, init) => fetch(input, { ...init, headers: {} })),
  },
  {
    name: 'an adapter that sends a key, and says that it needs none',
    law: 'transport',
    subject: { ...tinySubject(tinyCodec()), keyless: "a server of one's own asks for none" },
  },
  {
    name: 'a transport that takes a connection that fails for the fault of the server',
    law: 'transport',
    subject: tinySubject({ ...tinyCodec(), decodeError: (error) => HONEST.error({ word: String(error) }) }),
  },
  {
    name: 'an adapter for which a connection that fails is no reason to try again',
    law: 'transport',
    subject: remodeled((model) => ({
      ...model,
      async *call(request, options) {
        try {
          yield* model.call(request, options)
        } catch (error) {
          const { code, message, ...details } = error as DragomanError // the only one that a model throws
          throw new DragomanError(code, message, { ...details, retryable: false })
        }
      },
    })),
  },
  {
    name: 'a transport that does not hear an abort',
    law: 'transport',
    subject: refetched(
      (fetch) =>
        (input, { signal: _signal, ...init } = {}) =>
          fetch(input, init),
    ),
  },
  {
    name: 'an adapter that tells its key with every error',
    law: 'transport',
    subject: remodeled((model) => ({
      ...model,
      async *call(request, options) {
        try {
          yield* model.call(request, options)
        } catch (error) {
          const { code, message, ...details } = error as DragomanError // the only one that a model throws
          throw new DragomanError(code, `${message} (Bearer tiny-key)`, details)
        }
      },
    })),
  },
  {
    name: 'an adapter that takes a cut stream for an answer',
    law: 'loop',
    subject: remodeled((model) => ({
      ...model,
      async *call(request, options) {
        try {
          yield* model.call(request, options)
        } catch (error) {
          if (!DragomanError.is(error) || error.code !== 'cut-stream') throw error
          yield { type: 'message-end', stop: { reason: 'stop', raw: null }, usage: {} }
        }
      },
    })),
  },
  {
    name: 'an adapter that calls again what was called before',
    law: 'loop',
    subject: remodeled((model) => ({
      ...model,
      async *call(request, options) {
        const past = request.messages.flatMap((message) =>
          message.role === 'assistant' ? message.parts : [],
        )
        const called = past.filter((part) => part.type === 'tool-call')
        for await (const event of model.call(request, options)) {
          if (event.type === 'message-end') yield* again(called)
          yield event
        }
      },
    })),
  },
]

function sending(change: (request: JsonObject) => JsonObject): ReturnType<typeof tinyCodec> {
  return tinyCodec({ encode: (request) => change(HONEST.encode(request)) })
}

function listOf(value: unknown): readonly JsonObject[] {
  return value as readonly JsonObject[] // what the honest codec makes
}

function withRootOnly(tool: JsonObject): JsonObject {
  const { type = 'object' } = tool['input'] as JsonObject // a schema is an object
  return { ...tool, input: { type, properties: {} } }
}

type CodecEvents = Parameters<Parameters<typeof changingBoth>[0]>[0]

function withoutCalls(events: CodecEvents): CodecEvents {
  return events.filter((event) => !('index' in event) || event.index === 0)
}

function* again(
  calls: readonly Extract<StreamEvent, { type: 'part-start' }>['part'][],
): Generator<StreamEvent> {
  for (const [at, part] of calls.entries()) {
    yield { type: 'part-start', index: 10 + at, part }
    yield { type: 'part-end', index: 10 + at }
  }
}

function remodeled(change: (model: Model) => Model): Subject {
  const subject = tinySubject(tinyCodec())
  return { ...subject, model: (fetch) => change(subject.model(fetch)) }
}

function refetched(change: (fetch: Fetch) => Fetch): Subject {
  const subject = tinySubject(tinyCodec())
  return { ...subject, model: (fetch) => subject.model(change(fetch)) }
}
