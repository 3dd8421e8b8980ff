import { run, streamRun, tool, type Model } from '@dragoman/core'
import type { Run } from '../contender.ts'
import {
  MAX_TOKENS,
  reportWeather,
  STORY_PROMPT,
  WEATHER_PROMPT,
  WEATHER_TOOL,
  type Call,
} from '../scenario.ts'

const settings = { maxOutputTokens: MAX_TOKENS }

/** Takes every event of the run and builds the text from the deltas, as the other contenders do. */
export function streamOn(model: Model): Run {
  return async () => {
    let text = ''
    for await (const event of streamRun({ model, messages: STORY_PROMPT, settings })) {
      if (event.type === 'text-delta') text += event.text
    }
    return { text, calls: [] }
  }
}

export function loopOn(model: Model): Run {
  let calls: Call[] = []
  const weather = tool({
    ...WEATHER_TOOL,
    execute(input) {
      calls.push({ name: WEATHER_TOOL.name, input })
      return reportWeather(input)
    },
  })
  return async () => {
    calls = []
    const { text } = await run({ model, messages: WEATHER_PROMPT, tools: [weather], settings })
    return { text, calls }
  }
}
