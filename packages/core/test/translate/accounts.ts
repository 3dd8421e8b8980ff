import { isDeepStrictEqual } from 'node:util'
import type { Fitted, Message, ModelRequest, Notice } from '@dragoman/core'

/**
 * What differs between a request and what was made of it, and has no notice. Parts are told apart as objects, so the
 * given request must hold no object twice.
 */
export function unexplained(
  given: ModelRequest,
  fitted: Pick<Fitted, 'request' | 'notices'>,
): readonly string[] {
  const { request: sent } = fitted
  const notices = fitted.notices.filter(({ action }) => action !== 'advice')
  return [
    ...lostParts(given, sent, notices),
    ...lostReplays(given, sent, notices),
    ...movedParts(given, sent, notices),
    ...newParts(given, sent, notices),
    ...changedTools(given, sent, notices),
    ...changedSettings(given, sent, notices),
  ]
}

type Part = Message['parts'][number]

interface Placed {
  readonly part: Part
  readonly path: string
  readonly message: Message
  readonly messagePath: string
}

function place({ messages }: ModelRequest): readonly Placed[] {
  return messages.flatMap((message, at) => {
    const messagePath = `messages[${at}]`
    return message.parts.map((part, index) => ({
      part,
      path: `${messagePath}.parts[${index}]`,
      message,
      messagePath,
    }))
  })
}

function lostParts(given: ModelRequest, sent: ModelRequest, notices: readonly Notice[]): string[] {
  const kept = new Set(place(sent).map(({ part }) => part))
  return place(given)
    .filter((placed) => !kept.has(placed.part) && !isNamed(placed, notices))
    .map(({ path }) => `${path} is lost or changed`)
}

/** A notice names a part, or what is in it, its message, or its name or id. */
function isNamed({ part, path, messagePath }: Placed, notices: readonly Notice[]): boolean {
  return notices.some(
    (notice) =>
      notice.path === messagePath ||
      notice.path === path ||
      notice.path.startsWith(`${path}.`) ||
      (notice.code === 'tool-name' && 'name' in part && notice.from === part.name) ||
      (notice.code === 'call-id' && notice.from === idOf(part)),
  )
}

function idOf(part: Part): string | undefined {
  if (part.type === 'tool-call') return part.id
  return part.type === 'tool-result' ? part.callId : undefined
}

function lostReplays(given: ModelRequest, sent: ModelRequest, notices: readonly Notice[]): string[] {
  const kept = new Set(sent.messages.map((message) => ('replay' in message ? message.replay : undefined)))
  return given.messages.flatMap((message, at) => {
    const path = `messages[${at}]`
    const isKept = !('replay' in message) || message.replay === undefined || kept.has(message.replay)
    // A message that is dropped says so by itself, or by each of its parts.
    const isGone = message.parts.every((part, index) =>
      isNamed({ part, message, path: `${path}.parts[${index}]`, messagePath: path }, notices),
    )
    return isKept || isGone || notices.some((notice) => notice.path === path)
      ? []
      : [`${path}.replay is lost`]
  })
}

/** Whoever no notice names stands in a message of the same role, behind whoever stood before it. */
function movedParts(given: ModelRequest, sent: ModelRequest, notices: readonly Notice[]): string[] {
  const order = new Map(place(given).map((placed, at) => [placed.part, { ...placed, at }]))
  let last = -1
  return place(sent).flatMap(({ part, message, path }) => {
    const before = order.get(part)
    if (!before || isNamed(before, notices)) return []
    const isInPlace = before.at > last && before.message.role === message.role
    last = before.at
    return isInPlace ? [] : [`${before.path} is moved to ${path}`]
  })
}

/** Every part that was not given replaces one that was, or is one of the two that a notice tells of. */
function newParts(given: ModelRequest, sent: ModelRequest, notices: readonly Notice[]): string[] {
  const [known, kept] = [new Set(allParts(given)), new Set(allParts(sent))]
  const made = [...kept].filter((part) => !known.has(part))
  const lost = [...known].filter((part) => !kept.has(part))
  const notRun = made.filter((part) => part.type === 'tool-result' && part.reason === 'not-run')
  const words = notRun.flatMap((part) => (part.type === 'tool-result' ? part.parts : []))
  const goOn = made.filter((part) => part.type === 'text' && part.text === 'Continue.')
  const stubs = ['blank-result', 'result-file-moved'].reduce((sum, code) => sum + count(code, notices), 0)
  const asked = notices.filter(({ code, to }) => code === 'output-way' && to === 'prompt').length
  const replaced = made.length - notRun.length - words.length - goOn.length - stubs - asked
  return [
    ...(notRun.length === count('orphan-call', notices) ? [] : ['results were made up']),
    ...(goOn.length === count('no-user-turn', notices) ? [] : ['user messages were made up']),
    ...(replaced <= lost.length ? [] : ['parts were made up']),
  ]
}

function count(code: string, notices: readonly Notice[]): number {
  return notices.filter((notice) => notice.code === code).length
}

/** The parts of all messages, those in results included. */
function allParts(request: ModelRequest): readonly Part[] {
  return place(request).flatMap(({ part }): readonly Part[] =>
    part.type === 'tool-result' ? [part, ...part.parts] : [part],
  )
}

function changedTools(given: ModelRequest, sent: ModelRequest, notices: readonly Notice[]): string[] {
  return given.tools.flatMap((tool, at) => {
    const isNoticed = notices.some(({ path }) => path === `tools[${at}]` || path.startsWith(`tools[${at}].`))
    return sent.tools.includes(tool) || isNoticed ? [] : [`tools[${at}] is changed`]
  })
}

function changedSettings(given: ModelRequest, sent: ModelRequest, notices: readonly Notice[]): string[] {
  const [before, after] = [given, sent].map(({ messages: _messages, tools: _tools, settings, ...rest }) => {
    const entries = Object.entries(settings).map(([name, value]) => [`settings.${name}`, value])
    return { ...rest, ...Object.fromEntries(entries) } as Readonly<Record<string, unknown>>
  })
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  return names
    .filter((name) => !isDeepStrictEqual(before?.[name], after?.[name]))
    .filter(
      (name) =>
        !notices.some(
          ({ path, code }) =>
            path === name || (name === 'toolChoice' && ['tool-name', 'output-way'].includes(code)),
        ),
    )
    .map((name) => `${name} is changed`)
}
