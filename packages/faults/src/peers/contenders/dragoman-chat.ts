import { openai } from '@dragoman/openai'
import { MODELS, type Outcome, type Task } from '../contender.ts'
import { playOn } from './dragoman.ts'

export function play(task: Task): Promise<Outcome> {
  const { baseURL, apiKey } = task
  return playOn(openai.chat(MODELS['openai.chat'], { baseURL, apiKey }), task)
}
