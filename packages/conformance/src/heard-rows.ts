import { system, user, type CacheHint, type Capabilities, type ModelRequest } from '@dragoman/core'
import { answered, asked, said, withTools } from './capability-requests.ts'
import { call, pdf, png, result, weather } from './requests.ts'

/** A change of one field of a request, which must not go unheard. */
export interface HeardRow {
  readonly name: string
  /** Whether a wire with these capabilities has a word for it. */
  readonly isSaid: (capabilities: Capabilities) => boolean
  readonly before: ModelRequest
  readonly after: ModelRequest
}

// Strict mode takes it as it is.
const OUTPUT = { name: 'output', schema: weather().input }
const SEEN = { type: 'text', text: 'A map:' } as const

/** The fields that change what is asked for, and that no other law changes one at a time. */
export const HEARD_ROWS: readonly HeardRow[] = [
  {
    name: "a tool's description",
    isSaid: always,
    before: withTools(weather()),
    after: withTools({ ...weather(), description: 'The weather in a village' }),
  },
  {
    name: 'that a result is an error',
    isSaid: always,
    before: answered([SEEN]),
    after: answered([SEEN], true),
  },
  {
    name: 'that no tool may be called',
    isSaid: always,
    before: withTools(weather()),
    after: { ...withTools(weather()), toolChoice: 'none' },
  },
  ...(['auto', 'required', { tool: 'weather' }] as const).map((toolChoice) => ({
    name: `that calls come one at a time, beside the choice ${JSON.stringify(toolChoice)}`,
    isSaid: always,
    before: { ...withTools(weather()), toolChoice },
    after: { ...withTools(weather()), toolChoice, parallelToolCalls: false },
  })),
  {
    name: "a file's name",
    isSaid: (has) => has.pdf,
    before: said(pdf()),
    after: said({ ...pdf(), name: 'plan.pdf' }),
  },
  {
    name: 'that an answer need not be held to its schema',
    isSaid: ({ output, strict, looseOutput = false }) =>
      output === 'native' && strict !== false && looseOutput,
    before: { ...asked(user('Hello')), output: OUTPUT },
    after: { ...asked(user('Hello')), output: { ...OUTPUT, strict: false } },
  },
  cacheRow('a text', (hint) => asked(user([{ type: 'text', text: 'Hello', ...hint }]))),
  cacheRow('instructions', (hint) =>
    asked({ ...system('Be brief.'), parts: [{ type: 'text', text: 'Be brief.', ...hint }] }, user('Hello')),
  ),
  cacheRow(
    'a file',
    (hint) => said({ ...png(), ...hint }),
    ({ images }) => images,
  ),
  cacheRow('a tool', (hint) => withTools({ ...weather(), ...hint })),
  cacheRow('a result', (hint) => ({
    ...answered([]),
    messages: [
      user('Hello'),
      { role: 'assistant', parts: [call('call_1')] },
      { role: 'tool', parts: [{ ...result('call_1'), ...hint }] },
    ],
  })),
  {
    name: 'how long a cached text is kept',
    isSaid: caches,
    before: asked(user([{ type: 'text', text: 'Hello', cache: { ttl: 'short' } }])),
    after: asked(user([{ type: 'text', text: 'Hello', cache: { ttl: 'long' } }])),
  },
]

function cacheRow(
  what: string,
  request: (hint: { readonly cache?: CacheHint }) => ModelRequest,
  takes: HeardRow['isSaid'] = always,
): HeardRow {
  return {
    name: `a cache hint on ${what}`,
    isSaid: (has) => caches(has) && takes(has),
    before: request({}),
    after: request({ cache: {} }),
  }
}

function always(): boolean {
  return true
}

function caches({ cachePoints }: Capabilities): boolean {
  return cachePoints > 0
}
