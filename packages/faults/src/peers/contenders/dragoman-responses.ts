import { openai } from '@dragoman/openai'
import { MODELS, type Outcome, type Task } from '../contender.ts'
import { playOn } from './dragoman.ts'

export function play(task: Task): Promise<Outcome> {
  const { baseURL, apiKey } = task
  return playOn(openai.responses(MODELS['openai.responses'], { baseURL, apiKey }), task)
}
