import {
  recordedChat,
  recordedMessages,
  recordedResponses,
  type HandoffOrigin,
  type HandoffTarget,
  type RecordedApi,
} from '@dragoman/conformance'
import type { JudgedWire } from '@dragoman/conformance/judge'
import { say } from './answers.ts'
import { WIRES, type WireKey } from './wires.ts'

/** Recorded turns, the models that gave them, and what comes of handing them over. */
export interface Origin extends Omit<HandoffOrigin, 'recordings'> {
  readonly api: RecordedApi
  readonly judgedAs: JudgedWire
  /** Another model of the same wire. */
  readonly sibling: Target
  readonly turns: number
  /** Turns with another model each: a turn that one of the targets gave does not go to that one. */
  readonly pairs: number
  /** What the judge finds in what goes back, each with its reason. */
  readonly exceptions: readonly Exception[]
  /** How many notices of each code tell of what the other models are not sent. */
  readonly told: Readonly<Record<string, number>>
}

/** A model that goes on with conversations of others. */
export interface Target extends HandoffTarget {
  readonly id: string
  readonly judgedAs: JudgedWire
}

export interface Exception {
  /** A rule of the judge, and where. */
  readonly finding: string
  /** How many turns hold it. */
  readonly turns: number
  readonly reason: string
}

const REPLY = say({ thought: 'I should search.', text: 'One moment.', calls: [{ id: 'search:0' }] })

function target(key: WireKey, id: string): Target {
  const { name, model, answer } = WIRES[key]
  return { id, judgedAs: name, model: (fetch) => model(id, fetch), answer: answer(REPLY[key].content) }
}

/** The models that every conversation goes to. */
export const TARGETS: readonly Target[] = [
  target('chat', 'gpt-5.4'),
  target('responses', 'gpt-5.4'),
  target('messages', 'claude-sonnet-5'),
]

function of(key: WireKey, wire: Origin['wire']): Pick<Origin, 'wire' | 'judgedAs' | 'model'> {
  const { name, model } = WIRES[key]
  return { wire, judgedAs: name, model: (fetch, id) => model(id, fetch) }
}

const REASONING = 'a server of an open model wants its reasoning back under its own name'
const OTHER_SERVER = 'another server, with its own dialect'
const SOURCE = 'the API sends sources of a kind that its types do not name'
const BETA = 'a block of a beta, which the types of the plain endpoint do not name'

export const ORIGINS: readonly Origin[] = [
  {
    api: 'openai-chat',
    ...of('chat', recordedChat),
    sibling: target('chat', 'gpt-4.1'),
    turns: 108,
    pairs: 424,
    exceptions: [],
    told: {
      // Claude takes an object only: one input is free text, two were cut.
      'bad-arguments': 3,
      'foreign-opaque': 4,
      'foreign-replay': 32,
      'reasoning-not-kept': 32,
      'silent-turn': 4,
    },
  },
  {
    api: 'compatible-chat',
    ...of('chat', recordedChat),
    sibling: target('chat', 'gpt-4.1'),
    turns: 113,
    pairs: 452,
    exceptions: [
      {
        finding: 'call-id-length messages[].tool_calls[].id',
        turns: 4,
        reason: 'a compatible server has longer ids',
      },
      {
        finding: 'foreign-field messages[].extra_content',
        turns: 2,
        reason: 'Gemini wants its signature back',
      },
      { finding: 'foreign-field messages[].reasoning', turns: 17, reason: REASONING },
      { finding: 'foreign-field messages[].reasoning_content', turns: 14, reason: REASONING },
      { finding: 'foreign-field messages[].reasoning_details', turns: 9, reason: REASONING },
      {
        finding: 'wrong-value messages[].content[].type',
        turns: 4,
        reason: 'Mistral has its reasoning among the parts of the content',
      },
    ],
    told: { 'call-id': 14, 'foreign-reasoning': 164, 'foreign-replay': 32, 'reasoning-not-kept': 36 },
  },
  {
    api: 'openai-responses',
    ...of('responses', recordedResponses),
    sibling: target('responses', 'gpt-5.4-mini'),
    turns: 131,
    pairs: 520,
    exceptions: [
      { finding: 'call-id-length input[].call_id', turns: 1, reason: OTHER_SERVER },
      {
        finding: 'call-unanswered input[].call_id',
        turns: 2,
        reason:
          'a computer and a patch, for whose outputs the neutral model has no place: the turn ended with `other`',
      },
      { finding: 'foreign-field input[].action.sources[].name', turns: 2, reason: SOURCE },
      { finding: 'foreign-field input[].format', turns: 1, reason: OTHER_SERVER },
      { finding: 'foreign-field input[].prompt', turns: 1, reason: OTHER_SERVER },
      {
        finding: 'item-id-prefix input[].id',
        turns: 9,
        reason: 'ids of other servers, and three that the recorder replaced',
      },
      { finding: 'missing-field input[].action.sources[].url', turns: 2, reason: SOURCE },
      { finding: 'missing-field input[].content[].annotations[].title', turns: 1, reason: OTHER_SERVER },
      {
        finding: 'reasoning-unencrypted input[]',
        turns: 18,
        reason:
          'asked for without its encryption, which the adapter always asks for; other servers have none',
      },
      { finding: 'wrong-value input[].action.sources[].type', turns: 2, reason: SOURCE },
      { finding: 'wrong-value input[].type', turns: 1, reason: OTHER_SERVER },
    ],
    told: {
      'bad-arguments': 3,
      'call-id': 5,
      'foreign-opaque': 162,
      'foreign-reasoning': 184,
      'foreign-replay': 532,
      'reasoning-not-kept': 35,
    },
  },
  {
    api: 'anthropic-messages',
    ...of('messages', recordedMessages),
    sibling: target('messages', 'claude-opus-4-5'),
    turns: 161,
    pairs: 635,
    exceptions: [
      {
        finding: 'foreign-field messages[].content[].content.abort_reason',
        turns: 2,
        reason: 'the API sends it, and its types do not name it',
      },
      {
        finding: 'server-result-orphan messages[].content[].tool_use_id',
        turns: 3,
        reason: 'the recorder replaced the id of a result, or the call stands in an earlier answer',
      },
      { finding: 'wrong-value messages[].content[].name', turns: 2, reason: BETA },
      { finding: 'wrong-value messages[].content[].type', turns: 10, reason: BETA },
    ],
    told: {
      'foreign-opaque': 422,
      'foreign-reasoning': 116,
      'foreign-replay': 189,
      'reasoning-not-kept': 55,
      'silent-turn': 16,
    },
  },
]
