import type { Answer } from '../speak/answer.ts'
import type { SpokenWire } from '../speak/speaker.ts'
import { speakerOf } from '../speak/speakers.ts'
import { refusedAddress, resetAddress, unknownAddress, type Address } from './address.ts'
import { drawFault } from './draw.ts'
import type { Fault } from './fault.ts'
import { gate } from './gate.ts'
import { fullFault } from './kinds.ts'
import { startProvider, type ProviderLimits, type SeenRequest } from './provider.ts'
import { SCRIPT } from './script.ts'

export interface FaultServerOptions {
  readonly wire: SpokenWire
  /** The answers, one for each step of tool results that a request holds; the last one stands for all later steps. */
  readonly script?: readonly Answer[]
  /** Default: the one that the seed draws, and a healthy provider without a seed. */
  readonly fault?: Fault
  readonly seed?: number
  /** Ticks by itself, on the real clock. Default: only `tick()` does. */
  readonly tickMs?: number
  /** What goes beyond ends the connection at once. Default 1,000 requests, and 256 MiB in each direction. */
  readonly limits?: Partial<ProviderLimits>
}

/** A provider on loopback that breaks on purpose. */
export interface FaultServer extends AsyncDisposable {
  /** What a client of this wire takes as its base URL. */
  readonly baseURL: string
  readonly fault: Fault | undefined
  /** Every request so far, in the order in which they came. */
  readonly requests: readonly SeenRequest[]
  readonly openSockets: number
  /** Lets each answer that drips, or stalls with keep-alives, take one step; settles when the steps are done. */
  tick(): Promise<void>
  /** Ends all waiting: what stands still goes on to its good end. */
  release(): void
  /** Settles when an answer stands still; never, where none does. */
  stalled(): Promise<void>
  /** Ends all connections; settles when nothing of the server is left. */
  close(): Promise<void>
}

// Kept from before a test can put fakes in their places.
const { setInterval: every, clearInterval: stopEvery } = globalThis

const LIMITS: ProviderLimits = { requests: 1_000, bytes: 256 * 1024 * 1024 }

/** Starts a provider that breaks as it is told. Any client can be pointed at it. */
export async function faultServer(options: FaultServerOptions): Promise<FaultServer> {
  const { wire, seed, script = SCRIPT, tickMs } = options
  const speaker = speakerOf(wire)
  const fault = options.fault ?? (seed === undefined ? undefined : drawFault(seed, wire, { script }))
  const full = fault && fullFault(fault)
  const time = gate()
  const requests: SeenRequest[] = []
  const limits = { ...LIMITS, ...options.limits }
  const address = await (unreachable(full?.kind) ??
    startProvider({ speaker, script, fault: full, time, limits, saw: (request) => requests.push(request) }))
  const ticking = tickMs === undefined ? undefined : every(() => void time.tick(), tickMs)

  async function close(): Promise<void> {
    stopEvery(ticking)
    await address.close()
    time.release()
  }

  return {
    baseURL: address.origin + speaker.basePath,
    fault,
    requests,
    get openSockets() {
      return address.openSockets()
    },
    tick: time.tick,
    release: time.release,
    stalled: time.stalled,
    close,
    [Symbol.asyncDispose]: close,
  }
}

function unreachable(kind: Fault['kind'] | undefined): Promise<Address> | undefined {
  switch (kind) {
    case 'connect-refused':
      return refusedAddress()
    case 'dns-failure':
      return unknownAddress()
    case 'tls-reset':
      return resetAddress()
    default:
      return undefined
  }
}
