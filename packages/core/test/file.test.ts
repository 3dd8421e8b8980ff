import { describe, expect, test } from 'vitest'
import { base64Of, DragomanError, fileText, type FilePart, type FileSource } from '@dragoman/core'

const URL_SOURCE = { type: 'url', url: 'https://example.com/a' } as const
const ID_SOURCE = { type: 'file-id', fileId: 'file_1', provider: 'acme' } as const

describe('the bytes of a file', () => {
  test.each([
    { base64: '', plain: '' },
    { base64: '+/+/', plain: '+/+/' },
    { base64: '-_-_', plain: '+/+/' },
    { base64: 'SGVs\r\nbG8', plain: 'SGVsbG8=' },
    { base64: 'SGVsbG8=', plain: 'SGVsbG8=' },
    { base64: 'SA', plain: 'SA==' },
  ])('given as "$base64" are "$plain"', ({ base64, plain }) => {
    expect(base64Of(file('image/png', { type: 'base64', base64 }))).toBe(plain)
  })

  test.each([
    { source: URL_SOURCE, message: 'image/png is taken as base64 only, not as url.' },
    { source: ID_SOURCE, message: 'image/png is taken as base64 only, not as file-id.' },
  ])('given as $source.type are unsupported', ({ source, message }) => {
    expect(() => base64Of(file('image/png', source))).toThrow(new DragomanError('unsupported', message))
  })
})

describe('the text of a file', () => {
  test('is read as UTF-8', () => {
    expect(fileText(file('text/markdown', { type: 'base64', base64: 'R3LDvMOfZSDwn5e8' }))).toBe('Grüße 🗼')
  })

  test.each<{ given: FilePart; message: string }>([
    {
      given: file('audio/wav', { type: 'base64', base64: 'AAAA' }),
      message: 'This wire has no form for audio/wav.',
    },
    {
      given: file('text/plain', URL_SOURCE),
      message: 'text/plain is taken as base64 only, not as url.',
    },
  ])('of $given.mediaType as $given.source.type is unsupported', ({ given, message }) => {
    expect(() => fileText(given)).toThrow(new DragomanError('unsupported', message))
  })
})

function file(mediaType: string, source: FileSource): FilePart {
  return { type: 'file', mediaType, source }
}
