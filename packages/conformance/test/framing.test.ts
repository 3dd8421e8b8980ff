import { framesOf, laws } from '@dragoman/conformance'
import { describe, expect, test } from 'vitest'
import { FIXTURES, tinyCodec, tinySubject } from './tiny.ts'

describe('the frames of a stream', () => {
  test('of events end behind their blank lines, and count bytes', () => {
    expect(framesOf(': hello\n\nevent: word\ndata: ü\n\ndata: [DONE]', 'sse')).toEqual([
      { event: 'word', data: 'ü', from: 0, to: 31 },
      { event: '', data: '[DONE]', from: 31, to: 43 },
    ])
  })

  test('of lines end behind their line feeds, with and without a carriage return or the last one', () => {
    expect(framesOf('{"a":"ü"}\r\n\n{"b":1}\n{"c":2}', 'lines')).toEqual([
      { event: '', data: '{"a":"ü"}', from: 0, to: 12 },
      { event: '', data: '{"b":1}', from: 12, to: 21 },
      { event: '', data: '{"c":2}', from: 21, to: 28 },
    ])
  })
})

test('a subject whose wire streams lines is cut at its lines, and answers with their content type', async () => {
  const subject = tinySubject(tinyCodec())
  const types: (string | null)[] = []
  const lines = { ...subject, framing: 'lines', fixtures: FIXTURES.map(asLines) } as const
  const unwrapped = {
    ...lines,
    // The tiny transport reads events: what streams lines would read them itself.
    model: (fetch: typeof globalThis.fetch) =>
      subject.model(async (input, init) => {
        const response = await fetch(input, init)
        types.push(response.headers.get('content-type'))
        if (!response.headers.get('content-type')?.includes('ndjson')) return response
        const text = await response.text()
        const events = text.replaceAll(/^(.+)$/gm, 'data: $1\n')
        return new Response(events, { headers: { 'content-type': 'text/event-stream' } })
      }),
  }
  const checks = laws(unwrapped).filter(({ law }) =>
    ['truncation', 'agreement', 'forward'].includes(law.name),
  )
  await Promise.all(checks.map((check) => check.run()))
  expect(new Set(types)).toEqual(new Set(['application/x-ndjson', 'application/json']))
})

function asLines<Given extends (typeof FIXTURES)[number]>(fixture: Given): Given {
  const { stream, injected } = fixture
  return {
    ...fixture,
    ...(stream !== undefined && { stream: stream.replaceAll(/^data: (.*)\n$/gm, '$1') }),
    ...(injected && { injected: { ...injected, into: asLines(injected.into) } }),
  }
}
