import { isDeepStrictEqual } from 'node:util'
import { parseInput, type JsonValue, type Message } from '@dragoman/core'

export interface Transcript {
  /** The calls, in the order in which the model asked for them. */
  readonly calls: readonly { readonly name: string; readonly input: JsonValue }[]
  /** What the tools gave back, in the order in which the model sees it. */
  readonly results: readonly { readonly name: string; readonly text: string; readonly isError: boolean }[]
}

/** What a conversation says of its tools, without the ids that each provider makes up. */
export function readTranscript(messages: readonly Message[]): Transcript {
  return {
    calls: messages.flatMap((message) =>
      message.role === 'assistant'
        ? message.parts.flatMap((part) =>
            part.type === 'tool-call' ? [{ name: part.name, input: readInput(part.inputText) }] : [],
          )
        : [],
    ),
    results: messages.flatMap((message) =>
      message.role === 'tool'
        ? message.parts.map(({ name, parts, isError }) => ({ name, text: readText(parts), isError }))
        : [],
    ),
  }
}

/** True where both conversations call the same tools, in the same order, with equal arguments. */
export function callsAgree(one: Transcript, other: Transcript): boolean {
  return isDeepStrictEqual(one.calls, other.calls)
}

/** The calls on one line. */
export function describeCalls({ calls }: Transcript): string {
  return calls.map(({ name, input }) => `${name} ${JSON.stringify(input)}`).join(', ') || 'no tools'
}

function readInput(inputText: string): JsonValue {
  const parsed = parseInput(inputText)
  return parsed.ok ? parsed.input : inputText
}

function readText(parts: readonly { readonly type: string; readonly text?: string }[]): string {
  return parts.map((part) => part.text ?? '').join('')
}
