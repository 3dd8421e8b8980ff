import { inject, readFixtures, type Subject } from '@dragoman/conformance'
import { ollama } from '../src/index.ts'
import { blocks } from './blocks.ts'
import { judge } from './judge.ts'
import { errors, INJECTIONS, stops, usages } from './tables.ts'

const fixtures = readFixtures(new URL('../fixtures', import.meta.url))

/** Ollama's wire as a subject of the laws. */
export const OLLAMA: Subject = {
  name: 'ollama.chat',
  model: (fetch) => ollama('qwen3', { apiKey: 'no-key', fetch }),
  fixtures: [...fixtures, ...inject(fixtures, INJECTIONS), ...stops, ...usages, ...errors],
  framing: 'lines',
  isEnding: ({ data }) => data.includes('"done":true'),
  answers: ['text', 'reasoning', 'tool calls', 'parallel tool calls'],
  comesWhole: ['tool calls'],
  cannotStopFor: ['tool-calls', 'context-full', 'pause', 'refusal', 'filtered'],
  judge,
  blocks,
}

/** A model that also sees images. */
export const OLLAMA_VISION: Subject = {
  ...OLLAMA,
  name: 'ollama.chat, with images',
  model: (fetch) => ollama('gemma3', { apiKey: 'no-key', fetch }),
}
