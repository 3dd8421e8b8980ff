/** The deepest nesting of arguments. */
export const DEEPEST = 512

/** How deep the objects and lists of a JSON text stand in each other. Reads each letter once. */
export function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  for (const { letter } of tokens(text)) {
    if (letter === '{' || letter === '[') deepest = Math.max(deepest, ++depth)
    if (letter === '}' || letter === ']') depth -= 1
  }
  return deepest
}

/** The first number of a JSON text that a double cannot hold: an integer that would be rounded, or one without end. */
export function findInexact(text: string): string | undefined {
  for (const { letter, at } of tokens(text)) {
    if (letter !== '0') continue
    const number = numberAt(text, at)
    if (isInexact(number)) return number
  }
  return undefined
}

/** A letter that opens or closes, or `0` for a number, outside of strings. */
interface Token {
  readonly letter: string
  readonly at: number
}

function* tokens(text: string): Generator<Token> {
  for (let at = 0; at < text.length; at++) {
    const letter = text.charAt(at)
    if (letter === '"') at = endOfString(text, at)
    else if ('{}[]'.includes(letter)) yield { letter, at }
    else if (isDigit(letter)) {
      yield { letter: '0', at }
      at += numberAt(text, at).length - 1
    }
  }
}

// Without its end, a string goes on to the end of the text.
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end === -1 ? text.length : end
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0
  while (text.charAt(at - 1 - slashes) === '\\') slashes += 1
  return slashes % 2 === 1
}

function isDigit(letter: string): boolean {
  return letter >= '0' && letter <= '9'
}

function numberAt(text: string, start: number): string {
  let end = start
  while (end < text.length && '0123456789.eE+-'.includes(text.charAt(end))) end += 1
  return text.slice(start, end)
}

const SAFE_DIGITS = 15
const MOST_DIGITS = 310

function isInexact(number: string): boolean {
  if (!Number.isFinite(Number(number))) return /^\d/.test(number) && !Number.isNaN(Number(number))
  if (number.length <= SAFE_DIGITS || !/^\d+$/.test(number)) return false
  return number.length > MOST_DIGITS || BigInt(number) !== BigInt(Number(number))
}
