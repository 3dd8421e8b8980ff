import { anthropic } from '@dragoman/anthropic'
import { inject, messagesBlocks, readFixtures, type Subject } from '@dragoman/conformance'
import { judge } from '@dragoman/conformance/judge'
import { INJECTIONS } from './tables/injections.ts'
import * as messages from './tables/messages.ts'
import * as refused from './tables/refused.ts'

const fixtures = readFixtures(new URL('../fixtures', import.meta.url))

/** Messages as a subject of the laws. */
export const MESSAGES: Subject = {
  name: 'anthropic.messages',
  model: (fetch) => anthropic('claude-sonnet-5', { apiKey: 'no-key', fetch }),
  live: (fetch) => anthropic('claude-haiku-4-5', { fetch }),
  fixtures: [
    ...fixtures,
    ...inject(fixtures, INJECTIONS),
    ...messages.stops,
    ...messages.usages,
    ...messages.errors,
    ...refused.errors,
  ],
  isEnding: ({ data }) => /"stop_reason":\s*"/.test(data) || data.includes('"message_stop"'),
  answers: ['text', 'reasoning', 'tool calls', 'parallel tool calls', 'opaque parts', 'citations'],
  cannotStopFor: ['filtered'],
  judge: (body) => judge('anthropic.messages', body),
  blocks: messagesBlocks,
}
