import { textAt } from '../place.ts'
import type { Offence, Rule } from '../rule.ts'
import type { OpenaiRequest } from './request.ts'

export const TOOLS: readonly Rule<OpenaiRequest>[] = [
  { name: 'choice-unknown-tool', source: 'case 96', check: findUnknownChoices },
  { name: 'tools-many', source: 'case 85', check: findTooMany },
]

const MOST_TOOLS = 128

function* findUnknownChoices({ tools, chosen, hasOtherTools }: OpenaiRequest): Generator<Offence> {
  if (hasOtherTools || tools.length === 0) return
  const names = new Set(tools.map(({ name }) => textAt(name)))
  for (const choice of chosen) {
    if (!names.has(textAt(choice))) yield { path: choice.path, message: 'names no tool of the request' }
  }
}

function* findTooMany({ tools }: OpenaiRequest): Generator<Offence> {
  if (tools.length > MOST_TOOLS) {
    yield { path: 'tools', message: `are ${tools.length}, more than ${MOST_TOOLS}` }
  }
}
