import type { RunResult } from '@dragoman/core'
import { titleOf, type Plan } from './plan.ts'
import { layColumns, printable, wrap, type Screen } from './screen.ts'
import { callsAgree, describeCalls, readTranscript } from './transcript.ts'

export interface Outcome {
  readonly plan: Plan
  /** Absent where the run failed. */
  readonly result?: RunResult
}

/** Prints the answers side by side and compares the calls. False where a run failed, or two scripted runs differ. */
export function conclude(outcomes: readonly Outcome[], screen: Screen): boolean {
  const finished = outcomes.flatMap(({ plan, result }) => (result ? [{ plan, result }] : []))
  const answers = finished.map(({ plan, result }) => ({ title: titleOf(plan), text: printable(result.text) }))
  if (answers.length > 0) screen.write(layColumns(answers, screen.columns))
  const isDone = finished.length === outcomes.length && finished.every(({ result }) => result.end === 'done')
  const agree = compareCalls(finished, screen)
  // Live models may choose other calls; the scripted ones are given the same choice.
  return isDone && (agree || finished.some(({ plan }) => plan.isLive))
}

function compareCalls(finished: readonly Required<Outcome>[], { write, style, columns }: Screen): boolean {
  const [one, other] = finished.map(({ result }) => readTranscript(result.messages))
  if (!one || !other) return true
  const agree = callsAgree(one, other)
  const verdict = agree
    ? `Both called the same tools with the same arguments: ${describeCalls(one)}.`
    : `The tool calls differ: ${describeCalls(one)} against ${describeCalls(other)}.`
  const lines = wrap(printable(verdict), columns).map((line) => style(agree ? 'green' : 'yellow', line))
  write(`\n${lines.join('\n')}\n`)
  return agree
}
