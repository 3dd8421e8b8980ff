import type { Message, ToolCallPart, ToolResultPart } from '@dragoman/core'
import type { Entry } from './ledger.ts'

/** The results that are missing in a transcript, or stand there too often, each in a line. */
export function findLost(messages: readonly Message[], entries: readonly Entry[]): readonly string[] {
  const results = messages.flatMap((message) => (message.role === 'tool' ? message.parts : []))
  const texts = results.map(textOfResult)
  const lost = entries.flatMap(({ call, outcome }) => {
    const count = texts.filter((text) => text === outcome).length
    return outcome === undefined || count === 1 ? [] : [`${call} ran, and its result stands ${count} times`]
  })
  return [...lost, ...messages.flatMap((message, at) => findUnpaired(message, messages[at + 1]))]
}

function findUnpaired(message: Message, next: Message | undefined): readonly string[] {
  const calls = callsOf(message).map(({ id }) => id)
  const results = next?.role === 'tool' ? next.parts.map(({ callId }) => callId) : []
  if (calls.length === 0 || calls.join('\n') === results.join('\n')) return []
  return [`the calls ${JSON.stringify(calls)} have the results ${JSON.stringify(results)}`]
}

export function callsOf(message: Message): readonly ToolCallPart[] {
  return message.role === 'assistant' ? message.parts.filter((part) => part.type === 'tool-call') : []
}

export function textOfResult({ parts }: ToolResultPart): string {
  return parts.map((part) => (part.type === 'text' ? part.text : '')).join('')
}
