import type { Alphabet } from '../neutral/capabilities.ts'

/** Whether a text is a name, or an id, that the wire allows. */
export function validator({ pattern, max }: Alphabet): (text: string) => boolean {
  const whole = new RegExp(pattern)
  return (text) => text.length <= max && text.isWellFormed() && whole.test(text)
}
