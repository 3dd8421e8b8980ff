import type { Model } from '@dragoman/core'
import { openai } from '@dragoman/openai'
import type { Run } from '../contender.ts'
import { API_KEY, MODELS } from '../scenario.ts'
import { loopOn, streamOn } from './dragoman.ts'

export function stream(origin: string): Run {
  return streamOn(connect(origin))
}

export function loop(origin: string): Run {
  return loopOn(connect(origin))
}

function connect(origin: string): Model {
  return openai(MODELS['openai.chat'], { apiKey: API_KEY, baseURL: `${origin}/v1` })
}
