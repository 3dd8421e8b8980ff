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
  const { code, message } = error
  aside.write(`${styled(aside, 'red', `error ${code}`)} ${harmless(message)}\n`)
  aside.write(`${styled(aside, 'dim', `More: docs/errors.md#${code}`)}\n`)
  return code === 'config' ? EXIT.usage : EXIT.failed
}

function isAbort(error: unknown): boolean {
  if (DragomanError.is(error)) return error.code === 'aborted'
  return error instanceof Error && error.name === 'AbortError'
}
