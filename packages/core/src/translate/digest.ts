import { isJsonObject, withSortedKeys } from '../neutral/json.ts'
import type { Message } from '../neutral/message.ts'

const digests = new WeakMap<Message, string>()

/**
 * A digest of each prefix of a conversation: entry `n` stands for the first `n` messages. It tells an edit from none;
 * it is no proof against an attacker. A message counts by its role and parts, and is read once.
 */
export function prefixDigests(messages: readonly Message[]): readonly string[] {
  const prefixes = ['']
  for (const [at, message] of messages.entries()) {
    prefixes.push(digest(`${prefixes[at]}${digestMessage(message)}`))
  }
  return prefixes
}

/** A short hash of a text in base 36: 53 bits, the same everywhere and always. */
export function digest(text: string): string {
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    high = Math.imul(high ^ code, 2654435761)
    low = Math.imul(low ^ code, 1597334677)
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36).padStart(11, '0')
}

function digestMessage(message: Message): string {
  const known = digests.get(message)
  if (known !== undefined) return known
  const made = digest(JSON.stringify([message.role, message.parts], spellOut))
  digests.set(message, made)
  return made
}

// Databases put keys in an order of their own, and a cache hint moves on while what is said stays.
function spellOut(key: string, value: unknown): unknown {
  if (key === 'cache') return undefined
  return isJsonObject(value) ? withSortedKeys(value) : value
}
