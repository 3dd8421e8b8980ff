import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  parseInput,
  partialInputs,
  type InputDelta,
  type JsonValue,
  type ReadableEvent,
  type StreamEvent,
} from '@dragoman/core'
import { corpus } from './corpora.ts'
import { freeze } from './freeze.ts'
import { call } from './recording.ts'

const STARTED: readonly StreamEvent[] = [
  { type: 'message-start', origin: { provider: 'acme', wire: 'acme.chat', model: 'large' } },
  { type: 'part-start', index: 0, part: { ...call('1', 'ping'), inputText: '' } },
]

describe('the partial arguments of an input-delta', () => {
  test('grow with the text that came', () => {
    const pieces = ['{"ci', 'ty": "Li', 'sb\\u00', 'f3n", "days"', ': 1', '2', ', "warm": tr', 'ue', '}']
    expect(readEach(pieces)).toEqual([
      {},
      { city: 'Li' },
      { city: 'Lisb' },
      { city: 'Lisbón' },
      { city: 'Lisbón' },
      { city: 'Lisbón' },
      { city: 'Lisbón', days: 12 },
      { city: 'Lisbón', days: 12 },
      { city: 'Lisbón', days: 12, warm: true },
    ])
  })

  test('are on every prefix of any JSON a beginning of what follows, and in the end the whole', () => {
    fc.assert(
      fc.property(fc.array(jsonTexts(), { maxLength: 3 }), fc.infiniteStream(fc.nat()), (texts, cuts) => {
        for (const text of texts) {
          expectSound(text, text.split(''))
          expectSound(text, cut(text, cuts))
        }
      }),
    )
  })

  test('stay at what could be read where the text is no JSON, and never throw', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'{}[]",:\\u0e1-.tn \ud83d\ude00_'), maxLength: 30 })
    fc.assert(
      fc.property(letters, (text) => {
        const seen = readEach(text)
        if (!hasTwin(text)) expectGrowing(seen)
      }),
    )
    expect(readEach(['{"a":"b', 'c\u0001d', 'e"', '}'])).toEqual([
      { a: 'b' },
      { a: 'bc' },
      { a: 'bc' },
      { a: 'bc' },
    ])
  })

  test.each<{ what: string; pieces: readonly string[]; expected: readonly (JsonValue | undefined)[] }>([
    { what: 'nothing before the first mark', pieces: ['', ' \n', '{'], expected: [undefined, undefined, {}] },
    {
      what: 'a text without an object around it',
      pieces: ['"', 'SEL', 'ECT"'],
      expected: ['', 'SEL', 'SELECT'],
    },
    {
      what: 'no half of a letter',
      pieces: ['["\ud83d', '\ude00', '\\ud83d', '\\ude', '00"]'],
      expected: [[''], ['😀'], ['😀'], ['😀'], ['😀😀']],
    },
    { what: 'no half of a number', pieces: ['[1', '2', '.5e', '1', ']'], expected: [[], [], [], [], [125]] },
    {
      what: 'the last of two equal names',
      pieces: ['{"a":1,"b":2,"a', '":"x"}'],
      expected: [
        { a: 1, b: 2 },
        { a: 'x', b: 2 },
      ],
    },
    {
      what: 'nothing behind the end',
      pieces: ['{"a":1}', ' x', '{"b":2}'],
      expected: [{ a: 1 }, { a: 1 }, { a: 1 }],
    },
    {
      what: 'no number that would be rounded',
      pieces: ['{"a":1,"id":9007199254740993', ',"b":2}'],
      expected: [{ a: 1 }, { a: 1 }],
    },
    {
      what: 'no half of a pair that stands alone',
      pieces: ['["a', '\\ud83d', 'bcdefghijklm', '"]'],
      expected: [['a'], ['a'], ['a'], ['a']],
    },
    {
      what: 'names of what objects inherit',
      pieces: ['{"toString":"x","constructor":{"a":1', '}}'],
      expected: [
        { toString: 'x', constructor: {} },
        { toString: 'x', constructor: { a: 1 } },
      ],
    },
    { what: 'a byte-order mark', pieces: ['\uFEFF{', '"a":[]}'], expected: [{}, { a: [] }] },
    {
      what: 'nothing behind a mistake',
      pieces: ['{"a":1,]', '"b":2}'],
      expected: [{ a: 1 }, { a: 1 }],
    },
    {
      what: 'no prototype of a constructor',
      pieces: ['{"constructor":{"a":1,"prototype":', '{"admin":true}}}'],
      expected: [{ constructor: { a: 1 } }, { constructor: { a: 1 } }],
    },
  ])('show $what', ({ pieces, expected }) => {
    expect(readEach(pieces)).toEqual(expected)
  })

  test.each([
    '{"a":1,"__proto__":{"admin":true},"b":2}',
    '{"a":1,"\\u005f_proto__":{"admin":true},"b":2}',
    '{"a":1,"__proto__":"x","b":2}',
    '[{"a":1,"__proto__":null}]',
    '{"a":1,"constructor":{"prototype":{"admin":true}}}',
  ])('end before a name that could replace a prototype: %s', (text) => {
    for (const value of readEach(text)) {
      const inner = Array.isArray(value) ? (value[0] as unknown) : value
      for (const object of [value, inner].filter((one) => typeof one === 'object' && one !== null)) {
        expect([Object.prototype, Array.prototype]).toContain(Object.getPrototypeOf(object))
        expect(Reflect.get(object, 'admin')).toBeUndefined()
        expect(Object.keys(object)).not.toContain('b')
        expect(Object.hasOwn(object, '__proto__')).toBe(false)
      }
    }
    expect(Reflect.get({}, 'admin')).toBeUndefined()
  })

  test.each([1, 512, 513, 100_000])('are read at a depth of %i, of which 512 are shown', (depth) => {
    const text = '[{"a":'.repeat(depth / 2) + '['.repeat(depth % 2)
    const [last] = readEach([text]).slice(-1)
    let value = last
    let shown = 0
    for (; typeof value === 'object' && value !== null; shown++) value = Object.values(value)[0] as JsonValue
    expect(shown).toBe(Math.min(depth, 512))
  })

  test('do not change once they were read, and share what is complete', () => {
    const [first, second] = readEach(['{"a":{"b":[1]},"c":["x', '","y"]}'])
    expect([first, second]).toEqual([
      { a: { b: [1] }, c: ['x'] },
      { a: { b: [1] }, c: ['x', 'y'] },
    ])
    expect(Reflect.get(Object(second), 'a')).toBe(Reflect.get(Object(first), 'a'))
    for (const value of [first, second, Reflect.get(Object(first), 'a'), Reflect.get(Object(first), 'c')]) {
      expect(Object.isFrozen(value)).toBe(true)
    }
  })

  test('are the same value as long as nothing is added to it', () => {
    const [delta, mistake, behind] = deltasOf(['{"a":1,"b":"c', '\u0001 is no letter', ' "}'])
    const value = delta?.partial
    expect(delta?.partial).toBe(value)
    const last = mistake?.partial
    expect(last).toEqual(value)
    expect(behind?.partial).toBe(last)
  })

  test('come with each letter behind a long list that is complete', () => {
    const rows = Array.from({ length: 1_000 }, (_, id) => ({ id }))
    expect(readEach([`{"rows":${JSON.stringify(rows)},"note":"`, 'a', 'b', 'c']).slice(1)).toEqual([
      { rows, note: 'a' },
      { rows, note: 'ab' },
      { rows, note: 'abc' },
    ])
  })

  test('are told to a delta as it was, however late it is asked', () => {
    const deltas = deltasOf(['"a"', ':"x', 'y"', ',"b":', '2}'], '{')
    const inOrder = deltas.map((delta) => delta.partial)
    expect(deltas.toReversed().map((delta) => delta.partial)).toEqual(inOrder.toReversed())
    expect(deltas.map((delta) => delta.partial)).toEqual(inOrder)
    expect(inOrder).toEqual([{}, { a: 'x' }, { a: 'xy' }, { a: 'xy' }, { a: 'xy', b: 2 }])
  })

  test('are told to a proxy of the newest delta', () => {
    const [, delta] = deltasOf(['{"a":', '"x"'])
    expect(new Proxy(Object(delta), {}).partial).toEqual({ a: 'x' })
  })
})

describe('the events', () => {
  test('are the given ones: what copies, compares, prints or sends them sees no partial', () => {
    const events: readonly StreamEvent[] = freeze([
      ...STARTED,
      { type: 'input-delta', index: 0, text: '{}' },
      { type: 'text-delta', index: 1, text: 'x' },
      { type: 'part-end', index: 0 },
    ])
    const readable = events.map(partialInputs())
    expect(readable).toStrictEqual(events)
    const delta = readable.find((event) => event.type === 'input-delta')
    expect(delta?.partial).toEqual({})
    const plain = [
      ['type', 'input-delta'],
      ['index', 0],
      ['text', '{}'],
    ]
    expect(Object.entries({ ...delta })).toEqual(plain)
    expect(Object.entries(structuredClone(delta) ?? {})).toEqual(plain)
    expect(JSON.stringify(delta)).toBe('{"type":"input-delta","index":0,"text":"{}"}')
  })

  test('of interleaved calls are told apart', () => {
    const read = partialInputs()
    const events: StreamEvent[] = [
      ...STARTED,
      { type: 'part-start', index: 3, part: { ...call('2', 'pong'), inputText: '' } },
      { type: 'input-delta', index: 0, text: '{"a":"1' },
      { type: 'input-delta', index: 3, text: '{"b":"2' },
      { type: 'input-delta', index: 0, text: '1"}' },
      { type: 'input-delta', index: 3, text: '2"}' },
    ]
    expect(partialsOf(events.map(read))).toEqual([{ a: '1' }, { b: '2' }, { a: '11' }, { b: '22' }])
  })

  test.each<{ what: string; between: readonly StreamEvent[] }>([
    { what: 'a message', between: [{ type: 'part-end', index: 0 }, ...STARTED] },
    { what: 'a message after a cut one', between: STARTED },
    { what: 'an attempt', between: [{ type: 'attempt-discarded', attempt: 1, code: 'network' }, ...STARTED] },
    { what: 'a part of the same index', between: STARTED.slice(1) },
  ])('of $what start anew, and the earlier ones keep what they told', ({ between }) => {
    const events: StreamEvent[] = [
      ...STARTED,
      { type: 'input-delta', index: 0, text: '{"old":"x' },
      ...between,
      { type: 'input-delta', index: 0, text: '{"new":"y' },
    ]
    const readable = events.map(partialInputs())
    expect(partialsOf(readable)).toEqual([{ old: 'x' }, { new: 'y' }])
  })

  test('go on from the arguments that the start of the part brought', () => {
    expect(readEach(['"x"', '}'], '{"a":')).toEqual([{ a: 'x' }, { a: 'x' }])
  })

  test('keep what had come where the end of the part replaces it', () => {
    const replaced: StreamEvent = { type: 'part-end', index: 0, replace: '{"b":2}' }
    const events: StreamEvent[] = [...STARTED, { type: 'input-delta', index: 0, text: '{"a":1}' }, replaced]
    const readable = events.map(partialInputs())
    expect(partialsOf(readable)).toEqual([{ a: 1 }])
    expect(readable.at(-1)).toBe(replaced)
  })

  test.each<StreamEvent>([
    { type: 'attempt-discarded', attempt: 1, code: 'network' },
    { type: 'message-start', origin: { provider: 'acme', wire: 'acme.chat', model: 'small' } },
  ])('of a part that started before $type have nothing to read', (between) => {
    const delta: StreamEvent = { type: 'input-delta', index: 0, text: '{}' }
    expect(partialsOf([...STARTED, delta, between, delta].map(partialInputs()))).toEqual([{}, undefined])
  })

  test('of a part that never started have nothing to read', () => {
    expect(partialsOf([{ type: 'input-delta', index: 7, text: '{}' } as const].map(partialInputs()))).toEqual(
      [undefined],
    )
  })
})

describe('the work', () => {
  test('is none for what nobody reads, and once for each letter at every reading of all', () => {
    const text = JSON.stringify({ rows: Array.from({ length: 500 }, (_, id) => ({ id, name: `é"\n${id}` })) })
    const unread = counted(text.match(/[^]{1,3}/g) ?? [])
    expect(unread.letters()).toBe(0)
    const each = counted(text.match(/[^]{1,3}/g) ?? [])
    for (const delta of each.deltas) void delta.partial
    for (const delta of each.deltas.slice(-1)) void delta.partial
    expect(each.letters()).toBe(text.length)
    for (const delta of each.deltas) void delta.partial
    expect(each.letters()).toBe(2 * text.length)
    const last = counted(text.match(/[^]{1,3}/g) ?? [])
    expect(last.deltas.at(-1)?.partial).toEqual(JSON.parse(text))
    expect(last.letters()).toBe(text.length)
  })

  // As much at a read and at a letter, however long the text: what copies all at every read makes ten times as many.
  test.each<{ what: string; text: (count: number) => string }>([
    { what: 'a wide list', text: (count) => `[${'0,'.repeat(count)}0` },
    {
      what: 'a wide object',
      text: (count) => `{${Array.from({ length: count }, (_, id) => `"${id}":0`).join()}`,
    },
  ])('copies of $what stay in proportion to its text, and are never a tenth behind', ({ text }) => {
    for (const count of [1_000, 5_000]) {
      const pieces = text(count).match(/[^]{1,16}/g) ?? []
      const sizes = new Map<JsonValue | undefined, number>()
      let arrived = 0
      for (const delta of deltasOf(pieces)) {
        arrived += delta.text.length
        const value = delta.partial
        if (!sizes.has(value)) sizes.set(value, Object.keys(Object(value)).length)
        expect(sizes.get(value) ?? 0).toBeGreaterThan((arrived / text(count).length) * count * 0.9 - 10)
      }
      const copied = sizes.values().reduce((sum, size) => sum + size, 0)
      expect(copied).toBeLessThan(200 * pieces.length + 5 * arrived)
    }
  })
})

const { content, missing } = corpus<readonly { readonly name: string; readonly text: string }[]>(
  'argument-nasties/arguments.json',
)

describe('the argument texts of the corpus', () => {
  test('are there', (context) => {
    if (missing) context.skip(missing)
    expect(content).toHaveLength(118)
  })

  test.each(content ?? [])('$name is read soundly, whole or letter by letter', ({ text }) => {
    expectSound(text, [text])
    if (text.length < 3_000) expectSound(text, text.split(''))
    else expectSound(text, text.match(/[^]{1,997}/g) ?? [])
  })
})

/** What each delta tells when it comes, of arguments that arrive in these pieces. */
function readEach(pieces: Iterable<string>, start = ''): (JsonValue | undefined)[] {
  return deltasOf(pieces, start).map((delta) => delta.partial)
}

function deltasOf(pieces: Iterable<string>, start = ''): InputDelta[] {
  const part = { ...call('1', 'ping'), inputText: start }
  const events: StreamEvent[] = [{ type: 'part-start', index: 0, part }]
  for (const text of pieces) events.push({ type: 'input-delta', index: 0, text })
  return events.map(partialInputs()).filter((event) => event.type === 'input-delta')
}

function partialsOf(events: readonly ReadableEvent[]): (JsonValue | undefined)[] {
  return events.filter((event) => event.type === 'input-delta').map((delta) => delta.partial)
}

/** Deltas whose texts count the letters that are read of them. */
function counted(pieces: readonly string[]): {
  readonly deltas: readonly InputDelta[]
  readonly letters: () => number
} {
  let letters = 0
  class CountedText extends String {
    override toString(): string {
      letters += this.length
      return super.toString()
    }
  }
  const texts = pieces.map((piece) => new CountedText(piece) as unknown as string) // only ever read as a string
  return { deltas: deltasOf(texts), letters: () => letters }
}

/** JSON texts with and without blanks and escapes. */
function jsonTexts(): fc.Arbitrary<string> {
  const value = fc.jsonValue({ stringUnit: 'binary', maxDepth: 4 })
  return fc.record({ value, indent: fc.nat({ max: 2 }), isEscaped: fc.boolean() }).map((drawn) => {
    const text = JSON.stringify([drawn.value], undefined, drawn.indent)
    return drawn.isEscaped ? text.replaceAll(/[^ -~\s]/g, escaped) : text
  })
}

function escaped(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
}

function cut(text: string, cuts: fc.Stream<number>): string[] {
  const pieces: string[] = []
  for (let at = 0; at < text.length;) {
    const length = 1 + (Number(cuts.next().value) % 12)
    pieces.push(text.slice(at, at + length))
    at += length
  }
  return pieces
}

function expectSound(text: string, pieces: readonly string[]): void {
  const seen = readEach(pieces)
  if (!hasTwin(text)) expectGrowing(seen)
  const parsed = parseInput(text)
  if (parsed.ok && /^\s*["[{]/.test(text)) expect(seen.at(-1)).toStrictEqual(parsed.input)
}

/** True where an object may hold two equal names, of which the last counts. */
function hasTwin(text: string): boolean {
  const plain = text.replaceAll(/\\u([\da-fA-F]{4})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  const strings = plain.match(/"(?:[^"\\]|\\.)*"\s*:?/g) ?? []
  const names = strings.filter((string) => string.endsWith(':'))
  return new Set(names).size < names.length
}

function expectGrowing(seen: readonly (JsonValue | undefined)[]): void {
  for (const [at, later] of seen.entries()) {
    const earlier = seen[at - 1]
    if (!isBeginning(earlier, later)) expect(later, 'goes on from what was seen before').toEqual(earlier)
  }
}

function isBeginning(earlier: unknown, later: unknown): boolean {
  if (earlier === undefined || Object.is(earlier, later)) return true
  if (typeof earlier === 'string') return typeof later === 'string' && later.startsWith(earlier)
  if (typeof earlier !== 'object' || typeof later !== 'object' || !earlier || !later) return false
  if (Array.isArray(earlier) !== Array.isArray(later)) return false
  const values = new Map<string, unknown>(Object.entries(later))
  return Object.entries(earlier).every(
    ([name, value]) => values.has(name) && isBeginning(value, values.get(name)),
  )
}
