import { at, isSet, itemsOf } from '../place.ts'
import type { Offence, Rule } from '../rule.ts'
import type { ChatRequest } from './request.ts'

export const CHAT_SETTINGS: readonly Rule<ChatRequest>[] = [
  { name: 'tools-empty', source: 'case 59; JetBrains/koog#786', check: findEmptyTools },
  { name: 'choice-without-tools', source: 'case 59; openai/swarm#30', check: findChoiceWithoutTools },
  {
    name: 'stop-many',
    source: 'case 296; openai: ChatCompletionCreateParamsBase.stop',
    check: findManyStops,
  },
  { name: 'token-limits-both', source: 'langchain-ai/langgraph#5943', check: findBothLimits },
  {
    name: 'logprobs-unasked',
    source: 'openai: ChatCompletionCreateParamsBase.top_logprobs',
    check: findUnaskedLogprobs,
  },
]

function* findEmptyTools({ body }: ChatRequest): Generator<Offence> {
  const tools = at(body, 'tools')
  if (Array.isArray(tools.value) && tools.value.length === 0) yield { path: tools.path, message: 'are none' }
}

function* findChoiceWithoutTools({ body }: ChatRequest): Generator<Offence> {
  if (isSet(at(body, 'tools'))) return
  for (const name of ['tool_choice', 'parallel_tool_calls']) {
    const place = at(body, name)
    if (isSet(place)) yield { path: place.path, message: 'stands in a request without tools' }
  }
}

const MOST_STOPS = 4

function* findManyStops({ body }: ChatRequest): Generator<Offence> {
  const { path } = at(body, 'stop')
  const count = itemsOf(at(body, 'stop')).length
  if (count > MOST_STOPS) yield { path, message: `are ${count}, more than ${MOST_STOPS}` }
}

function* findBothLimits({ body }: ChatRequest): Generator<Offence> {
  if (isSet(at(body, 'max_tokens')) && isSet(at(body, 'max_completion_tokens'))) {
    yield { path: 'max_tokens', message: 'stands beside max_completion_tokens' }
  }
}

function* findUnaskedLogprobs({ body }: ChatRequest): Generator<Offence> {
  if (isSet(at(body, 'top_logprobs')) && at(body, 'logprobs').value !== true) {
    yield { path: 'top_logprobs', message: 'stands in a request without "logprobs": true' }
  }
}
