import { DragomanError } from '@dragoman/core'
import { conclude, type Outcome } from './demo/conclude.ts'
import { describeUsage, printRun } from './demo/events.ts'
import { performRelay } from './demo/handoff.ts'
import { startMock, type Mock, type MockOptions } from './demo/mock.ts'
import { planRelay, planRuns, titleOf, type Plan } from './demo/plan.ts'
import { printable, screenOn, wrap, type Screen } from './demo/screen.ts'
import { QUESTION as LONG_QUESTION } from './handoff/relay.ts'
import { QUESTION, weather } from './weather.ts'

// A reader such as `head` may close the pipe early.
process.stdout.on('error', () => process.exit())

try {
  const demo = findDemo(process.argv.slice(2))
  const isGood = await demo(screenOn(process.stdout))
  process.exitCode = isGood ? 0 : 1
} catch (error) {
  if (!DragomanError.is(error)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}

type Demo = (screen: Screen) => Promise<boolean>

function findDemo(flags: readonly string[]): Demo {
  const unknown = flags.filter((flag) => flag !== '--handoff')
  if (unknown.length > 0) {
    throw new DragomanError('config', `The demo takes --handoff or nothing; found ${unknown.join(' ')}.`)
  }
  return flags.length > 0 ? demoHandoff : demoWires
}

async function demoWires(screen: Screen): Promise<boolean> {
  const plans = planRuns(process.env)
  return withMock(plans, {}, async (mock) => {
    introduce(`One program, examples/weather.ts, on ${scopeOf(plans)}:`, plans, QUESTION, screen)
    const outcomes: Outcome[] = []
    for (const plan of plans) outcomes.push(await perform(plan, mock, screen))
    return conclude(outcomes, screen)
  })
}

async function demoHandoff(screen: Screen): Promise<boolean> {
  const plans = planRelay(process.env)
  return withMock(plans, { callsAtOnce: 1 }, async (mock) => {
    const what = 'One conversation, examples/handoff/relay.ts, each step on the next of these:'
    introduce(what, plans, LONG_QUESTION, screen)
    return (await reportFailure(screen, () => performRelay(plans, mock, screen))) ?? false
  })
}

/** Starts the mock where a plan needs it, and stops it. */
async function withMock<Value>(
  plans: readonly Plan[],
  options: MockOptions,
  act: (mock: Mock | undefined) => Promise<Value>,
): Promise<Value> {
  const isLive = plans.every((plan) => plan.isLive)
  const delayMs = process.stdout.isTTY ? 15 : 0
  const mock = isLive ? undefined : await startMock({ delayMs, ...options })
  try {
    return await act(mock)
  } finally {
    await mock?.stop()
  }
}

function introduce(what: string, plans: readonly Plan[], question: string, { write, columns }: Screen): void {
  const lines = [
    what,
    ...plans.map(
      ({ name, key, isLive }) => `- ${name}: ${isLive ? 'live' : `a mock, because ${key} is not set`}`,
    ),
  ]
  if (!plans.every((plan) => plan.isLive)) {
    lines.push(
      'A mock is a server on this machine (@copilotkit/aimock) with scripted answers: no model is asked.',
    )
  }
  const text = [...lines, '', `Question: ${question}`].flatMap((line) => wrap(line, columns)).join('\n')
  write(`${text}\n\n`)
}

function scopeOf({ length }: readonly Plan[]): string {
  return length === 1 ? 'one model' : `${length} wires with one string changed`
}

async function perform(plan: Plan, mock: Mock | undefined, screen: Screen): Promise<Outcome> {
  const { write, style } = screen
  write(`${style('cyan', titleOf(plan))} ${style('dim', `on the wire ${plan.wire}`)}\n`)
  const result = await reportFailure(screen, () => printRun(weather(plan.model(mock)), screen))
  if (!result) return { plan }
  write(`Run ended: ${result.end}, ${describeUsage(result.usage)}\n\n`)
  return { plan, result }
}

/** Prints why a run failed, and gives `undefined` for it. */
async function reportFailure<Value>(
  { write, style }: Screen,
  act: () => Promise<Value>,
): Promise<Value | undefined> {
  try {
    return await act()
  } catch (error) {
    if (!DragomanError.is(error)) throw error
    write(`\n${style('red', `Run failed: ${error.code}: ${printable(error.message)}`)}\n\n`)
    return undefined
  }
}
