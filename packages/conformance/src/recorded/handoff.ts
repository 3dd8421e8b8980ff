import { user, type Fetch, type JsonObject, type Message, type Model } from '@dragoman/core'
import { ask, type Asked } from '../ask.ts'
import type { RecordedExchange } from './exchanges.ts'
import { modelOf } from './replay.ts'
import type { RecordedSubject } from './subject.ts'
import { answersIn, answerTo, askRecorded, requestOf, whole } from './turns.ts'

/** Where recorded conversations come from. */
export type HandoffOrigin = Pick<RecordedSubject, 'wire' | 'recordings' | 'model'>

/** A model that goes on with a conversation of another one. */
export interface HandoffTarget {
  readonly model: (fetch: Fetch) => Model
  /** The body of its provider's answer. */
  readonly answer: JsonObject
}

/** A conversation that holds a recorded turn and what a program said to it. */
export interface RecordedConversation {
  readonly name: string
  readonly recorded: RecordedExchange
  /** The id of the model that gave the turn. */
  readonly model: string
  readonly messages: readonly Message[]
}

/** Every recorded turn in a conversation, as the model that gave it decodes it. */
export async function recordedConversations(origin: HandoffOrigin): Promise<RecordedConversation[]> {
  const conversations: RecordedConversation[] = []
  for (const recorded of answersIn(origin)) {
    const question = user('As recorded.')
    const { message } = await askRecorded(origin, recorded, [question], recorded.response)
    conversations.push({
      name: recorded.name,
      recorded,
      model: modelOf(recorded),
      messages: [question, message, answerTo(message)],
    })
  }
  return conversations
}

/** What two models were sent: the one that a conversation goes to, and the one that gets it back. */
export interface Handoff {
  readonly there: Asked
  readonly back: Asked
}

/** Hands a conversation to another model, and then, with that one's reply, back to the model that began it. */
export async function handOver(
  origin: HandoffOrigin,
  { recorded, messages }: RecordedConversation,
  { model, answer }: HandoffTarget,
): Promise<Handoff> {
  const there = await ask(model, requestOf(messages), whole(answer))
  const longer = [...messages, there.message, answerTo(there.message)]
  const back = await askRecorded(origin, recorded, longer, recorded.response)
  return { there, back }
}
