import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

const HOST = '127.0.0.1'

/** Where clients connect to, and what answers there. */
export interface Address {
  readonly origin: string
  openSockets(): number
  close(): Promise<void>
}

/** A port that a client's socket holds: nobody listens there, and nobody else gets it. */
export async function refusedAddress(): Promise<Address> {
  const server = createServer()
  const tracked = track(server)
  const listening = await listen(server)
  const socket = connect(listening, HOST)
  await once(socket, 'connect')
  return {
    origin: `http://${HOST}:${socket.localPort}`,
    openSockets: () => 0,
    close: () => closeServer(server, [socket, ...tracked]),
  }
}

/** The name is reserved for never resolving: RFC 6761, section 6.4. */
export async function unknownAddress(): Promise<Address> {
  return { origin: 'http://dragoman-fault.invalid', openSockets: () => 0, close: async () => undefined }
}

/** Resets each connection when its first bytes come, which are the ClientHello. */
export async function resetAddress(): Promise<Address> {
  const server = createServer((socket) => {
    socket.once('data', () => socket.resetAndDestroy())
  })
  const tracked = track(server)
  const port = await listen(server)
  return {
    origin: `https://${HOST}:${port}`,
    openSockets: () => tracked.size,
    close: () => closeServer(server, tracked),
  }
}

/** The server's open sockets, for as long as they are open. */
export function track(server: Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    // A client may go at any time: that is no error of the server.
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
  })
  return sockets
}

/** Listens on loopback, and tells the port. */
export async function listen(server: Server): Promise<number> {
  server.listen(0, HOST)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // listens on a port, so it is no pipe's name
  return port
}

/** Ends every connection, and settles when nothing of the server is left. */
export async function closeServer(server: Server, sockets: Iterable<Socket>): Promise<void> {
  if (!server.listening) return
  const closed = [server, ...sockets].map(
    (emitter) => new Promise((resolve) => emitter.once('close', resolve)),
  )
  server.close()
  for (const socket of sockets) socket.destroy()
  await Promise.all(closed)
}
