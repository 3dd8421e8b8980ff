import type {
  Response,
  ResponseCreateParams,
  ResponseStreamEvent,
} from 'openai/resources/responses/responses'

/** Responses: https://platform.openai.com/docs/api-reference/responses */
export const WIRE = 'openai.responses'

export type ResponsesRequest = ResponseCreateParams
export type ResponsesResponse = Response
/** Some servers close the stream with Chat Completions' frame. */
export type ResponsesEvent = ResponseStreamEvent | '[DONE]'

/** What only this codec reads from a model's `capabilities.wire`. */
export interface ResponsesQuirks {
  /** The role of system messages. */
  readonly systemRole: 'system' | 'developer'
  /** Whether reasoning comes with an encrypted form to send back; others refuse to be asked for it. */
  readonly encryptsReasoning: boolean
}
