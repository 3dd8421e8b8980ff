import { DragomanError, type FilePart } from '@dragoman/core'

/** The file as a `data:` URL, the form in which OpenAI's wires take bytes. */
export function dataUrl(part: FilePart, wire: string): string {
  return `data:${part.mediaType};base64,${base64Of(part, wire)}`
}

/** The file's bytes in standard base64. Throws `unsupported` for a file that is not given as bytes. */
export function base64Of(part: FilePart, wire: string): string {
  if (part.source.type === 'base64') return normalizeBase64(part.source.base64)
  throw new DragomanError(
    'unsupported',
    `${wire} takes ${part.mediaType} as base64 only, not as ${part.source.type}.`,
  )
}

/** The text of a file of a `text/…` type. */
export function decodeText(part: FilePart, wire: string): string {
  const bytes = Uint8Array.from(atob(base64Of(part, wire)), (letter) => letter.codePointAt(0) ?? 0)
  return new TextDecoder().decode(bytes)
}

// The URL-safe alphabet, line breaks and missing padding are all seen in the field.
function normalizeBase64(text: string): string {
  const plain = text.replaceAll(/[\s=]/g, '').replaceAll('-', '+').replaceAll('_', '/')
  return plain.padEnd(Math.ceil(plain.length / 4) * 4, '=')
}
