import { isDeepStrictEqual } from 'node:util'
import type { AnswerPart, SpokenWire } from '@dragoman/conformance/speak'
import { run, type FunctionTool, type JsonObject, type Message, type Model } from '@dragoman/core'
import type { BfclCall } from '../corpora.ts'
import { withNulls } from '../schemas/instances.ts'
import { modelOn, sentTools } from '../wires.ts'
import { fits, type Case, type Turn } from './cases.ts'

/** How the calls of a case are fed back. */
export interface Feeding {
  readonly wire: SpokenWire
  readonly isStreamed: boolean
  /** Whether the tools are strict, and the calls as strict mode would make them. */
  readonly isStrict: boolean
}

/** Says a case's calls as the wire's own answers to `run()`, and lists what reached the program in another way. */
export async function feedBack({ turns }: Case, feeding: Feeding): Promise<readonly string[]> {
  const faults: string[] = []
  let history: readonly Message[] = []
  try {
    for (const turn of turns) {
      const played = await playTurn(turn, history, feeding)
      faults.push(...played.faults)
      history = played.history
    }
    return faults
  } catch (error) {
    return [...faults, error instanceof Error ? error.message : String(error)]
  }
}

const ANSWER = 'Done.'

async function playTurn(
  turn: Turn,
  history: readonly Message[],
  { wire, isStreamed, isStrict }: Feeding,
): Promise<{ readonly history: readonly Message[]; readonly faults: readonly string[] }> {
  const received: BfclCall[] = []
  const tools = turn.tools.map((tool): FunctionTool => ({
    ...tool,
    strict: isStrict,
    execute: (input) => {
      received.push({ name: tool.name, arguments: input as JsonObject }) // it was checked: the schema is an object's
    },
  }))
  const steps = turn.steps.values()
  const model: Model = modelOn(wire, (body) => {
    const { value: calls } = steps.next()
    if (!calls) return { parts: [{ type: 'text', text: ANSWER }] }
    return { parts: calls.map((call, at) => sayCall(call, at, body)) }
  })
  const messages = [...history, ...turn.messages]
  const result = await run({ model, tools, messages, stream: isStreamed })
  const calls = turn.steps.flat()
  const refused = result.messages
    .slice(messages.length)
    .flatMap((message) => (message.role === 'tool' ? message.parts : []))
    .filter(({ reason }) => reason === 'bad-input' || reason === 'unknown-tool')
  return {
    history: result.messages,
    faults: [
      ...differences('the end', [result.end, result.text], ['done', ANSWER]),
      ...differences(
        'the calls',
        received,
        calls.filter((call) => fits(call, turn.tools)),
      ),
      ...differences(
        'the refused calls',
        refused.map(({ name }) => name),
        calls.filter((call) => !fits(call, turn.tools)).map(({ name }) => name),
      ),
    ],
  }

  function sayCall({ name, arguments: given }: BfclCall, at: number, body: JsonObject): AnswerPart {
    const sent = sentTools(body)[turn.tools.findIndex((tool) => tool.name === name)]
    const { strict } = model.capabilities
    const isFilled = sent?.isStrict === true && strict !== false && strict.allRequired === true
    const shape = isFilled ? withNulls(given, sent.schema, sent.schema) : given
    return {
      type: 'tool-call',
      id: `call_${history.length}_${received.length + at}`,
      name: sent?.name ?? name,
      inputText: JSON.stringify(shape),
    }
  }
}

function differences(what: string, found: unknown, expected: unknown): readonly string[] {
  if (isDeepStrictEqual(found, expected)) return []
  return [`${what}: found ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`]
}
