/** What one wire's half of the server says. */
export interface Script {
  readonly path: string
  /** The body of the streamed answer. */
  readonly stream: string
  readonly toolCall: object
  readonly answer: object
}
