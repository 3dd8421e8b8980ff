import type { JsonValue } from '../neutral/json.ts'
import { growingValue } from './growing-value.ts'
import { parseInput } from './input.ts'

/** A JSON text that is still arriving. */
export interface PartialJson {
  push(text: string): void
  /**
   * What can be read by now: frozen, a beginning of what the whole text says, `undefined` before there is anything.
   * Inside of lists and objects with hundreds of items, it may be up to a tenth of the text behind.
   */
  value(): JsonValue | undefined
}

/**
 * Reads a JSON text while it arrives, each letter once. Strings grow; a number, a literal or a name is seen with what
 * follows it. Text that is not JSON, or that `parseInput` refuses, ends the reading: the value stays as it is.
 */
export function partialJson(): PartialJson {
  const growing = growingValue()
  let expected = START
  let token: Token | undefined
  // The beginning of an escape or of a surrogate pair, seen with its end.
  let rest = ''
  let isStopped = false
  let seen: JsonValue | undefined
  let unseen = 0

  function read(text: string, at: number): number {
    if (!token) return readMark(text.charAt(at), at)
    return token.kind === 'atom' ? readAtom(token, text, at) : readString(token, text, at)
  }

  function readMark(letter: string, at: number): number {
    if (BLANK.includes(letter)) return at + 1
    if (!expected.includes(letter)) return stop()
    switch (letter) {
      case '{':
      case '[':
        if (!growing.enter(letter === '{' ? 'object' : 'list')) return stop()
        expected = letter === '{' ? FIRST_NAME : FIRST_ITEM
        return at + 1
      case '}':
      case ']':
        growing.leave()
        expected = AFTER_VALUE[growing.inner() ?? 'nothing']
        return at + 1
      case ',':
        expected = growing.inner() === 'list' ? VALUE : NAME
        return at + 1
      case ':':
      case BYTE_ORDER_MARK:
        expected = VALUE
        return at + 1
      case '"':
        token = { kind: expected === NAME || expected === FIRST_NAME ? 'name' : 'string', text: '' }
        return at + 1
      default:
        token = { kind: 'atom', text: '' }
        return at
    }
  }

  function readAtom(atom: Token, text: string, at: number): number {
    const written = match(ATOM, text, at)
    atom.text += written
    const next = at + written.length
    if (next === text.length) return next
    const parsed = parseInput(atom.text)
    return parsed.ok ? complete(parsed.input, next) : stop()
  }

  function readString(string: Token, text: string, at: number): number {
    if (text.charAt(at) === '"') return endString(string, at + 1)
    const written = match(PIECE, text, at)
    if (written) {
      string.text += String(JSON.parse(`"${written}"`))
      return at + written.length
    }
    if (text.length - at >= LONGEST_UNIT) return stop()
    rest = text.slice(at)
    return text.length
  }

  function endString({ kind, text }: Token, next: number): number {
    if (kind === 'string') return complete(text, next)
    if (!growing.name(text)) return stop()
    token = undefined
    expected = ':'
    return next
  }

  function complete(value: JsonValue, next: number): number {
    growing.add(value)
    token = undefined
    expected = AFTER_VALUE[growing.inner() ?? 'nothing']
    return next
  }

  function stop(): number {
    isStopped = true
    return Infinity
  }

  return {
    push(text) {
      if (isStopped) return
      const all = rest + text
      rest = ''
      unseen += text.length
      for (let at = 0; at < all.length;) at = read(all, at)
    },
    value() {
      // Copies what is open; where that is wide, only once the text has grown in proportion, so that all stays linear.
      if (unseen > 0 && growing.width() <= ALWAYS_COPIED + COPIED_PER_LETTER * unseen) {
        seen = growing.snapshot(token?.kind === 'string' ? token.text : undefined)
        unseen = 0
      }
      return seen
    },
  }
}

interface Token {
  readonly kind: 'name' | 'string' | 'atom'
  text: string
}

// What may come next, as the letters that it begins with.
const VALUE = '{["-0123456789tfn'
const BYTE_ORDER_MARK = '\uFEFF'
const START = `${VALUE}${BYTE_ORDER_MARK}`
const FIRST_ITEM = `${VALUE}]`
const NAME = '"'
const FIRST_NAME = '"}'
const AFTER_VALUE = { list: ',]', object: ',}', nothing: '' }

const BLANK = ' \t\n\r'
const ATOM = /[-+.\w]*/y
// Pieces of a string that mean the same whatever follows: plain letters, a surrogate pair, an escape.
const PLAIN = '[ !#-[\\]-\\uD7FF\\uE000-\\uFFFF]+'
const HIGH = '(?:[\\uD800-\\uDBFF]|\\\\u[dD][89abAB][\\da-fA-F]{2})'
const LOW = '(?:[\\uDC00-\\uDFFF]|\\\\u[dD][c-fC-F][\\da-fA-F]{2})'
const ESCAPE = '\\\\(?:["\\\\/bfnrt]|u(?![dD][89a-fA-F])[\\da-fA-F]{4})'
const PIECE = new RegExp(`${PLAIN}|${HIGH}${LOW}|${ESCAPE}`, 'y')
const LONGEST_UNIT = '\\ud83d\\ude00'.length

const ALWAYS_COPIED = 200
const COPIED_PER_LETTER = 5

function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? ''
}
