import type { ToolCallPart, Usage } from '@dragoman/core'
import type { Answer } from '../speak/answer.ts'
import { replyTo, type Exchange } from './exchange.ts'
import type { AnswerFault, FaultFacts } from './fault.ts'
import { play } from './reply.ts'

type Row = FaultFacts & AnswerFault
type Tuple = readonly [string, ...string[]]

/** A good response that says something which no provider should. */
type Lie = (answer: Answer, exchange: Exchange) => Answer

const CALL_IDS: Readonly<Record<string, Lie>> = {
  // The same call twice, word for word.
  duplicate: (answer) => ({
    ...answer,
    parts: answer.parts.flatMap((part, at) => (at === firstCall(answer) ? [part, part] : [part])),
  }),
  // One id for calls that differ.
  shared: (answer) => mapCalls(answer, (call) => ({ ...call, id: callsOf(answer)[0]?.id ?? '' })),
  empty: (answer) => mapCalls(answer, (call) => ({ ...call, id: '' })),
  // The ids of an earlier turn.
  colliding: (answer, { script, turn }) => {
    const earlier = script.slice(0, turn).flatMap(callsOf)
    return mapCalls(answer, (call, at) => ({ ...call, id: earlier[at % earlier.length]?.id ?? 'call' }))
  },
  hostile: (answer) => mapCalls(answer, (call, at) => ({ ...call, id: `${WORDS[at % WORDS.length]}` })),
  long: (answer) => mapCalls(answer, (call, at) => ({ ...call, id: `${'x'.repeat(600)}${at}` })),
}

const WORDS = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'prototype']

const NAMES: Readonly<Record<string, Lie>> = {
  'key __proto__': (answer) => addKey(answer, '"__proto__":{"polluted":true}'),
  'key escaped': (answer) => addKey(answer, String.raw`"\u005f\u005fproto\u005f\u005f":{"polluted":true}`),
  'key nested': (answer) => addKey(answer, '"nested":{"__proto__":{"polluted":true}}'),
  'key constructor': (answer) => addKey(answer, '"constructor":{"prototype":{"polluted":true}}'),
  'key twice': (answer) => addKey(answer, '"__proto__":null,"__proto__":{"polluted":true}'),
  ...Object.fromEntries(
    WORDS.map((word): [string, Lie] => [
      `name ${word}`,
      (answer) => mapCalls(answer, (call) => ({ ...call, name: word })),
    ]),
  ),
  'name empty': (answer) => mapCalls(answer, (call) => ({ ...call, name: '' })),
  'name unknown': (answer) => mapCalls(answer, (call) => ({ ...call, name: `functions.${call.name}` })),
}

const TRUNCATIONS: Readonly<Record<string, Lie>> = {
  length: (answer) => ({ ...cutLast(answer), stop: 'length' }),
  // What it says is complete, and is not.
  completed: (answer) => ({ ...cutLast(answer), stop: 'tool-calls' }),
  // What it says is cut, and is not.
  'whole-length': (answer) => ({ ...answer, stop: 'length' }),
  empty: (answer) => ({ ...cutLast(answer, 0), stop: 'tool-calls' }),
}

const USAGES: Readonly<Record<string, Usage>> = {
  missing: {},
  null: { raw: null },
  negative: { inputTokens: -5, cacheReadTokens: 0, outputTokens: -1 },
  huge: { inputTokens: 1e21, outputTokens: 1e300 },
  fraction: { inputTokens: 0.5, outputTokens: 1e-7 },
  text: { raw: 'many' },
  list: { raw: [1, 2] },
  'text-fields': {
    raw: { prompt_tokens: '12', input_tokens: '12', completion_tokens: {}, output_tokens: null },
  },
}

/** Faults in what the model is said to have answered. */
export const ANSWER_FAULTS: readonly Row[] = [
  {
    ...lying(CALL_IDS),
    number: 21,
    name: 'call-ids',
    title: 'call ids that are not unique',
    needsCall: true,
  },
  { ...lying(NAMES), number: 22, name: 'hostile-names', title: 'hostile names and keys', needsCall: true },
  {
    ...lying(TRUNCATIONS),
    number: 23,
    name: 'truncated-arguments',
    title: 'arguments cut short',
    needsCall: true,
  },
  {
    ...lying(
      Object.fromEntries(
        Object.entries(USAGES).map(([name, usage]): [string, Lie] => [
          name,
          (answer) => ({ ...answer, usage }),
        ]),
      ),
    ),
    number: 24,
    name: 'usage',
    title: 'usage that is missing or absurd',
  },
]

function lying(lies: Readonly<Record<string, Lie>>): Pick<Row, 'variants' | 'layer' | 'play'> {
  return {
    variants: Object.keys(lies) as unknown as Tuple, // each table has rows
    layer: 'answer',
    play: (exchange, { variant }) => play(replyTo(exchange, lies[variant]?.(exchange.answer, exchange))),
  }
}

function callsOf({ parts }: Answer): readonly ToolCallPart[] {
  return parts.filter((part) => part.type === 'tool-call')
}

function firstCall({ parts }: Answer): number {
  return parts.findIndex(({ type }) => type === 'tool-call')
}

function mapCalls(answer: Answer, change: (call: ToolCallPart, at: number) => ToolCallPart): Answer {
  const calls = callsOf(answer)
  const parts = answer.parts.map((part) =>
    part.type === 'tool-call' ? change(part, calls.indexOf(part)) : part,
  )
  return { ...answer, parts }
}

// In the text: a parser would lose the key, or what is double.
function addKey(answer: Answer, member: string): Answer {
  return mapCalls(answer, ({ inputText, ...call }) => ({
    ...call,
    inputText: inputText.replace(/^\{\s*(?<next>\}|)/, (_, next) => (next ? `{${member}}` : `{${member},`)),
  }))
}

function cutLast(answer: Answer, share = 0.5): Answer {
  const last = callsOf(answer).at(-1)
  return mapCalls(answer, (call) =>
    call === last ? { ...call, inputText: call.inputText.slice(0, call.inputText.length * share) } : call,
  )
}
