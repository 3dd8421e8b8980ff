import { inBatches, mapBatch } from './batch.ts'

/** Cuts a text into frames, whatever the size of the pieces it comes in. */
export interface FrameParser<Frame> {
  /** Takes the next characters and returns the frames that they complete. */
  push(text: string): Frame[]
  /** The text is over. Returns a frame that only lacks its end. */
  end(): Frame[]
}

/**
 * Reads a streamed body frame by frame. Leaving the iteration, or aborting the signal, cancels the body. A frame that
 * lacks its end and cannot be read counts as not sent.
 */
export function readFrames<Frame, Event>(
  body: ReadableStream<Uint8Array>,
  parser: FrameParser<Frame>,
  read: (frame: Frame) => Event,
  signal?: AbortSignal,
): AsyncIterableIterator<Event> {
  const reader = body.getReader()
  const decode = textDecoder()
  // Of a line that is not over yet: as text, an endless line would take as much memory again.
  let held: Uint8Array[] = []
  let ended = false
  let failure: { readonly error: unknown } | undefined

  const cancel = (): void => void reader.cancel(signal?.reason).catch(() => undefined)
  signal?.addEventListener('abort', cancel, { once: true })
  if (signal?.aborted) cancel()

  async function next(): Promise<IteratorResult<readonly Event[], void>> {
    try {
      if (failure) throw failure.error
      if (ended) return { done: true, value: undefined }
      const { done, value } = await reader.read()
      const found = done ? finish() : take(value)
      const mapped = mapBatch(found, (frame) => [read(frame)])
      failure = mapped.failure
      return { done: false, value: mapped.items }
    } catch (error) {
      leave()
      throw error
    }
  }

  function take(piece: Uint8Array): Frame[] {
    held.push(piece)
    return LINE_ENDS.some((end) => piece.includes(end)) ? parseHeld() : []
  }

  function parseHeld(): Frame[] {
    const pieces = held
    held = []
    return pieces.flatMap((piece) => parser.push(decode(piece)))
  }

  function finish(): Frame[] {
    close()
    signal?.throwIfAborted()
    return [...parseHeld(), ...parser.push(decode()), ...parser.end().filter(isReadable)]
  }

  function isReadable(frame: Frame): boolean {
    try {
      read(frame)
      return true
    } catch {
      return false
    }
  }

  function leave(): void {
    failure = undefined
    if (ended) return
    close()
    cancel()
  }

  function close(): void {
    ended = true
    signal?.removeEventListener('abort', cancel)
  }

  return inBatches({
    next,
    async return() {
      leave()
      return { done: true, value: undefined }
    },
  })
}

/** Decodes pieces of UTF-8, which may end within a letter. Without a piece, what is left of one. */
function textDecoder(): (piece?: Uint8Array) => string {
  // `ignoreBOM` keeps the mark for the parser: TextDecoder would also strip one in the middle of a flush.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  // A piece that ends with a whole letter leaves nothing for the next, and so decodes in half of the time.
  return (piece) =>
    decoder.decode(piece, { stream: piece !== undefined && (piece.at(-1) ?? ASCII + 1) > ASCII })
}

const ASCII = 0x7f
const LINE_ENDS = [0x0a, 0x0d]
