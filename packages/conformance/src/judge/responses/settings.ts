import { at, isSet, itemsOf } from '../place.ts'
import type { Offence, Rule } from '../rule.ts'
import type { ResponsesRequest } from './request.ts'

export const RESPONSES_SETTINGS: readonly Rule<ResponsesRequest>[] = [
  { name: 'choice-without-tools', source: 'cases 59 and 96', check: findChoiceWithoutTools },
  { name: 'output-tokens-few', source: 'vectorize-io/hindsight#58', check: findFewTokens },
  {
    name: 'state-twice',
    source: 'case 198; openai: ResponseCreateParamsBase.previous_response_id',
    check: findTwoStates,
  },
]

// The wire takes "auto" and "none" without tools.
function* findChoiceWithoutTools({ body, tools, hasOtherTools }: ResponsesRequest): Generator<Offence> {
  const { path, value } = at(body, 'tool_choice')
  const isForced = value === 'required' || (typeof value === 'object' && value !== null)
  const hasTools = tools.length > 0 || hasOtherTools || itemsOf(at(body, 'tools')).length > 0
  if (isForced && !hasTools) yield { path, message: 'stands in a request without tools' }
}

const FEWEST_TOKENS = 16

function* findFewTokens({ body }: ResponsesRequest): Generator<Offence> {
  const { path, value } = at(body, 'max_output_tokens')
  if (typeof value !== 'number' || value >= FEWEST_TOKENS) return
  yield { path, message: `is ${value}, below ${FEWEST_TOKENS}` }
}

function* findTwoStates({ body }: ResponsesRequest): Generator<Offence> {
  if (isSet(at(body, 'previous_response_id')) && isSet(at(body, 'conversation'))) {
    yield { path: 'conversation', message: 'stands beside previous_response_id' }
  }
}
