import type { Codec, Transport } from '../neutral/codec.ts'
import type { WireEvent } from '../neutral/event.ts'
import type { Deadlines } from '../neutral/model.ts'
import { batchesOf, mapBatch, type Mapped } from './batch.ts'
import { isContent } from './content.ts'
import { decodingFailure, describeFailure } from './failure.ts'
import { patience, type Patience } from './patience.ts'

/** The two halves of an adapter that meet in one attempt. */
export interface Seam<Q, R, E> {
  readonly codec: Codec<Q, R, E>
  readonly transport: Transport<Q, R, E>
}

/** A wire request, sent once. */
export interface Attempt {
  /** The answer's next events, those that came together; `undefined` behind the last. Throws a DragomanError. */
  read(): Promise<readonly WireEvent[] | undefined>
  /** Releases the connection, also while a read waits for it. */
  leave(): void
}

export interface AttemptOptions {
  readonly stream: boolean
  readonly deadlines: Deadlines
  /** Aborts when the call stops. */
  readonly stop: AbortSignal
}

/** Prepares one attempt, which the first read sends. */
export function attempt<Q, R, E>(
  seam: Seam<Q, R, E>,
  request: Q,
  { stream, deadlines, stop }: AttemptOptions,
): Attempt {
  const patient = patience(stream ? 'headers' : 'whole', deadlines, stop)
  const answer = stream ? streamed(seam, request, patient) : whole(seam, request, patient)
  let failure: Mapped<WireEvent>['failure']
  let isOver = false
  let isLeft = false

  async function read(): Promise<readonly WireEvent[] | undefined> {
    try {
      // What came before a failure has gone out before it.
      if (failure) throw decodingFailure(failure.error)
      if (isOver) return undefined
      const piece = await answer.next()
      failure = piece.failure
      isOver = piece.isLast
      if (isOver) patient.end()
      if (piece.items.some(isEnd)) patient.begin('idle', LINGER_MS)
      else if (piece.items.some(isContent)) patient.begin('idle')
      return piece.items
    } catch (error) {
      leave()
      const { decodeError } = seam.codec
      const phase = patient.phase()
      throw describeFailure(error, { decodeError, phase, answer: answer.received(), stop })
    }
  }

  function leave(): void {
    if (isLeft) return
    isLeft = true
    if (isOver) return patient.end()
    patient.abandon()
    answer.release()
  }

  return { read, leave }
}

// A connection that ends with its answer can be used again; one that stays open is not waited for.
const LINGER_MS = 1_000

function isEnd({ type }: WireEvent): boolean {
  return type === 'message-end'
}

/** The answer to one request, as the transport brings it. */
interface Answer {
  next(): Promise<Mapped<WireEvent> & { readonly isLast: boolean }>
  /** What the transport gave. */
  received(): unknown
  release(): void
}

function whole<Q, R, E>({ codec, transport }: Seam<Q, R, E>, request: Q, patient: Patience): Answer {
  let response: R | undefined
  return {
    async next() {
      const body = await patient.wait(transport.send(request, patient.signal))
      response = body
      return { ...mapBatch([body], (answer) => codec.decode(answer, request)), isLast: true }
    },
    received: () => response,
    release: () => undefined,
  }
}

function streamed<Q, R, E>({ codec, transport }: Seam<Q, R, E>, request: Q, patient: Patience): Answer {
  const decoder = codec.decoder(request)
  let events: AsyncIterable<E> | undefined
  let batches: AsyncIterator<readonly E[]> | undefined

  async function open(): Promise<AsyncIterator<readonly E[]>> {
    events = await patient.wait(transport.open(request, patient.signal), discard)
    patient.begin('first-event')
    return batchesOf(events)[Symbol.asyncIterator]()
  }

  return {
    async next() {
      batches ??= await open()
      const { done, value } = await patient.wait(batches.next())
      if (done) return { ...mapBatch([decoder], () => decoder.end()), isLast: true }
      return { ...mapBatch(value, (event) => decoder.push(event)), isLast: false }
    },
    received: () => events,
    release: () => close(batches),
  }
}

// Opened for nobody.
function discard<Item>(late: AsyncIterable<Item>): void {
  close(late[Symbol.asyncIterator]())
}

// Not awaited: a transport that ignores its signal may never let go.
function close<Item>(iterator: AsyncIterator<Item> | undefined): void {
  const released = async (): Promise<unknown> => iterator?.return?.()
  released().catch(() => undefined)
}
