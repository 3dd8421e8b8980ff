import type { Socket } from 'node:net'
import type { Gate } from './gate.ts'
import type { Play, Wake } from './move.ts'

// Kept from before a test can put a fake in its place.
const nextTurn = globalThis.setImmediate

/** Does on a socket what a play says, until it ends or the client is gone. `count` sees the bytes before they go. */
export async function perform(
  play: Play,
  { socket, time, count }: { socket: Socket; time: Gate; count(bytes: number): void },
): Promise<void> {
  time.enter()
  socket.once('close', () => time.gone(socket))
  try {
    let wake: Wake
    while (!socket.destroyed) {
      const { done, value: move } = play.next(wake)
      if (done) return
      wake = undefined
      switch (move.type) {
        case 'send':
          count(move.bytes.length)
          await write(socket, move.bytes)
          break
        case 'tick':
        case 'hold':
          wake = await time.wait(move.type, socket)
          break
        case 'end':
          socket.end()
          break
        case 'reset':
          await reset(socket)
          break
      }
    }
  } finally {
    play.return()
    time.leave()
  }
}

// Settles when the kernel has the bytes, so that a client that does not read slows the play down.
function write(socket: Socket, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    socket.write(bytes, () => resolve())
  })
}

// An RST overtakes what the client has not read: a client in this process gets two turns to read it.
async function reset(socket: Socket): Promise<void> {
  await new Promise((resolve) => nextTurn(resolve))
  await new Promise((resolve) => nextTurn(resolve))
  socket.resetAndDestroy()
}
