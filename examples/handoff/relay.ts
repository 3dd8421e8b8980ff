import { streamRun, type Model, type RunResult, type RunStart, type RunStream } from '@dragoman/core'
import { TOOLS } from '../weather.ts'

export const QUESTION = 'What is the weather in Lisbon and in Oslo, and what time is it there?'

/** What a relay is run by: at least one model. */
export type Runners = readonly [Model, ...Model[]]

const MOST_STEPS = 12

/** Asks a question that takes several steps, each of the next model. `follow` sees each step while it happens. */
export async function relay(
  models: Runners,
  follow: (step: RunStream, model: Model) => Promise<RunResult>,
): Promise<RunResult> {
  let start: RunStart = { messages: QUESTION }
  for (let steps = 1; ; steps += 1) {
    const model = models[(steps - 1) % models.length] ?? models[0]
    // One call at a time, so that there are steps to share.
    const options = { model, tools: TOOLS, parallelToolCalls: false, limits: { steps } }
    const result = await follow(streamRun({ ...options, ...start }), model)
    if (result.end !== 'limit' || steps === MOST_STEPS) return result
    start = { state: result.state }
  }
}
