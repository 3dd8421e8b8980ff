import type { Approve } from '@dragoman/core'
import { unambiguous } from '../../harmless.ts'
import type { Terminal } from '../screen/terminal.ts'

/** Who says whether a call may run: `--yes` always does, else who sits at the terminal. `undefined` where nobody is there. */
export function approver(isYes: boolean, { ask, aside }: Terminal): Approve | undefined {
  if (isYes) return () => true
  if (!ask) return undefined
  return async ({ name, input }) => {
    // Whole, and with nothing in it that hides: whoever says yes has seen it.
    aside.write(`${unambiguous(name)} ${unambiguous(JSON.stringify(input))}\n`)
    const answer = await ask('Run it? [y/N] ')
    return /^y(es)?$/i.test(answer.trim())
  }
}
