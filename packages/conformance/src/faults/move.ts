/** What happens on the socket, one move after another. It is told what ended each wait. */
export type Play = Generator<Move, void, Wake>

export type Move =
  | { readonly type: 'send'; readonly bytes: Uint8Array }
  /** Waits for a tick, or for the release. */
  | { readonly type: 'tick' }
  /** Waits for the release. */
  | { readonly type: 'hold' }
  /** Nothing more is sent: a FIN. */
  | { readonly type: 'end' }
  /** The connection breaks: an RST. */
  | { readonly type: 'reset' }

/** What ended a wait; nothing did where the move was none. */
export type Wake = 'tick' | 'release' | undefined

export function send(bytes: Uint8Array): Move {
  return { type: 'send', bytes }
}
