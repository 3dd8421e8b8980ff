import type {
  Message,
  MessageCreateParams,
  RawMessageStreamEvent,
} from '@anthropic-ai/sdk/resources/messages'

/** The Messages API: https://platform.claude.com/docs/en/api/messages */
export const WIRE = 'anthropic.messages'

export type MessagesRequest = MessageCreateParams
export type MessagesResponse = Message
export type MessagesEvent = RawMessageStreamEvent

/** What only this codec reads from a model's `capabilities.wire`. */
export interface MessagesQuirks {
  /** How the model is told to think. */
  readonly thinking: 'adaptive' | 'budget' | 'none'
}
