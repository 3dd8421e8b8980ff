import { createAnthropic } from '@ai-sdk/anthropic'
import { MODELS, type Outcome, type Task } from '../contender.ts'
import { playOn } from './ai.ts'

export function play(task: Task): Promise<Outcome> {
  const provider = createAnthropic({ baseURL: `${task.baseURL}/v1`, apiKey: task.apiKey })
  return playOn(provider(MODELS['anthropic.messages']), task)
}
