import { createOpenAI } from '@ai-sdk/openai'
import { MODELS, type Outcome, type Task } from '../contender.ts'
import { playOn } from './ai.ts'

export function play(task: Task): Promise<Outcome> {
  const { baseURL, apiKey } = task
  return playOn(createOpenAI({ baseURL, apiKey }).chat(MODELS['openai.chat']), task)
}
