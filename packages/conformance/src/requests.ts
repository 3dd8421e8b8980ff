import {
  assistant,
  system,
  user,
  type FilePart,
  type FunctionDefinition,
  type Message,
  type ModelRequest,
  type OutputFormat,
  type ToolCallPart,
  type ToolResultPart,
} from '@dragoman/core'
import type { Fixture, Subject } from './subject.ts'

/** Requests that every wire can say, of each kind that a program makes. */
export const REQUESTS: readonly Fixture[] = [
  row('a text', [user('Hello')]),
  row('instructions and several texts', [
    system('Be brief.'),
    user([
      { type: 'text', text: 'Grüße 🗼.' },
      { type: 'text', text: 'Who are you?' },
    ]),
  ]),
  row('a conversation', [user('Hello'), assistant('Hello. What can I do?'), user('Sing.')]),
  row('instructions in mid-conversation', [
    user('Hello'),
    assistant('Hello.'),
    user('Sing.'),
    system('Be brief.'),
  ]),
  row('tools', [user('How is the weather?')], { tools: [weather(), clock()] }),
  row(
    'parallel results',
    [user('How is the weather?'), calls('call_1', 'call_2'), results('call_1', 'call_2')],
    {
      tools: [weather()],
    },
  ),
  row('results that are errors, and one without a word', [
    user('How is the weather?'),
    calls('call_1', 'call_2'),
    {
      role: 'tool',
      parts: [
        { ...result('call_1'), isError: true, reason: 'threw' },
        { ...result('call_2'), parts: [] },
      ],
    },
  ]),
  row('broken arguments', [
    user('How is the weather?'),
    assistant([
      { ...call('call_1'), inputText: '{"city":' },
      { ...call('call_2'), inputText: '' },
    ]),
    results('call_1', 'call_2'),
  ]),
  row('images and documents', [user([{ type: 'text', text: 'See.' }, png(), image(), pdf(), note()])]),
  row('an image in a result', [
    user('How is the weather?'),
    calls('call_1'),
    { role: 'tool', parts: [{ ...result('call_1'), parts: [{ type: 'text', text: 'A map:' }, png()] }] },
  ]),
  row('a choice that must be one tool', [user('How is the weather?')], {
    tools: [weather(), clock()],
    toolChoice: { tool: 'clock' },
  }),
  row('a choice that must be some tool', [user('How is the weather?')], {
    tools: [weather(), clock()],
    toolChoice: 'required',
  }),
  row('tools, none of which may be called, one at a time', [user('How is the weather?')], {
    tools: [weather()],
    toolChoice: 'none',
    parallelToolCalls: false,
  }),
  row('a tool whose input is kept to the letter', [user('How is the weather?')], {
    tools: [{ ...weather(), strict: true }],
  }),
  row('an answer that fits a schema', [user('How is the weather?')], { output: report() }),
  row('an answer that fits a schema, beside tools and an effort', [user('How is the weather?')], {
    tools: [{ ...weather(), strict: true }, clock()],
    output: report(),
    settings: { effort: 'low', reasoning: 'summary' },
  }),
  row('an answer that fits an open schema', [user('How is the weather?')], {
    tools: [weather()],
    output: {
      name: 'output',
      schema: { type: 'object', properties: {}, additionalProperties: { type: 'string' } },
    },
  }),
  row('every setting of sampling', [user('Hello')], {
    settings: { temperature: 0.5, topP: 0.9, seed: 7, stop: ['END'], maxOutputTokens: 500 },
  }),
  row('settings of sampling, while the model thinks', [user('Hello')], {
    settings: { effort: 'high', temperature: 0.5, topP: 0.9 },
  }),
  ...(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] as const).map((effort) =>
    row(`effort ${effort}, beside a tool that must be called`, [user('How is the weather?')], {
      tools: [weather()],
      toolChoice: 'required',
      settings: { effort, reasoning: 'summary' },
    }),
  ),
  row('extreme settings', [user('Hello')], {
    settings: { temperature: 2, stop: ['1', '2', '3', '4', '5', ' '], maxOutputTokens: 1 },
  }),
  row('cache hints in many places', [
    { role: 'system', parts: [{ type: 'text', text: 'Be brief.', cache: { ttl: 'long' } }] },
    user(['a', 'b', 'c', 'd', 'e'].map((text) => ({ type: 'text', text, cache: {} }))),
  ]),
]

/** The requests of a subject's fixtures, each once, and those of the kit. */
export function requestsOf({ fixtures }: Subject): readonly Fixture[] {
  const distinct = new Map(fixtures.map((fixture) => [JSON.stringify(fixture.request), fixture]))
  return [...distinct.values(), ...REQUESTS]
}

/** A request of the kit, under its name. */
export function row(name: string, messages: readonly Message[], rest: Partial<ModelRequest> = {}): Fixture {
  const request: ModelRequest = { messages, tools: [], toolChoice: 'auto', settings: {}, ...rest }
  return { name, request, source: 'the kit' }
}

export function weather(): FunctionDefinition {
  return {
    type: 'function',
    name: 'weather',
    description: 'The weather in a city',
    input: {
      type: 'object',
      properties: { city: { type: 'string' } },
      required: ['city'],
      additionalProperties: false,
    },
  }
}

export function call(id: string): ToolCallPart {
  return { type: 'tool-call', id, name: 'weather', inputText: '{"city":"Paris"}' }
}

export function result(callId: string): ToolResultPart {
  return {
    type: 'tool-result',
    callId,
    name: 'weather',
    parts: [{ type: 'text', text: 'Sunny.' }],
    isError: false,
  }
}

export function results(...ids: readonly string[]): Message {
  return { role: 'tool', parts: ids.map(result) }
}

export function png(base64 = 'iVBORw0KGgo='): FilePart {
  return { type: 'file', mediaType: 'image/png', source: { type: 'base64', base64 } }
}

export function report(): OutputFormat {
  return {
    name: 'output',
    schema: {
      type: 'object',
      properties: {
        city: { type: 'string', minLength: 1 },
        sky: { enum: ['clear', 'cloudy'] },
        celsius: { type: 'number' },
      },
      required: ['city', 'sky'],
    },
  }
}

export function clock(): FunctionDefinition {
  return {
    type: 'function',
    name: 'clock',
    description: 'The time',
    input: { type: 'object', properties: {} },
  }
}

function calls(...ids: readonly string[]): Message {
  return assistant(ids.map(call))
}

export function image(): FilePart {
  return {
    type: 'file',
    mediaType: 'image/jpeg',
    source: { type: 'url', url: 'https://example.com/map.jpg' },
  }
}

export function pdf(): FilePart {
  const source = { type: 'base64', base64: 'JVBERi0xLjQK' } as const
  return { type: 'file', mediaType: 'application/pdf', source, name: 'map.pdf' }
}

function note(): FilePart {
  return {
    type: 'file',
    mediaType: 'text/plain',
    source: { type: 'base64', base64: 'SGVsbG8=' },
    name: 'note.txt',
  }
}
