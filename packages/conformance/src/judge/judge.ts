import type { JsonSchema } from '@dragoman/core'
import { readChat } from './chat/request.ts'
import { CHAT_RULES } from './chat/rules.ts'
import { readMessages } from './messages/request.ts'
import { MESSAGES_RULES } from './messages/rules.ts'
import { readResponses } from './responses/request.ts'
import { RESPONSES_RULES } from './responses/rules.ts'
import type { Finding, Rule } from './rule.ts'
import { CHAT_ALLOWANCES, MESSAGES_ALLOWANCES, RESPONSES_ALLOWANCES } from './shape/allowances.ts'
import * as chat from './shape/chat.ts'
import { requestSchema, shapeCheck, SHAPE_RULES, type Shape } from './shape/check.ts'
import * as messages from './shape/messages.ts'
import * as responses from './shape/responses.ts'

export type { Finding } from './rule.ts'

/** A wire whose requests can be judged. */
export type JudgedWire = 'openai.chat' | 'openai.responses' | 'anthropic.messages'

/** Why the provider of a wire would refuse a request: nothing, when it would take it. Says nothing about models. */
export function judge(wire: JudgedWire, body: unknown): readonly Finding[] {
  return JUDGES[wire].judge(body)
}

export const JUDGED_WIRES: readonly JudgedWire[] = ['openai.chat', 'openai.responses', 'anthropic.messages']

/** A rule of the judge, and where it comes from. */
export interface JudgeRule {
  readonly wire: JudgedWire
  readonly name: string
  readonly source: string
}

/** Every rule of every wire. */
export function judgeRules(): readonly JudgeRule[] {
  return JUDGED_WIRES.flatMap((wire) => JUDGES[wire].rules.map((rule) => ({ wire, ...rule })))
}

/** The JSON Schema of a wire's requests: the types of its SDK, with what else the wire takes. */
export function judgeSchema(wire: JudgedWire): JsonSchema {
  return requestSchema(JUDGES[wire].shape)
}

interface Judge {
  readonly shape: Shape
  readonly rules: readonly Omit<JudgeRule, 'wire'>[]
  readonly judge: (body: unknown) => readonly Finding[]
}

const JUDGES: Readonly<Record<JudgedWire, Judge>> = {
  'openai.chat': judgeOf({ ...chat, allowances: CHAT_ALLOWANCES }, readChat, CHAT_RULES),
  'openai.responses': judgeOf(
    { ...responses, allowances: RESPONSES_ALLOWANCES },
    readResponses,
    RESPONSES_RULES,
  ),
  'anthropic.messages': judgeOf(
    { ...messages, allowances: MESSAGES_ALLOWANCES },
    readMessages,
    MESSAGES_RULES,
  ),
}

function judgeOf<Request>(
  shape: Shape,
  read: (body: unknown) => Request,
  rules: readonly Rule<Request>[],
): Judge {
  const checkShape = shapeCheck(shape)
  return {
    shape,
    rules: [
      ...SHAPE_RULES.map((name) => ({ name, source: shape.SDK })),
      ...rules.map(({ name, source }) => ({ name, source })),
    ],
    judge(body) {
      const request = read(body)
      const broken = rules.flatMap(({ name, source, check }) => {
        return Array.from(check(request), (offence) => ({ rule: name, ...offence, source }))
      })
      return [...checkShape(body), ...broken]
    },
  }
}
