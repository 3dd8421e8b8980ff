import type { Subject } from '@dragoman/conformance'
import { openai } from '@dragoman/openai'
import { CHAT } from './subject.ts'
import * as compatible from './tables/compatible.ts'

/** Chat Completions as compatible servers speak it: with thoughts and marks under names of their own. */
export const COMPATIBLE: Subject = {
  ...CHAT,
  name: 'openai.chat of compatible servers',
  model: (fetch) => openai('some-model', { apiKey: 'no-key', fetch }),
  fixtures: [...CHAT.fixtures, ...compatible.stops],
  answers: ['text', 'reasoning', 'tool calls', 'parallel tool calls', 'opaque parts', 'citations'],
  judge: { none: 'each server takes fields of its own' },
}
