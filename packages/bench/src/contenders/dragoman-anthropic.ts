import { anthropic } from '@dragoman/anthropic'
import type { Model } from '@dragoman/core'
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
  return anthropic(MODELS['anthropic.messages'], { apiKey: API_KEY, baseURL: origin })
}
