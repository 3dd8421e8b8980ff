import { chatBlocks, inject, readFixtures, responsesBlocks, type Subject } from '@dragoman/conformance'
import { judge } from '@dragoman/conformance/judge'
import { openai } from '@dragoman/openai'
import * as chat from './tables/chat.ts'
import * as injections from './tables/injections.ts'
import * as refused from './tables/refused.ts'
import * as responses from './tables/responses.ts'

const chatFixtures = readFixtures(new URL('../fixtures/chat', import.meta.url))
const responsesFixtures = readFixtures(new URL('../fixtures/responses', import.meta.url))

/** Chat Completions as a subject of the laws. */
export const CHAT: Subject = {
  name: 'openai.chat',
  model: (fetch) => openai('gpt-5.5', { apiKey: 'no-key', fetch }),
  live: (fetch) => openai('gpt-5-mini', { fetch }),
  fixtures: [
    ...chatFixtures,
    ...inject(chatFixtures, injections.chat),
    ...chat.stops,
    ...chat.usages,
    ...chat.errors,
    ...refused.errors,
  ],
  isEnding: ({ data }) => data === '[DONE]' || /"finish_reason":\s*"[^"]/.test(data),
  answers: ['text', 'tool calls', 'parallel tool calls'],
  cannotStopFor: ['pause'],
  judge: (body) => judge('openai.chat', body),
  blocks: chatBlocks,
}

/** Responses as a subject of the laws. */
export const RESPONSES: Subject = {
  name: 'openai.responses',
  model: (fetch) => openai.responses('gpt-5.5', { apiKey: 'no-key', fetch }),
  live: (fetch) => openai.responses('gpt-5-mini', { fetch }),
  fixtures: [
    ...responsesFixtures,
    ...inject(responsesFixtures, injections.responses),
    ...responses.stops,
    ...responses.usages,
    ...responses.errors,
    ...refused.errors,
  ],
  isEnding: ({ data }) => /"type":"response\.(completed|incomplete|failed)"/.test(data),
  answers: ['text', 'reasoning', 'tool calls', 'parallel tool calls', 'opaque parts', 'citations'],
  cannotStopFor: ['context-full'],
  judge: (body) => judge('openai.responses', body),
  blocks: responsesBlocks,
}
