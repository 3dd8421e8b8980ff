import { DragomanError } from '@dragoman/core'
import { conclude, type Outcome } from './demo/conclude.ts'
import { describeUsage, printRun } from './demo/events.ts'
import { startMock, type Mock } from './demo/mock.ts'
import { planRuns, titleOf, type Plan } from './demo/plan.ts'
import { printable, screenOn, wrap, type Screen } from './demo/screen.ts'
import { QUESTION, weather } from './weather.ts'

// A reader such as `head` may close the pipe early.
process.stdout.on('error', () => process.exit())

try {
  const isGood = await demo(screenOn(process.stdout))
  process.exitCode = isGood ? 0 : 1
} catch (error) {
  if (!DragomanError.is(error)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}

async function demo(screen: Screen): Promise<boolean> {
  const plans = planRuns(process.env)
  const isLive = plans.every((plan) => plan.isLive)
  const mock = isLive ? undefined : await startMock({ delayMs: process.stdout.isTTY ? 15 : 0 })
  try {
    introduce(plans, screen)
    const outcomes: Outcome[] = []
    for (const plan of plans) outcomes.push(await perform(plan, mock, screen))
    return conclude(outcomes, screen)
  } finally {
    await mock?.stop()
  }
}

function introduce(plans: readonly Plan[], { write, columns }: Screen): void {
  const lines = [
    `One program, examples/weather.ts, on ${scopeOf(plans)}:`,
    ...plans.map(
      ({ name, key, isLive }) => `- ${name}: ${isLive ? 'live' : `a mock, because ${key} is not set`}`,
    ),
  ]
  if (!plans.every((plan) => plan.isLive)) {
    lines.push(
      'A mock is a server on this machine (@copilotkit/aimock) with scripted answers: no model is asked.',
    )
  }
  const text = [...lines, '', `Question: ${QUESTION}`].flatMap((line) => wrap(line, columns)).join('\n')
  write(`${text}\n\n`)
}

function scopeOf({ length }: readonly Plan[]): string {
  return length === 1 ? 'one model' : `${length} wires with one string changed`
}

async function perform(plan: Plan, mock: Mock | undefined, screen: Screen): Promise<Outcome> {
  const { write, style } = screen
  write(`${style('cyan', titleOf(plan))} ${style('dim', `on the wire ${plan.wire}`)}\n`)
  try {
    const result = await printRun(weather(plan.model(mock)), screen)
    write(`Run ended: ${result.end}, ${describeUsage(result.usage)}\n\n`)
    return { plan, result }
  } catch (error) {
    if (!DragomanError.is(error)) throw error
    write(`\n${style('red', `Run failed: ${error.code}: ${printable(error.message)}`)}\n\n`)
    return { plan }
  }
}
