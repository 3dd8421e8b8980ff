import {
  SCRIPT,
  type Fault,
  faultServer,
  type FaultServer,
  type FaultServerOptions,
} from '@dragoman/conformance/faults'
import { speakerOf, speakers, type Answer, type SpokenWire } from '@dragoman/conformance/speak'
import { ask, type Asked, type Taken } from './socket-client.ts'

/** A wire, asked for whole answers or for streams. */
export interface Cell {
  readonly wire: SpokenWire
  readonly stream: boolean
}

/** Every wire, whole and streamed. */
export const CELLS: readonly Cell[] = speakers.flatMap(({ wire }) => [
  { wire, stream: false },
  { wire, stream: true },
])

export const WIRES: readonly Pick<Cell, 'wire'>[] = speakers.map(({ wire }) => ({ wire }))

/** The body of the good answer of a turn. */
export function goodBody({ wire, stream }: Cell, turn = 0): string {
  return bodyOf({ wire, stream }, SCRIPT[turn] ?? { parts: [] }, turn)
}

export function bodyOf({ wire, stream }: Cell, said: Answer, turn = 0): string {
  const speaker = speakerOf(wire)
  const answer = { id: `answer_${turn + 1}`, ...said }
  return stream ? speaker.frames(answer).join('') : JSON.stringify(speaker.whole(answer))
}

/** Asks a server with this fault once, without its waits. */
export async function meet(
  cell: Cell,
  fault: Fault,
  asked: Partial<Asked> & Pick<FaultServerOptions, 'script'> = {},
): Promise<Taken> {
  const { script, ...rest } = asked
  return serving({ wire: cell.wire, fault, ...(script && { script }) }, (server) => {
    server.release()
    return ask(server, { ...cell, ...rest })
  })
}

/** Runs something against a server, and closes it. */
export async function serving<Result>(
  options: FaultServerOptions,
  work: (server: FaultServer) => Promise<Result>,
): Promise<Result> {
  const server = await faultServer(options)
  try {
    return await work(server)
  } finally {
    await server.close()
  }
}
