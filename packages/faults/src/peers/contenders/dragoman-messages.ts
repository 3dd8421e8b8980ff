import { anthropic } from '@dragoman/anthropic'
import { MODELS, type Outcome, type Task } from '../contender.ts'
import { playOn } from './dragoman.ts'

export function play(task: Task): Promise<Outcome> {
  const { baseURL, apiKey } = task
  return playOn(anthropic(MODELS['anthropic.messages'], { baseURL, apiKey }), task)
}
