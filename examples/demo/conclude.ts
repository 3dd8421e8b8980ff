import type { RunResult } from '@dragoman/core'
import { titleOf, type Plan } from './plan.ts'
import { layColumns, printable, wrap, type Screen } from './screen.ts'
import { callsAgree, describeCalls, readTranscript, type Transcript } from './transcript.ts'

export interface Outcome {
  readonly plan: Plan
  /** Absent where the run failed. */
  readonly result?: RunResult
}

/** Prints the answers side by side and compares the calls. False where a run failed, or scripted runs differ. */
export function conclude(outcomes: readonly Outcome[], screen: Screen): boolean {
  const finished = outcomes.flatMap(({ plan, result }) => (result ? [{ plan, result }] : []))
  const answers = finished.map(({ plan, result }) => ({ title: titleOf(plan), text: printable(result.text) }))
  if (answers.length > 0) screen.write(layColumns(answers, screen.columns))
  const runs = finished.map(({ plan, result }) => ({ plan, transcript: readTranscript(result.messages) }))
  compareCalls(runs, screen)
  const isDone = finished.length === outcomes.length && finished.every(({ result }) => result.end === 'done')
  // Live models may choose other calls; the scripted ones are given the same choice.
  return isDone && agree(runs.filter(({ plan }) => !plan.isLive))
}

interface Run {
  readonly plan: Plan
  readonly transcript: Transcript
}

const ALL = ['None', 'One', 'Both', 'All three']

function compareCalls(runs: readonly Run[], { write, style, columns }: Screen): void {
  const [first] = runs
  if (!first || runs.length === 1) return
  const verdict = agree(runs)
    ? `${ALL[runs.length]} called the same tools with the same arguments: ${describeCalls(first.transcript)}.`
    : ['The tool calls differ:', ...runs.map(describeRun)].join('\n')
  const color = agree(runs) ? 'green' : 'yellow'
  const lines = wrap(printable(verdict), columns).map((line) => style(color, line))
  write(`\n${lines.join('\n')}\n`)
}

function agree([first, ...others]: readonly Run[]): boolean {
  return others.every(({ transcript }) => first !== undefined && callsAgree(first.transcript, transcript))
}

function describeRun({ plan, transcript }: Run): string {
  return `- ${plan.name}: ${describeCalls(transcript)}`
}
