import type { FilePart } from '@dragoman/core'

/** The file that an address, a `data:` URL or a base64 text gives. */
export function readFile(mediaType: string, given: string): FilePart {
  if (/^https?:/.test(given)) return { type: 'file', mediaType, source: { type: 'url', url: given } }
  const [, type = mediaType, base64 = given] = /^data:([^;]+);base64,(.*)$/s.exec(given) ?? []
  return { type: 'file', mediaType: type, source: { type: 'base64', base64 } }
}
