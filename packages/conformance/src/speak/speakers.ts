import { chat } from './chat.ts'
import { messages } from './messages.ts'
import { responses } from './responses.ts'
import type { Speaker, SpokenWire } from './speaker.ts'

export type { Answer, AnswerPart } from './answer.ts'
export type { Speaker, SpokenWire } from './speaker.ts'
export { chat, messages, responses }

export const speakers: readonly Speaker[] = [chat, responses, messages]

/** The speaker of a wire. */
export function speakerOf(wire: SpokenWire): Speaker {
  return BY_WIRE[wire]
}

const BY_WIRE: Readonly<Record<SpokenWire, Speaker>> = {
  'openai.chat': chat,
  'openai.responses': responses,
  'anthropic.messages': messages,
}
