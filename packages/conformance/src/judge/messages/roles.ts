import { textAt } from '../place.ts'
import type { Offence, Rule } from '../rule.ts'
import { isServerCall, type Block, type MessagesRequest, type Turn } from './request.ts'

export const ROLES: readonly Rule<MessagesRequest>[] = [
  {
    name: 'system-misplaced',
    source: 'cases 16 and 18; @anthropic-ai/sdk: SystemMessageParam; maximhq/bifrost#3945',
    check: findMisplacedSystem,
  },
  { name: 'final-whitespace', source: 'case 8; tailcallhq/forgecode#1872', check: findFinalWhitespace },
]

function* findMisplacedSystem({ messages }: MessagesRequest): Generator<Offence> {
  for (const [index, { place, role }] of messages.entries()) {
    if (role !== 'system') continue
    const before = messages[index - 1]
    const after = messages[index + 1]
    if (!before || !maySystemFollow(before)) {
      yield {
        path: place.path,
        message: 'follows neither a user nor an answer that ends in a tool of the provider',
      }
    }
    if (after && after.role !== 'assistant') {
      yield { path: place.path, message: 'is neither the last message nor followed by the assistant' }
    }
  }
}

function maySystemFollow({ role, blocks }: Turn): boolean {
  const last = blocks.at(-1)
  return role === 'user' || (role === 'assistant' && last !== undefined && isOfServer(last))
}

function isOfServer(block: Block): boolean {
  return isServerCall(block) || block.type.endsWith('_tool_result')
}

function* findFinalWhitespace({ messages }: MessagesRequest): Generator<Offence> {
  const last = messages.at(-1)
  const text = last?.role === 'assistant' ? last.blocks.at(-1)?.text : undefined
  if (text && /\S\s+$/.test(textAt(text))) yield { path: text.path, message: 'ends in white space' }
}
