import type { Notice, RunResult } from '@dragoman/core'
import { relay, type Runners } from '../handoff/relay.ts'
import { NOTICE_WORDS } from '../handoff/words.ts'
import { describeNotice, describeUsage, printRun } from './events.ts'
import type { Mock } from './mock.ts'
import { titleOf, type Plan } from './plan.ts'
import { wrap, type Screen } from './screen.ts'

/** Runs one conversation whose every step is the next plan's, and prints it. False where it does not come to an end. */
export async function performRelay(
  plans: readonly Plan[],
  mock: Mock | undefined,
  screen: Screen,
): Promise<boolean> {
  const { write, style, columns } = screen
  const titles = new Map(plans.map((plan) => [plan.model(mock), titleOf(plan)]))
  const [first, ...others] = titles.keys()
  if (!first) return false
  const models: Runners = [first, ...others]
  const result = await relay(models, (step, model) => {
    write(`${style('cyan', titles.get(model) ?? model.id)} ${style('dim', `on the wire ${model.wire}`)}\n`)
    return printRun(step, screen, tellInWords)
  })
  write(`Run ended: ${result.end}, ${describeUsage(result.usage)}\n\n`)
  write(`${wrap(describeRelay(result), columns).join('\n')}\n`)
  return result.end === 'done'
}

/** A notice in words where there are words for it, and where it is. */
export function tellInWords(notice: Notice): string {
  const { code, path } = notice
  const words = NOTICE_WORDS[code]
  return words === undefined ? describeNotice(notice) : `${words} (${code}, ${path})`
}

function describeRelay({ steps, messages }: RunResult): string {
  const wires = new Set(
    messages.flatMap((message) => (message.role === 'assistant' ? [message.origin?.wire] : [])),
  )
  return (
    `One conversation of ${steps} steps on ${wires.size} wires. What was left out above was left out of requests ` +
    'only: the conversation keeps it, and each model gets its own back.'
  )
}
