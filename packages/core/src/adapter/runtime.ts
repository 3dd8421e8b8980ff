import { DragomanError } from '../neutral/error.ts'

const OLDEST_NODE = 22

/** Throws `config` on a Node.js that the official SDKs do not support. Other runtimes pass. */
export function requireRuntime(): void {
  const version = nodeVersion()
  if (version === undefined || Number.parseInt(version, 10) >= OLDEST_NODE) return
  throw new DragomanError(
    'config',
    `Dragoman needs Node.js ${OLDEST_NODE} or newer, found ${version}: the official SDKs no longer run on it. Install a newer Node.js.`,
  )
}

function nodeVersion(): string | undefined {
  const { process } = globalThis as { process?: { versions?: { node?: string } } } // absent outside Node.js
  return process?.versions?.node
}
