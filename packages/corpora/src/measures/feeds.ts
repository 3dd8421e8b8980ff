import { readSse, sseParser } from '@dragoman/core'
import type { Feed } from '../corpora.ts'
import { examine, type Figure, type Pace } from '../figure.ts'

/** How many event streams are read as the rules say: cut in two at each byte, byte by byte, and as a body. */
export async function measureFeeds(feeds: readonly Feed[], pace: Pace): Promise<Figure> {
  const figure = await examine(feeds, pace, async (feed) => {
    const expected = expectedOf(feed)
    const bytes = Uint8Array.from(atob(feed.bytes), (letter) => letter.charCodeAt(0))
    const offset = Array.from(bytes).findIndex((_, at) => !isSame(parse(cutAt(bytes, at)), expected))
    const isRead =
      isSame(parse([bytes]), expected) &&
      isSame(parse(singly(bytes)), expected) &&
      isSame(await read(singly(bytes)), expected)
    return offset === -1 && isRead ? [] : [`${feed.name}${offset === -1 ? '' : `, cut at ${offset}`}`]
  })
  const gone = Object.keys(KEPT).filter((kept) => !feeds.some(({ name }) => name === kept))
  return {
    ...figure,
    counts: { 'with an event kept that a browser drops': Object.keys(KEPT).length },
    wrong: [...figure.wrong, ...gone.map((name) => `${name} is not in the corpus`)],
  }
}

/** What we keep and a browser drops: an event at the end without its closing blank line. */
const KEPT: Readonly<Record<string, string>> = {
  'wpt-data-before-final-empty-line': 'test2',
  'no-trailing-blank': 'b',
  'no-final-newline': 'b',
  'truncated-utf8-at-eof': '\uFFFD',
}

type Read = readonly [type: string, data: string]

function expectedOf({ name, expected }: Feed): readonly Read[] {
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

function parse(chunks: readonly Uint8Array[]): readonly Read[] {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  const parser = sseParser()
  const events = chunks.flatMap((chunk) => parser.push(decoder.decode(chunk, { stream: true })))
  const all = [...events, ...parser.push(decoder.decode()), ...parser.end()]
  return all.map(({ event, data }) => [event || 'message', data])
}

async function read(chunks: readonly Uint8Array[]): Promise<readonly Read[]> {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk)
      controller.close()
    },
  })
  return Array.fromAsync(readSse(body, (data, event): Read => [event || 'message', data]))
}

function cutAt(bytes: Uint8Array, at: number): readonly Uint8Array[] {
  return [bytes.subarray(0, at), bytes.subarray(at)]
}

function singly(bytes: Uint8Array): readonly Uint8Array[] {
  return Array.from(bytes, (_, at) => bytes.subarray(at, at + 1))
}
