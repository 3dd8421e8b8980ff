import { judge } from '@dragoman/conformance/judge'
import type { SpokenWire } from '@dragoman/conformance/speak'
import { accumulator, type FunctionTool, type JsonObject, type Message, type Notice } from '@dragoman/core'
import { modelOn } from './wires.ts'

/** What a wire is sent, and what was changed to fit it. */
export interface Encoded {
  readonly body: JsonObject
  readonly notices: readonly Notice[]
}

/** Sends tools and messages on a wire, through all that a call does. */
export async function encode(
  wire: SpokenWire,
  tools: readonly FunctionTool[],
  messages: readonly Message[],
): Promise<Encoded> {
  const bodies: JsonObject[] = []
  const model = modelOn(wire, (body) => {
    bodies.push(body)
    return { parts: [{ type: 'text', text: 'Done.' }] }
  })
  const received = accumulator()
  const notices: Notice[] = []
  for await (const event of model.call({ messages, tools, toolChoice: 'auto', settings: {} })) {
    received.push(event)
    if (event.type === 'notice') notices.push(event.notice)
  }
  const [body = {}] = bodies
  return { body, notices }
}

/** Why the provider of a wire would not take the tools, strict or not: nothing, where it would. */
export async function findRefusals(
  wire: SpokenWire,
  isStrict: boolean,
  tools: readonly FunctionTool[],
  messages: readonly Message[],
): Promise<readonly string[]> {
  try {
    const declared = tools.map((tool) => ({ ...tool, strict: isStrict }))
    const { body } = await encode(wire, declared, messages)
    return judge(wire, body).map(({ rule, path, message }) => `${rule}: ${path} ${message}`)
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}

/** A tool is asked for in two ways on each wire. */
export const STRICTNESS: readonly boolean[] = [false, true]

export function describeRequest(wire: SpokenWire, isStrict: boolean): string {
  return `${wire}, ${isStrict ? 'strict' : 'not strict'}`
}
