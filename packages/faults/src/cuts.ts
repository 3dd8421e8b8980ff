import { faultServer, type Fault } from '@dragoman/conformance/faults'
import { speakerOf, type Answer, type SpokenWire } from '@dragoman/conformance/speak'
import { DragomanError, streamRun, textOf, type AssistantMessage } from '@dragoman/core'
import { tryCases, type Breach } from './cases.ts'
import { startLedger } from './ledger.ts'
import type { Case, Target } from './target.ts'
import { callsOf } from './transcript.ts'
import { modelOn, WIRES } from './wires.ts'

const CLAIMS = [
  'truncations that nobody was told of',
  'letters that came twice',
  'tools run from a cut answer',
] as const

type Claim = (typeof CLAIMS)[number]

const TEXT = 'Zürich 🏔, then three more cities.'

/** The answer that is cut: a text and four calls. */
const WHOLE: Answer = {
  id: 'answer_to_cut',
  parts: [
    { type: 'text', text: TEXT },
    { type: 'tool-call', id: 'call_1', name: 'weather', inputText: '{"city":"Zürich 🏔"}' },
    { type: 'tool-call', id: 'call_2', name: 'weather', inputText: '{"city":"Lisbon"}' },
    { type: 'tool-call', id: 'call_3', name: 'clock', inputText: '{"city":"Oslo","zone":"Europe/Oslo"}' },
    { type: 'tool-call', id: 'call_4', name: 'clock', inputText: '{"city":"Quito"}' },
  ],
}
const SCRIPT: readonly Answer[] = [WHOLE, { id: 'answer_after', parts: [{ type: 'text', text: 'Done.' }] }]

/** The forms of a cut. `clean`: the body ends as HTTP says that it should, and the answer in it is cut. */
const FORMS: readonly Pick<Fault, 'kind' | 'variant'>[] = [
  { kind: 'fin', variant: 'clean' },
  { kind: 'rst', variant: 'body' },
]

/** Every byte at which a stream with four calls can be cut. */
export const cuts: Target = {
  name: 'cuts',
  title: 'a stream with four calls, cut at every byte',
  async measure(pace) {
    const cases = WIRES.flatMap((wire) =>
      Array.from({ length: lengthOn(wire) * FORMS.length }, (_, seed): Case => ({ seed, wire })),
    )
    const { figures } = await tryCases<Claim, undefined>(cases, pace, {
      name: cuts.name,
      noun: 'cuts',
      concurrency: 8,
      claims: CLAIMS,
      describe: ({ seed, wire }) => {
        const { kind, variant = '', at = 0 } = cutOf(seed)
        return `seed ${seed}: a ${kind.toUpperCase()} (${variant}) at byte ${at} on ${wire}`
      },
      attempt: async (one) => ({ breaches: await findBreaches(one), outcome: undefined }),
    })
    return figures
  },
}

function lengthOn(wire: SpokenWire): number {
  return Buffer.byteLength(speakerOf(wire).frames(WHOLE).join(''))
}

function cutOf(seed: number): Fault {
  const form = FORMS[seed % FORMS.length] ?? { kind: 'fin' }
  return { ...form, at: Math.floor(seed / FORMS.length) }
}

/** What the reader of a run saw of its first answer. */
interface Seen {
  text: string
  message: AssistantMessage | undefined
}

async function findBreaches({ seed, wire }: Case): Promise<readonly Breach<Claim>[]> {
  const ledger = startLedger(async () => undefined)
  await using server = await faultServer({ wire, fault: cutOf(seed), script: SCRIPT })
  const running = streamRun({
    model: modelOn(wire, { baseURL: server.baseURL }),
    tools: ledger.tools,
    messages: 'Go.',
    retry: { minDelayMs: 0 },
  })
  const seen: Seen = { text: '', message: undefined }
  let error: unknown
  try {
    for await (const event of running) {
      if (event.type === 'text-delta' && !seen.message) seen.text += event.text
      if (event.type === 'step-end') seen.message ??= event.message
    }
  } catch (thrown) {
    error = thrown
  }
  const ran = ledger.entries.map(({ callId }) => callId)
  return [
    ...(error === undefined ? findTruncation(seen, ran) : findOther(error)),
    ...findRepeats(seen, error !== undefined),
    ...(error === undefined || ran.length === 0
      ? []
      : [breach('tools run from a cut answer', ran.join(', '))]),
    ...ledger.repeated().map((call) => breach('tools run from a cut answer', `${call} ran again`)),
  ]
}

function findTruncation({ message }: Seen, ran: readonly string[]): readonly Breach<Claim>[] {
  const calls = message ? callsOf(message).map(({ id, name, inputText }) => ({ id, name, inputText })) : []
  const expected = WHOLE.parts.flatMap((part) =>
    part.type === 'tool-call' ? [{ id: part.id, name: part.name, inputText: part.inputText }] : [],
  )
  const isWhole = message && textOf(message) === TEXT && JSON.stringify(calls) === JSON.stringify(expected)
  if (isWhole && ran.length === expected.length) return []
  const found = `it took ${JSON.stringify(message?.parts)} for whole, and ran ${ran.length} calls`
  return [breach('truncations that nobody was told of', found)]
}

// The one honest end of a cut answer.
const CODES: readonly string[] = ['cut-stream', 'network']

function findOther(error: unknown): readonly Breach<Claim>[] {
  const code = DragomanError.is(error) ? error.code : 'no DragomanError'
  if (CODES.includes(code)) return []
  return [breach('truncations that nobody was told of', `it threw ${code}: ${String(error)}`)]
}

function findRepeats({ text }: Seen, isCut: boolean): readonly Breach<Claim>[] {
  const isRight = isCut ? TEXT.startsWith(text) : text === TEXT
  return isRight ? [] : [breach('letters that came twice', `the reader saw ${JSON.stringify(text)}`)]
}

function breach(claim: Claim, detail: string): Breach<Claim> {
  return { claim, detail }
}
