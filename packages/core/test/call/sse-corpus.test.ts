import { describe, expect, test } from 'vitest'
import { readSse, sseParser } from '@dragoman/core'
import { collect } from '../collect.ts'
import { corpus } from '../corpora.ts'

interface Feed {
  readonly name: string
  /** Base64. */
  readonly bytes: string
  readonly expected: readonly { readonly type: string; readonly data: string }[]
}

/** What we keep and a browser drops: an event at the end without its closing blank line. */
const KEPT: Readonly<Record<string, string>> = {
  'wpt-data-before-final-empty-line': 'test2',
  'no-trailing-blank': 'b',
  'no-final-newline': 'b',
  'truncated-utf8-at-eof': '\uFFFD',
}

const { content, missing } = corpus<{ readonly cases: readonly Feed[] }>('sse/cases.json')

describe('the feeds of the corpus', () => {
  test('are there', (context) => {
    if (missing) context.skip(missing)
    expect(content?.cases).toHaveLength(57)
    expect(content?.cases.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(KEPT)))
  })

  test.each(content?.cases ?? [])(
    '$name reads as the rules say, whole, cut anywhere and byte by byte',
    async (feed) => {
      const bytes = Uint8Array.from(atob(feed.bytes), (letter) => letter.charCodeAt(0))
      const expected = expectedOf(feed)
      for (let at = 0; at <= bytes.length; at++) {
        const parsed = parse([bytes.subarray(0, at), bytes.subarray(at)])
        // A comparison by structure at each of 70,000 cuts takes minutes: it only reports.
        if (!isSame(parsed, expected)) expect({ at, parsed }).toEqual({ at, parsed: expected })
      }
      expect(parse(singly(bytes))).toEqual(expected)
      expect(await read(singly(bytes))).toEqual(expected)
    },
  )
})

type Read = readonly [type: string, data: string]

function expectedOf({ name, expected }: Feed): Read[] {
  const kept = KEPT[name]
  const events = expected.map(({ type, data }): Read => [type, data])
  return kept === undefined ? events : [...events, ['message', kept]]
}

function isSame(one: readonly Read[], other: readonly Read[]): boolean {
  return (
    one.length === other.length &&
    one.every(([type, data], at) => type === other[at]?.[0] && data === other[at][1])
  )
}

function parse(chunks: readonly Uint8Array[]): Read[] {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  const parser = sseParser()
  const events = chunks.flatMap((chunk) => parser.push(decoder.decode(chunk, { stream: true })))
  return [...events, ...parser.push(decoder.decode()), ...parser.end()].map(({ event, data }) => [
    event || 'message',
    data,
  ])
}

async function read(chunks: readonly Uint8Array[]): Promise<Read[]> {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk)
      controller.close()
    },
  })
  return collect(readSse(body, (data, event) => [event || 'message', data] as const))
}

function singly(bytes: Uint8Array): Uint8Array[] {
  return Array.from(bytes, (_, at) => bytes.subarray(at, at + 1))
}
