import { fileText, type Notice, type StreamEvent, type ToolResultPart } from '@dragoman/core'
import { oneLine } from '../../harmless.ts'
import { showSeconds } from '../screen/numbers.ts'

/** A call, with its arguments as the model wrote them. */
export function describeCall(name: string, inputText: string): string {
  return oneLine(`${name} ${inputText.slice(0, LONGEST)}`)
}

// More than a line shows, and little enough to be read with every piece that comes.
const LONGEST = 1000

/** What came of a call, and how long it took where it ran. */
export function describeResult(result: ToolResultPart, ms: number | undefined): string {
  const { name, reason, parts } = result
  const said = parts.map((part) => (part.type === 'text' ? part.text : fileText(part))).join(' ')
  const time = ms === undefined ? '' : ` ${Math.round(ms)} ms`
  return oneLine(`${name}${time}${reason === undefined ? '' : ` ${reason}`} ${said.slice(0, LONGEST)}`)
}

export function describeNotice({ code, path, action, from, to }: Notice): string {
  if (code === 'fallback') return oneLine(`fallback: ${from} → ${to}`)
  const change = [from, to].filter((name) => name !== undefined).join(' → ')
  return oneLine(`notice ${code}: ${action} at ${path}${change === '' ? '' : ` (${change})`}`)
}

export function describeRetry({ code, attempt, delayMs }: Extract<StreamEvent, { type: 'retry' }>): string {
  const next = delayMs === 0 ? 'another follows' : `another follows in ${showSeconds(delayMs)}`
  return `attempt ${attempt} failed (${code}), ${next}`
}

export function describeDiscarded(
  { code, attempt, origin }: Extract<StreamEvent, { type: 'attempt-discarded' }>,
  wasShown: boolean,
): string {
  const who = origin ? `${origin.provider}:${origin.model}` : `attempt ${attempt}`
  const what = wasShown ? `VOID: what ${who} said above` : `the answer of ${who} was given up`
  return oneLine(`${what} (${code}); another answer follows`)
}
