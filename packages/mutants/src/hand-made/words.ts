import { DragomanError, type StreamEvent, type Usage } from '@dragoman/core'
import { throwing, yielding } from './break.ts'
import type { HandMade } from './mutant.ts'

/** Adapters that take a word or a count of the wire for another. */
export const WORDS: readonly HandMade[] = [
  {
    name: 'leaves the cache out of the input',
    wire: 'anthropic.messages',
    law: 'usage',
    broken: yielding(() =>
      counting(({ inputTokens, cacheReadTokens = 0, ...usage }) => ({
        ...usage,
        cacheReadTokens,
        ...(inputTokens !== undefined && { inputTokens: inputTokens - cacheReadTokens }),
      })),
    ),
  },
  {
    name: 'adds the cache to an input that holds it already',
    wire: 'openai.chat',
    law: 'usage',
    broken: yielding(() =>
      counting((usage) => ({
        ...usage,
        ...(usage.inputTokens !== undefined && {
          inputTokens: usage.inputTokens + (usage.cacheReadTokens ?? 0),
        }),
      })),
    ),
  },
  {
    name: 'adds the thinking to an output that holds it already',
    wire: 'openai.responses',
    law: 'usage',
    broken: yielding(() =>
      counting((usage) => ({
        ...usage,
        ...(usage.outputTokens !== undefined && {
          outputTokens: usage.outputTokens + (usage.reasoningTokens ?? 0),
        }),
      })),
    ),
  },
  {
    name: 'forgets what was written to the cache',
    wire: 'anthropic.messages',
    law: 'usage',
    broken: yielding(() => counting(({ cacheWriteTokens: _written, ...usage }) => usage)),
  },
  {
    name: 'counts nought where nothing is reported',
    wire: 'openai.chat',
    law: 'usage',
    broken: yielding(() => counting((usage) => ({ reasoningTokens: 0, ...usage }))),
  },
  {
    name: 'takes a full context for a reached limit',
    wire: 'anthropic.messages',
    law: 'stops',
    broken: yielding(() => stopping('context-full', 'length')),
  },
  {
    name: 'takes a refusal for a good end',
    wire: 'openai.chat',
    law: 'stops',
    broken: yielding(() => stopping('refusal', 'stop')),
  },
  {
    name: 'takes an unknown word for a good end',
    wire: 'openai.chat',
    law: 'stops',
    broken: yielding(() => stopping('other', 'stop')),
  },
  {
    name: 'takes a pause for a good end',
    wire: 'openai.responses',
    law: 'stops',
    broken: yielding(() => stopping('pause', 'stop')),
  },
  {
    name: 'forgets which stop text was met',
    wire: 'anthropic.messages',
    law: 'stops',
    broken: yielding(() => (event) => {
      if (event.type !== 'message-end') return [event]
      const { detail: _detail, ...stop } = event.stop
      return [{ ...event, stop }]
    }),
  },
  {
    name: 'ignores the status of a refusal',
    wire: 'openai.responses',
    law: 'errors',
    broken: throwing(
      ({ code, message, status: _status, ...details }) => new DragomanError(code, message, details),
    ),
  },
  {
    name: 'takes a busy server for a broken one',
    wire: 'anthropic.messages',
    law: 'errors',
    broken: throwing((error) => recoded(error, 'overloaded', 'server')),
  },
  {
    name: 'takes an empty account for a rate limit',
    wire: 'openai.chat',
    law: 'errors',
    broken: throwing((error) => recoded(error, 'quota', 'rate-limit')),
  },
  {
    name: 'takes a prompt that is too long for any other wrong request',
    wire: 'openai.chat',
    law: 'errors',
    broken: throwing((error) => recoded(error, 'context-full', 'invalid-request')),
  },
  {
    name: 'asks for another attempt after every error',
    wire: 'anthropic.messages',
    law: 'errors',
    broken: throwing(
      ({ code, message, ...details }) => new DragomanError(code, message, { ...details, retryable: true }),
    ),
  },
  {
    name: 'forgets how long to wait',
    wire: 'openai.chat',
    law: 'errors',
    broken: throwing(
      ({ code, message, retryAfterMs: _wait, ...details }) => new DragomanError(code, message, details),
    ),
  },
  {
    name: 'forgets the id of the request',
    wire: 'anthropic.messages',
    law: 'errors',
    broken: throwing(
      ({ code, message, requestId: _id, ...details }) => new DragomanError(code, message, details),
    ),
  },
  {
    name: 'takes a connection that fails for the fault of the server',
    wire: 'openai.responses',
    law: 'transport',
    broken: throwing((error) => recoded(error, 'network', 'server')),
  },
  {
    name: 'sees no reason to try again after a connection that failed',
    wire: 'anthropic.messages',
    law: 'transport',
    broken: throwing(
      ({ code, message, ...details }) => new DragomanError(code, message, { ...details, retryable: false }),
    ),
  },
]

function counting(change: (usage: Usage) => Usage): (event: StreamEvent) => readonly StreamEvent[] {
  return (event) => [event.type === 'message-end' ? { ...event, usage: change(event.usage) } : event]
}

type Reason = Extract<StreamEvent, { readonly type: 'message-end' }>['stop']['reason']

function stopping(found: Reason, put: Reason): (event: StreamEvent) => readonly StreamEvent[] {
  return (event) => [
    event.type === 'message-end' && event.stop.reason === found
      ? { ...event, stop: { ...event.stop, reason: put } }
      : event,
  ]
}

function recoded(
  error: DragomanError,
  found: DragomanError['code'],
  put: DragomanError['code'],
): DragomanError {
  const { code, message, ...details } = error
  return code === found ? new DragomanError(put, message, details) : error
}
