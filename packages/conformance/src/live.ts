import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { accumulator, assistant, DragomanError, user, type Fetch, type Model } from '@dragoman/core'
import type { FixtureMeta } from './fixtures.ts'
import type { Framing } from './framing.ts'
import { call, report, results, row, weather } from './requests.ts'
import { secretsIn } from './secrets.ts'
import type { Fixture, Subject } from './subject.ts'

/** What became of one request that a provider itself was asked. */
export type LiveRecord =
  /** It was answered, and the folder is ready to be a fixture. */
  | { readonly name: string; readonly folder: string; readonly failure?: never }
  | { readonly name: string; readonly failure: string }

/** Asks the provider itself, with the key of the environment, and records its answers in a folder, which it makes. */
export async function recordLive(
  subject: Subject,
  into: string,
  onRecord: (record: LiveRecord) => void = () => undefined,
): Promise<readonly LiveRecord[]> {
  const { live, name } = subject
  if (!live) {
    throw new Error(
      `${name} has no live model: give live: (fetch) => …, the model with the key that the environment holds.`,
    )
  }
  // Earlier recordings may be all that there is of them.
  if (existsSync(into)) throw new Error(`${into} is there already: record into another folder.`)
  const records: LiveRecord[] = []
  for (const question of QUESTIONS) {
    for (const form of ['whole', 'streamed'] as const) {
      const record = await recordOne({ subject, live, question, form, into })
      records.push(record)
      onRecord(record)
    }
  }
  return records
}

const CHEAP = { maxOutputTokens: 1_000 } as const

const QUESTIONS: readonly Fixture[] = [
  row('live-text', [user('Say "Grüße 🗼", and nothing else.')], { settings: CHEAP }),
  row('live-call', [user('How is the weather in Paris?')], {
    tools: [weather()],
    toolChoice: 'required',
    settings: CHEAP,
  }),
  row('live-calls', [user('How is the weather in Paris and in Rome? Ask for both at once.')], {
    tools: [weather()],
    settings: CHEAP,
  }),
  row(
    'live-results',
    [user('How is the weather in Paris?'), assistant([call('call_1')]), results('call_1')],
    {
      tools: [weather()],
      settings: CHEAP,
    },
  ),
  row('live-output', [user('Paris: clear, 21 degrees.')], { output: report(), settings: CHEAP }),
]

interface Recording {
  readonly subject: Subject
  readonly live: (fetch: Fetch) => Model
  readonly question: Fixture
  readonly form: 'whole' | 'streamed'
  readonly into: string
}

async function recordOne({ subject, live, question, form, into }: Recording): Promise<LiveRecord> {
  const heard = listen(globalThis.fetch)
  const model = live(heard.fetch)
  const name = `${question.name}-${form}`
  const failure = await consume(model, question, form === 'streamed')
  if (failure !== undefined) return { name, failure }
  const { chunks } = heard.said()
  const folder = join(into, name)
  const files = {
    ...fileOf(Buffer.concat(chunks).toString(), form, subject.framing),
    ...describe(model, question, chunks),
  }
  await mkdir(folder, { recursive: true })
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text)
  return { name, folder }
}

async function consume(model: Model, { request }: Fixture, stream: boolean): Promise<string | undefined> {
  const received = accumulator()
  try {
    for await (const event of model.call(request, { stream, retry: { maxAttempts: 1 } })) received.push(event)
    return received.message().stop ? undefined : 'it has no ending'
  } catch (error) {
    // Such as a key that is missing: no other question would fare better.
    if (!DragomanError.is(error) || error.code === 'config') throw error
    return `${error.code}: ${error.message}`
  }
}

interface Heard {
  readonly fetch: Fetch
  said(): { readonly chunks: readonly Uint8Array[] }
}

/** A fetch that keeps the bytes of the answer as they came, without the keys that were sent. */
function listen(fetch: Fetch): Heard {
  const chunks: Uint8Array[] = []
  let secrets: readonly string[] = []
  return {
    fetch: async (input, init) => {
      secrets = secretsIn(input, init)
      const response = await fetch(input, init)
      const copy = new TransformStream<Uint8Array, Uint8Array>({
        transform(bytes, controller) {
          chunks.push(bytes.slice())
          controller.enqueue(bytes)
        },
      })
      return new Response(response.body?.pipeThrough(copy) ?? null, response)
    },
    said: () => ({ chunks: scrub(chunks, secrets) }),
  }
}

// As many bytes in place of a key, so that the boundaries of the chunks stay where they were.
function scrub(chunks: readonly Uint8Array[], secrets: readonly string[]): readonly Uint8Array[] {
  const text = Buffer.concat(chunks).toString('latin1')
  const scrubbed = secrets.reduce((known, secret) => {
    const bytes = Buffer.from(secret).toString('latin1')
    return known.replaceAll(bytes, '*'.repeat(bytes.length))
  }, text)
  let from = 0
  return chunks.map(({ length }) => {
    from += length
    return Buffer.from(scrubbed.slice(from - length, from), 'latin1')
  })
}

const STREAM_FILES: Readonly<Record<Framing, string>> = { sse: 'stream.sse', lines: 'stream.ndjson' }

function fileOf(
  body: string,
  form: Recording['form'],
  framing: Framing = 'sse',
): Readonly<Record<string, string>> {
  return form === 'streamed' ? { [STREAM_FILES[framing]]: body } : { 'response.json': body }
}

function describe(
  { id, wire }: Model,
  { request }: Fixture,
  chunks: readonly Uint8Array[],
): Readonly<Record<string, string>> {
  const meta: FixtureMeta = {
    made: 'recorded',
    source: `recorded from ${wire} with ${id} on ${new Date().toISOString().slice(0, 10)}`,
    chunks: chunks.map(({ length }) => length),
  }
  return { 'request.json': asFile(request), 'meta.json': asFile(meta) }
}

function asFile(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
