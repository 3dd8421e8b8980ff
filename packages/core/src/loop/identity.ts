import { canonicalJson } from '../neutral/json.ts'
import type { ToolCallPart } from '../neutral/message.ts'
import { parseInput } from '../schema/input.ts'

/** What tells calls apart but for their id: equal arguments may be written in many ways. */
export function identityOf({ name, inputText }: ToolCallPart): string {
  const parsed = parseInput(inputText)
  return `${name} ${parsed.ok ? canonicalJson(parsed.input) : inputText}`
}
