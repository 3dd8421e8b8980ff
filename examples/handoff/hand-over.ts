import {
  assemble,
  user,
  type AssistantMessage,
  type JsonObject,
  type Message,
  type Notice,
  type ToolDefinition,
} from '@dragoman/core'
import { say, type Answer } from './answers.ts'
import { WIRES, type ByWire, type Wire, type WireKey } from './wires.ts'

/** A conversation up to where another model goes on with it. */
export interface Conversation {
  /** What the first model answers. */
  readonly answers: ByWire<Answer>
  /** What follows its answer. */
  readonly after: readonly Message[]
  /** The name of the one tool. Default `search`. */
  readonly tool?: string
}

/** What a model was sent. */
export interface Sent {
  readonly body: JsonObject
  /** The conversation in it. */
  readonly history: readonly JsonObject[]
  readonly notices: readonly Notice[]
}

/** Begins a conversation on one wire, goes on with another model, and tells what that one was sent. */
export async function handOver(conversation: Conversation, from: WireKey, to: WireKey): Promise<Sent> {
  return ask(to, 'other', await begin(conversation, from), conversation)
}

/** The conversation as the first model of a wire leaves it. */
export async function begin(conversation: Conversation, from: WireKey): Promise<readonly Message[]> {
  const question = user('Hi')
  const { message } = await ask(from, 'first', [question], conversation, conversation.answers[from])
  return [question, message, ...conversation.after]
}

/** What a model answers where it does not matter. */
export const FINE: ByWire<Answer> = say({ text: 'Fine.' })

/** Asks a model of a wire, in whose provider's place a `fetch` answers. */
export async function ask(
  key: WireKey,
  which: keyof Wire['models'],
  messages: readonly Message[],
  { tool = 'search' }: Pick<Conversation, 'tool'> = {},
  answer: Answer = FINE[key],
): Promise<Sent & { readonly message: AssistantMessage }> {
  const wire = WIRES[key]
  let body: JsonObject = {}
  const model = wire.model(wire.models[which], async (input, init) => {
    body = await new Request(input, init).json()
    return Response.json(wire.answer(answer.content))
  })
  const events = await Array.fromAsync(
    model.call({ messages, tools: [declare(tool)], toolChoice: 'auto', settings: {} }),
  )
  return {
    body,
    // Every wire has it as a list of objects.
    history: body[wire.history] as readonly JsonObject[],
    notices: events.flatMap((event) => (event.type === 'notice' ? [event.notice] : [])),
    message: assemble(events),
  }
}

function declare(name: string): ToolDefinition {
  return { type: 'function', name, description: 'Searches.', input: { type: 'object', properties: {} } }
}
