import {
  accumulator,
  DragomanError,
  type AssistantMessage,
  type Fetch,
  type ModelRequest,
  type StreamEvent,
} from '@dragoman/core'
import { ask, type Asked } from './ask.ts'
import { firstDifference, inBlocks, inLine } from './difference.ts'
import { CONTENT_TYPES } from './framing.ts'
import { hasNeed } from './law.ts'
import { replayFetch, type ReplayOptions } from './replay-fetch.ts'
import type { RecordedResponse } from './corpus.ts'
import type { Fixture, Subject } from './subject.ts'

/** A law does not hold. The message says what was expected and what was seen. */
export class Breach extends Error {
  override readonly name = 'Breach'
}

/** What a model yielded for a fixture, until it ended or failed. */
export interface Observation {
  readonly events: readonly StreamEvent[]
  /** Each event as JSON, as it was when it was yielded. */
  readonly yielded: readonly string[]
  readonly message: AssistantMessage
  readonly error?: DragomanError
}

/** Calls the subject's model on the fixture's whole answer. */
export function observeWhole(subject: Subject, fixture: Fixture): Promise<Observation> {
  return observe(subject, fixture, replayFetch({ response: wholeResponse(fixture) }), false)
}

/** Calls the subject's model on the fixture's stream, its bytes cut as asked. A refusal is whole in any case. */
export function observeStream(
  subject: Subject,
  fixture: Fixture,
  options: ReplayOptions = {},
): Promise<Observation> {
  const response = streamedResponse(subject, fixture)
  return observe(subject, fixture, replayFetch({ response }, options), true)
}

/** Sends a request with the subject's model, which gets the answer of one of its fixtures, in this form. */
export async function observeRequest(
  subject: Subject,
  request: ModelRequest,
  form: 'response' | 'stream' = 'response',
): Promise<Asked> {
  const answer = subject.fixtures.find((fixture) => hasNeed(fixture, form) && hasNeed(fixture, 'answer'))
  if (!answer) throw new Breach(`${subject.name} has no fixture with an answer as a ${form}.`)
  const isStream = form === 'stream'
  const response = isStream ? streamedResponse(subject, answer) : wholeResponse(answer)
  try {
    return await ask(subject.model, request, response, isStream)
  } catch (error) {
    throw new Breach(`the request got no answer: ${String(error)}`, { cause: error })
  }
}

/** The fixture's whole answer, as its provider sends it. */
export function wholeResponse(fixture: Fixture): RecordedResponse {
  const { status = 200, headers = { 'content-type': 'application/json' }, response = null } = fixture
  return { status, headers, body: response, bodyIsText: typeof response === 'string' }
}

/** The fixture's streamed answer, as its provider sends it. A refusal is whole in any case. */
export function streamedResponse({ framing = 'sse' }: Subject, fixture: Fixture): RecordedResponse {
  const { stream, status = 200, headers = { 'content-type': CONTENT_TYPES[framing] } } = fixture
  return stream === undefined ? wholeResponse(fixture) : { status, headers, body: stream, bodyIsText: true }
}

// A law is about what one attempt brings.
const ONE_ATTEMPT = { maxAttempts: 1 }

async function observe(
  subject: Subject,
  fixture: Fixture,
  fetch: Fetch,
  stream: boolean,
): Promise<Observation> {
  const events: StreamEvent[] = []
  const yielded: string[] = []
  const received = accumulator()
  try {
    for await (const event of subject.model(fetch).call(fixture.request, { stream, retry: ONE_ATTEMPT })) {
      events.push(event)
      yielded.push(JSON.stringify(event))
      received.push(event)
    }
    return { events, yielded, message: received.message() }
  } catch (error) {
    if (DragomanError.is(error)) return { events, yielded, message: received.message(), error }
    throw new Breach(`threw what is not a DragomanError: ${String(error)}`, { cause: error })
  }
}

/** The message of an observation that must have ended well. */
export function endedWell({ message, error }: Observation, where: string): AssistantMessage {
  if (error) throw new Breach(`${where}: ended with ${error.code}: ${error.message}`, { cause: error })
  return message
}

/** What two forms of a message must have in common: arguments by their values, and nothing that only one form reports. */
export function meaning(message: AssistantMessage): object {
  const { parts, stop, usage, origin, replay } = message
  const { raw: _raw, ...counts } = usage ?? {}
  const plain = parts.map((part) =>
    part.type === 'tool-call' ? { ...part, inputText: parsed(part.inputText) } : part,
  )
  return { parts: plain, stop, usage: counts, origin, replay }
}

/** Throws a {@link Breach} that shows the first place at which two values differ. */
export function expectSame(expected: unknown, found: unknown, where: string): void {
  const difference = firstDifference(expected, found)
  if (!difference) return
  const { path, ...values } = difference
  const [wanted, seen] = inLine(values.expected, values.found)
  const said = `${where}: expected ${wanted}${path && ` at ${path}`}, found ${seen}`
  throw new Breach([said, ...inBlocks(values)].join('\n'))
}

function parsed(text: string): unknown {
  if (text.trim() === '') return {}
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
