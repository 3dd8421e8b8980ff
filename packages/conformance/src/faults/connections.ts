import type { FaultFacts, ConnectionFault } from './fault.ts'

type Row = FaultFacts & ConnectionFault

/** Faults before a request: the server only chooses the address that it gives. */
export const CONNECTION_FAULTS: readonly Row[] = [
  {
    number: 1,
    name: 'connect-refused',
    title: 'a refused connection',
    variants: ['port'],
    layer: 'connection',
  },
  {
    number: 2,
    name: 'dns-failure',
    title: 'a name that does not resolve',
    variants: ['invalid'],
    layer: 'connection',
  },
  {
    number: 3,
    name: 'tls-reset',
    title: 'an RST in the TLS handshake',
    variants: ['client-hello'],
    layer: 'connection',
  },
]
