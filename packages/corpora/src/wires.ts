import { anthropic } from '@dragoman/anthropic'
import { speakerOf, speakers, type Answer, type SpokenWire } from '@dragoman/conformance/speak'
import {
  isJsonObject,
  type Dialect,
  type Fetch,
  type JsonObject,
  type JsonValue,
  type Model,
} from '@dragoman/core'
import { openai } from '@dragoman/openai'

export const WIRES: readonly SpokenWire[] = speakers.map(({ wire }) => wire)

const MODELS: Readonly<Record<SpokenWire, (fetch: Fetch) => Model>> = {
  'openai.chat': (fetch) => openai('gpt-5.2', { apiKey: 'no-key', fetch }),
  'openai.responses': (fetch) => openai.responses('gpt-5.2', { apiKey: 'no-key', fetch }),
  'anthropic.messages': (fetch) => anthropic('claude-sonnet-4-6', { apiKey: 'no-key', fetch }),
}

/** A model of the wire's own adapter. In its provider's place, `reply` reads each request and answers. */
export function modelOn(wire: SpokenWire, reply: (body: JsonObject) => Answer): Model {
  const speaker = speakerOf(wire)
  return MODELS[wire](async (_input, init) => {
    const body = bodyOf(init?.body)
    const answer = reply(body)
    if (!speaker.isStream(body)) return Response.json(speaker.whole(answer))
    const headers = { 'content-type': 'text/event-stream' }
    return new Response(speaker.frames(answer).join(''), { headers })
  })
}

/** The rules of strict mode on a wire: none where it has no such mode. */
export function dialectOf(wire: SpokenWire): Dialect {
  return modelOn(wire, () => ({ parts: [] })).capabilities.strict || {}
}

/** A tool as the body of a request spells it. */
export interface SentTool {
  readonly name: string
  readonly isStrict: boolean
  readonly schema: JsonObject
}

/** The tools of a request, in their order. */
export function sentTools({ tools }: JsonObject): readonly SentTool[] {
  const list: readonly JsonValue[] = Array.isArray(tools) ? tools : []
  return list.filter(isJsonObject).map((tool) => {
    const named = isJsonObject(tool['function']) ? tool['function'] : tool
    const { name, strict } = named
    const schema = named['parameters'] ?? named['input_schema']
    return {
      name: typeof name === 'string' ? name : '',
      isStrict: strict === true,
      schema: isJsonObject(schema) ? schema : {},
    }
  })
}

function bodyOf(text: unknown): JsonObject {
  const body: unknown = JSON.parse(String(text))
  return isJsonObject(body) ? body : {}
}
