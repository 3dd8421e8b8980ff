import { DragomanError } from '@dragoman/core'
import { EXIT, type ExitCode } from './exit.ts'
import { harmless } from '../harmless.ts'
import { styled } from './screen/style.ts'
import type { Terminal } from './screen/terminal.ts'

/** Says what was thrown, and gives the exit code for it. A failure of Dragoman has a code; anything else shows its stack. */
export function showFailure(error: unknown, { aside, signal }: Terminal): ExitCode {
  if (signal.aborted && isAbort(error)) {
    aside.write(`${styled(aside, 'yellow', 'Interrupted.')} What was said so far stands.\n`)
    return EXIT.interrupted
  }
  if (!DragomanError.is(error)) {
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error)
    aside.write(`${harmless(said)}\n`)
    return EXIT.failed
  }
  const { code, message, provider } = error
  const who = provider === undefined ? '' : ` (${harmless(provider)})`
  aside.write(`${styled(aside, 'red', `error ${code}`)}${who} ${harmless(message)}\n`)
  const reason = code === 'network' || code === 'timeout' ? innermostReason(error) : undefined
  if (reason !== undefined && !message.includes(reason)) aside.write(`Because: ${harmless(reason)}\n`)
  aside.write(`${styled(aside, 'dim', `More: docs/errors.md#${code}`)}\n`)
  return code === 'config' ? EXIT.usage : EXIT.failed
}

// The address that was not reached, for one, stands with the innermost of the causes.
function innermostReason(error: Error): string | undefined {
  let { cause } = error
  for (
    let depth = 0;
    depth < MOST_CAUSES && cause instanceof Error && cause.cause instanceof Error;
    depth++
  ) {
    cause = cause.cause
  }
  return cause instanceof Error && cause.message !== '' ? cause.message : undefined
}

// Causes may go round in a circle.
const MOST_CAUSES = 8

function isAbort(error: unknown): boolean {
  if (DragomanError.is(error)) return error.code === 'aborted'
  return error instanceof Error && error.name === 'AbortError'
}
