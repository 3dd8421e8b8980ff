import type { Fetch } from '@dragoman/core'
import { tinyCodec, tinySubject } from '../tiny.ts'
import type { Mutant } from './mutant.ts'

/** Transports that read the bytes of an answer wrongly. */
export const BYTE_MUTANTS: readonly Mutant[] = [
  {
    name: 'a transport that decodes each piece of bytes by itself',
    law: 'rechunk',
    subject: receiving((bytes) => new TextEncoder().encode(new TextDecoder().decode(bytes))),
  },
  {
    name: 'a transport that forgets what stands behind the last whole event of a piece',
    law: 'rechunk',
    subject: receiving((bytes) =>
      bytes.subarray(0, new TextDecoder('latin1').decode(bytes).lastIndexOf('\n\n') + 2),
    ),
  },
  {
    name: 'a transport that begins each piece with a line of its own',
    law: 'rechunk',
    subject: receiving((bytes) => Uint8Array.of(10, ...bytes)),
  },
]

/** The honest codec, behind a transport that changes each piece of bytes of a stream. */
function receiving(change: (bytes: Uint8Array) => Uint8Array): Mutant['subject'] {
  const { model, ...subject } = tinySubject(tinyCodec())
  return { ...subject, model: (fetch) => model(changed(fetch, change)) }
}

function changed(fetch: Fetch, change: (bytes: Uint8Array) => Uint8Array): Fetch {
  return async (input, init) => {
    const response = await fetch(input, init)
    if (!response.headers.get('content-type')?.startsWith('text/event-stream')) return response
    const pieces = new TransformStream<Uint8Array, Uint8Array>({
      transform: (bytes, controller) => controller.enqueue(change(bytes)),
    })
    return new Response(response.body?.pipeThrough(pieces) ?? null, response)
  }
}
