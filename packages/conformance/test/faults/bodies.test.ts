import { Readable } from 'node:stream'
import { brotliDecompressSync, createGunzip, gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { CELLS, goodBody, meet, serving } from './cells.ts'
import { requestBody, urlOf } from './socket-client.ts'

describe.each(CELLS)('on $wire, streamed: $stream', (cell) => {
  const type = cell.stream ? 'text/event-stream; charset=utf-8' : 'application/json'

  it.each([
    { variant: 'page', label: 'text/html; charset=utf-8', start: '<!doctype html>' },
    { variant: 'labelled-as-answer', label: type, start: '<!doctype html>' },
    { variant: 'empty', label: type, start: '' },
  ])('a page comes with status 200: $variant', async ({ variant, label, start }) => {
    const { status, headers, body } = await meet(cell, { kind: 'html', variant })
    expect([status, headers['content-type'], body.toString().slice(0, 15)]).toEqual([200, label, start])
  })

  it('broken JSON is one event of a stream, or the half of a whole answer', async () => {
    const { status, body } = await meet(cell, { kind: 'broken-json' })
    expect(status).toBe(200)
    if (cell.stream) expect(changedLines(cell, body)).toEqual(['broken'])
    else expect(goodBody(cell).startsWith(body.toString())).toBe(true)
  })

  it.each(['null', 'list'])('JSON can be no object: %s', async (variant) => {
    const { body } = await meet(cell, { kind: 'broken-json', variant })
    const odd = variant === 'null' ? 'null' : '[]'
    if (cell.stream) expect(changedLines(cell, body)).toEqual([`data: ${odd}`])
    else expect(body.toString()).toBe(odd)
  })

  it('a byte order mark comes first, and nothing else changes', async () => {
    const { body } = await meet(cell, { kind: 'broken-json', variant: 'bom' })
    expect(body.toString()).toBe(`\uFEFF${goodBody(cell)}`)
  })

  it('lines can end with a carriage return alone', async () => {
    const text = (await meet(cell, { kind: 'broken-json', variant: 'cr-only' })).body.toString()
    expect(text).toMatch(/^[^\n]*\r[^\n]*$/)
    if (cell.stream) expect(text.replaceAll('\r', '\n')).toBe(goodBody(cell))
    else expect(JSON.parse(text)).toEqual(JSON.parse(goodBody(cell)))
  })

  it('an encoding can lie', async () => {
    const [plain, other, hidden, cut] = await Promise.all(
      ['not-compressed', 'other-encoding', 'undeclared', 'cut'].map((variant) =>
        meet(cell, { kind: 'bad-encoding', variant }),
      ),
    )
    expect([plain?.headers['content-encoding'], plain?.body.toString()]).toEqual(['gzip', goodBody(cell)])
    expect(other?.headers['content-encoding']).toBe('br')
    expect(() => brotliDecompressSync(other?.body ?? '')).toThrow('Decompression failed')
    expect(hidden?.headers['content-encoding']).toBeUndefined()
    expect(gunzipSync(hidden?.body ?? '').toString()).toBe(goodBody(cell))
    expect(() => gunzipSync(cut?.body ?? '')).toThrow('unexpected end of file')
  })

  it('a small bomb is a good answer with a very long text', async () => {
    await serving({ wire: cell.wire, fault: { kind: 'bad-encoding', at: 3 } }, async (server) => {
      const response = await fetch(urlOf(server, cell.wire), {
        method: 'POST',
        body: JSON.stringify(requestBody(cell.wire, cell.stream, 0)),
      })
      const text = await response.text()
      expect(text.length).toBeGreaterThanOrEqual(3 * 1024 * 1024)
      expect(text.length).toBeLessThan(5 * 1024 * 1024)
      if (cell.stream) {
        const data = text.split('\n').filter((line) => line.startsWith('data: {'))
        for (const line of data) JSON.parse(line.slice(6))
        expect(text.trimEnd().split('\n\n').at(-1)).toMatch(/\[DONE\]|message_stop|response\.completed/)
      } else expect(JSON.parse(text)).toMatchObject({ model: 'spoken-model' })
    })
  })
})

it('the bomb is 1.5 GB for 2 MB on the wire', async () => {
  const cell = { wire: 'anthropic.messages', stream: true } as const
  const { body, headers } = await meet(cell, { kind: 'bad-encoding' })
  let size = 0
  for await (const chunk of Readable.from([body]).pipe(createGunzip()) as AsyncIterable<Buffer>) {
    size += chunk.length
  }
  expect(headers['content-encoding']).toBe('gzip')
  expect(body.length).toBeLessThan(4 * 1024 * 1024)
  expect(size).toBeGreaterThanOrEqual(1_536 * 1024 * 1024)
})

/** The lines that differ from those of a good body; `broken` for one that is its beginning. */
function changedLines(cell: (typeof CELLS)[number], body: Buffer): readonly string[] {
  const good = goodBody(cell).split('\n')
  const lines = body.toString().split('\n')
  expect(lines).toHaveLength(good.length)
  const changed = lines.flatMap((line, at) => (line === good[at] ? [] : [{ line, was: good[at] ?? '' }]))
  return changed.map(({ line, was }) => (was.startsWith(line) ? 'broken' : line))
}
