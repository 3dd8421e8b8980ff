import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  fit,
  isJsonObject,
  parseInput,
  user,
  type AssistantMessage,
  type AssistantPart,
  type Capabilities,
  type FilePart,
  type FitTarget,
  type Message,
  type ModelRequest,
  type TextPart,
  type ToolCallPart,
} from '@dragoman/core'
import { freeze } from '../freeze.ts'
import { call, text } from '../recording.ts'
import { unexplained } from './accounts.ts'
import { answerTo, OWN, requestOf, result, results, said } from './conversation.ts'
import { capabilities, requests, validHistories, withDigests } from './histories.ts'

describe('fit, of any request for any model,', () => {
  law('gives the same for the same', (request, target) => {
    const [first, second] = [fit(request, target), fit(structuredClone(request), target)]
    expect({ request: second.request, notices: second.notices }).toEqual({
      request: first.request,
      notices: first.notices,
    })
  })

  // The digest in an origin speaks of the given conversation, and what is sent may be another: so it is left out.
  law('changes nothing of what it made', (request, target) => {
    const once = freeze(withoutDigests(fit(request, target).request))
    const twice = fit(once, target)
    expect(twice.request).toBe(once)
    expect(twice.notices.filter(({ action }) => action !== 'advice')).toEqual([])
  })

  law('changes nothing without a notice', (request, target) => {
    expect(unexplained(request, fit(request, target))).toEqual([])
  })

  law("sends it as it is, or not at all, under 'strict'", (request, target) => {
    const { request: adjusted } = fit(request, target)
    const strict = outcomeOf(() => fit(request, target, 'strict').request)
    if (adjusted === request) expect(strict).toBe(request)
    else expect(strict).toMatchObject({ code: 'unsupported' })
  })

  law('gives every call one result, right behind it and in call order', (request, target) => {
    const { messages } = fit(request, target).request
    const steps = messages.flatMap((message, at) => {
      const calls = callsOf(message)
      return message.role === 'tool' || calls.length > 0
        ? [{ role: message.role, asked: calls.map(({ id }) => id), answered: resultIdsOf(messages[at + 1]) }]
        : []
    })
    const asking = steps.filter(({ role }) => role === 'assistant')
    expect(steps).toEqual(
      asking.flatMap((step) => [
        { ...step, answered: step.asked },
        expect.objectContaining({ role: 'tool' }),
      ]),
    )
  })

  law('gives every call an id of its own, and every name a form, that the wire allows', (request, target) => {
    const sent = fit(request, target).request
    const { callId, toolName } = target.capabilities
    const calls = sent.messages.flatMap(callsOf)
    const ids = calls.map(({ id }) => id)
    const hosted = sent.tools.filter(({ type }) => type === 'hosted').map(({ name }) => name)
    const names = [...sent.tools, ...calls].map(({ name }) => name).filter((name) => !hosted.includes(name))
    const declared = sent.tools.map(({ name }) => name.toLowerCase())
    expect({
      repeatedIds: ids.length - new Set(ids).size,
      repeatedNames: declared.length - new Set(declared).size,
      badIds: ids.filter((id) => id.length > callId.max || !new RegExp(callId.pattern).test(id)),
      badNames: names.filter(
        (name) => name.length > toolName.max || !new RegExp(toolName.pattern).test(name),
      ),
    }).toEqual({ repeatedIds: 0, repeatedNames: 0, badIds: [], badNames: [] })
  })

  law('gives names and ids back in the events of the answer', (request, target) => {
    const { request: sent, restore } = fit(request, target)
    const given = new Map(request.messages.flatMap(callsOf).map((part) => [serialOf(part), part]))
    for (const [index, part] of sent.messages.flatMap(callsOf).entries()) {
      const { id, name } = given.get(serialOf(part)) ?? part
      expect(restore({ type: 'part-start', index, part })).toEqual({
        type: 'part-start',
        index,
        part: { ...part, id, name },
      })
    }
  })

  law('sends no message, no text and no file that the model refuses', (request, target) => {
    const { capabilities: takes } = target
    const { messages } = fit(request, target).request
    const contents = messages.flatMap(contentsOf)
    const texts = contents.flatMap((part) => (part.type === 'text' ? [part.text] : []))
    const files = contents.flatMap((part) =>
      part.type === 'file' && part.replay === undefined ? [part] : [],
    )
    const answers = messages.flatMap((message) => (message.role === 'tool' ? message.parts : []))
    expect({
      empty: messages.filter(({ parts }) => parts.length === 0),
      emptyResults: takes.blankText ? [] : answers.filter(({ parts }) => parts.length === 0),
      blank: takes.blankText ? [] : texts.filter((one) => one.trim() === ''),
      illFormed: texts.filter((one) => !one.isWellFormed()),
      foreign: files.filter(({ source }) => source.type === 'file-id' && source.provider !== target.provider),
      images: takes.images ? [] : files.filter(isImage),
      addressed: files.filter((file) => file.source.type === 'url' && !takesAddress(file, takes)),
      inResults: answers.filter(({ isError, parts }) => {
        const { imagesInResults, filesInErrors = imagesInResults } = takes
        return !(isError ? filesInErrors : imagesInResults) && parts.some((part) => part.type === 'file')
      }),
    }).toEqual({
      empty: [],
      emptyResults: [],
      blank: [],
      illFormed: [],
      foreign: [],
      images: [],
      addressed: [],
      inResults: [],
    })
  })

  law('sends arguments as an object where the wire holds objects', (request, target) => {
    const calls = fit(request, target).request.messages.flatMap(callsOf)
    const sent = calls.map(({ inputText }) => inputText)
    const others = sent.filter((inputText) => !isJsonObject(parse(inputText)))
    expect(target.capabilities.objectInputs ? others : []).toEqual([])
  })

  law('sends nothing that only another model can read', (request, target) => {
    const { messages } = fit(request, target).request
    const foreign = messages
      .filter((message) => message.role === 'assistant')
      .filter((message) => !isOwn(message))
    expect(foreign.filter((message) => 'replay' in message || message.parts.some(isMarked))).toEqual([])
  })

  law(
    'lets system messages, the first and the last turn stand where the model takes them',
    (request, target) => {
      const { assistantFirst, systemOnly, systemMidway, prefill } = target.capabilities
      const { messages } = fit(request, target).request
      const lead = messages.findIndex(({ role }) => role !== 'system')
      const rest = lead === -1 ? [] : messages.slice(lead)
      const last = rest.at(-1)
      const isPaused = last?.role === 'assistant' && last.stop?.reason === 'pause'
      expect({
        system: systemMidway === 'anywhere' ? [] : misplaced(rest, systemMidway === 'no'),
        first: rest[0]?.role === 'assistant' && !assistantFirst,
        none: messages.length === 0 || (rest.length === 0 && !systemOnly),
        last: last?.role === 'assistant' && !prefill && !isPaused,
      }).toEqual({ system: [], first: false, none: false, last: false })
    },
  )

  law('marks no more places for caching than the model takes', (request, target) => {
    const { messages, tools } = fit(request, target).request
    const answers = messages.flatMap((message) => (message.role === 'tool' ? message.parts : []))
    const places = [...tools, ...answers, ...messages.flatMap(contentsOf)]
    const marked = places.filter((place) => 'cache' in place)
    expect(marked.length).toBeLessThanOrEqual(target.capabilities.cachePoints)
  })

  law('sends what it sent before, and then more, when the conversation goes on', async (request, target) => {
    const own = said([{ type: 'reasoning', text: 'Hm', replay: 1 }, text('Hi'), call('fresh0001', 'ping')])
    const answer = await answerTo(request.messages, own)
    const longer = [...request.messages, answer, results(result('fresh0001', 'pong')), user('Well?')]
    const before = fit(request, target).request.messages
    const after = fit(freeze({ ...request, messages: longer }), target).request.messages
    expect(withoutCache(after.slice(0, before.length))).toEqual(withoutCache(before))
    expect(after.length).toBeGreaterThan(before.length)
  })
})

describe('fit, of a history that the model takes as it is,', () => {
  test('gives back the very same request, without a notice', async () => {
    const both = capabilities().chain((takes) =>
      fc.record({ takes: fc.constant(takes), drawn: validHistories(takes) }),
    )
    await fc.assert(
      fc.asyncProperty(both, async ({ takes, drawn }) => {
        const request = freeze(requestOf(await withDigests(drawn)))
        const { request: sent, notices } = fit(request, targetFor(takes))
        expect(notices).toEqual([])
        expect(sent).toBe(request)
      }),
      { numRuns: RUNS },
    )
  })
})

const RUNS = 400

/** Tests what holds for every request and every model. The request is frozen: whoever changes it, throws. */
function law(name: string, holds: (request: ModelRequest, target: FitTarget) => void | Promise<void>): void {
  test(name, async () => {
    await fc.assert(
      fc.asyncProperty(requests(), capabilities(), async (drawn, takes) => {
        const messages = await withDigests(drawn.messages)
        await holds(freeze({ ...drawn, messages }), targetFor(takes))
      }),
      { numRuns: RUNS },
    )
  })
}

function targetFor(takes: Capabilities): FitTarget {
  return { ...OWN, capabilities: takes }
}

function outcomeOf(run: () => ModelRequest): unknown {
  try {
    return run()
  } catch (error) {
    return error
  }
}

function withoutDigests(request: ModelRequest): ModelRequest {
  const messages = request.messages.map((message): Message => {
    if (message.role !== 'assistant' || !message.origin) return message
    const { prefix: _prefix, ...origin } = message.origin
    return { ...message, origin }
  })
  return { ...request, messages }
}

// A cache point moves on by design.
function withoutCache(messages: readonly Message[]): unknown {
  return JSON.parse(JSON.stringify(messages, (key, value) => (key === 'cache' ? undefined : value)))
}

function callsOf(message: Message): readonly ToolCallPart[] {
  return message.role === 'assistant' ? message.parts.filter((part) => part.type === 'tool-call') : []
}

function serialOf({ inputText }: ToolCallPart): string | undefined {
  return /\d+/.exec(inputText)?.[0]
}

function parse(inputText: string): unknown {
  const parsed = parseInput(inputText)
  return parsed.ok ? parsed.input : undefined
}

function isImage({ mediaType }: FilePart): boolean {
  return mediaType.startsWith('image/')
}

function takesAddress(file: FilePart, { fileUrls = 'any' }: Capabilities): boolean {
  return fileUrls === 'any' || (fileUrls === 'images' && isImage(file))
}

function resultIdsOf(message: Message | undefined): readonly string[] {
  return message?.role === 'tool' ? message.parts.map(({ callId }) => callId) : []
}

/** The texts and files of a message, those in results included. */
function contentsOf(message: Message): readonly (TextPart | FilePart)[] {
  if (message.role === 'tool') return message.parts.flatMap(({ parts }) => parts)
  const parts: readonly AssistantPart[] = message.parts
  return parts.filter((part) => part.type === 'text' || part.type === 'file')
}

function isOwn({ origin }: AssistantMessage): boolean {
  return origin?.provider === OWN.provider && origin.wire === OWN.wire && origin.model === OWN.model
}

function isMarked(part: AssistantPart): boolean {
  return part.type === 'reasoning' || part.type === 'opaque' || 'replay' in part
}

/** System messages that stand elsewhere than once behind the user, or a hosted result, and before an answer. */
function misplaced(messages: readonly Message[], isNowhere: boolean): readonly Message[] {
  return messages.filter((message, at) => {
    if (message.role !== 'system') return false
    const [before, next] = [messages[at - 1], messages[at + 1]]
    const isOpen =
      before?.role === 'assistant' ? before.parts.at(-1)?.type === 'opaque' : before?.role !== 'system'
    return isNowhere || !isOpen || (next !== undefined && next.role !== 'assistant')
  })
}
