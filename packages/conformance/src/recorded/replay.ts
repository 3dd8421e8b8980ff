import {
  accumulator,
  DragomanError,
  isJsonObject,
  textOf,
  user,
  type AssistantMessage,
  type ModelRequest,
  type Notice,
} from '@dragoman/core'
import { replayFetch, type ReplayOptions } from '../replay-fetch.ts'
import type { RecordedExchange } from './exchanges.ts'
import { withoutSpace } from './reasoning.ts'
import type { RecordedSubject } from './subject.ts'
import { readArguments } from './values.ts'
import type { Answer, Failure } from './wire.ts'

/** What came of a recorded answer, through a model's public `call`. */
export interface Replayed {
  readonly outcome: Answer | Failure
  readonly message: AssistantMessage
  readonly notices: readonly Notice[]
}

const REQUEST: ModelRequest = {
  messages: [user('As recorded.')],
  tools: [],
  toolChoice: 'auto',
  settings: {},
}

/** Lets a model read a recorded answer. */
export async function replay(
  model: RecordedSubject['model'],
  recorded: RecordedExchange,
  stream: boolean,
  options: ReplayOptions = {},
): Promise<Replayed> {
  const received = accumulator()
  const notices: Notice[] = []
  let failure: Failure | undefined
  try {
    for await (const event of model(replayFetch(recorded, options), modelOf(recorded)).call(REQUEST, {
      stream,
      retry: { maxAttempts: 1 },
    })) {
      received.push(event)
      if (event.type === 'notice') notices.push(event.notice)
    }
  } catch (error) {
    if (!DragomanError.is(error)) throw error
    failure = { error: error.code }
  }
  const message = received.message()
  return { outcome: failure ?? readMessage(message), message, notices }
}

/** The id that was asked for. */
export function modelOf({ request }: RecordedExchange): string {
  const { body } = request ?? {}
  return isJsonObject(body) && typeof body['model'] === 'string' ? body['model'] : 'recorded'
}

function readMessage(message: AssistantMessage): Answer {
  const { raw: _raw, ...usage } = message.usage ?? {}
  const { reason, raw = null } = message.stop ?? {}
  const reasoning = message.parts.map((part) => (part.type === 'reasoning' ? part.text : ''))
  return {
    text: textOf(message),
    reasoning: withoutSpace(reasoning.join('')),
    calls: message.parts.flatMap((part) =>
      part.type === 'tool-call'
        ? [{ id: part.id, name: part.name, arguments: readArguments(part.inputText) }]
        : [],
    ),
    stop: reason && { reason, raw },
    usage,
  }
}
