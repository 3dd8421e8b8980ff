import { DragomanError } from './error.ts'
import type { FilePart } from './message.ts'

/** The file's bytes in standard base64. Throws `unsupported` for a file that is not given as bytes. */
export function base64Of({ source, mediaType }: FilePart): string {
  if (source.type === 'base64') return normalizeBase64(source.base64)
  throw new DragomanError('unsupported', `${mediaType} is taken as base64 only, not as ${source.type}.`)
}

/** The text of a file of a `text/…` type. Throws `unsupported` for any other. */
export function fileText(file: FilePart): string {
  if (!file.mediaType.startsWith('text/')) {
    throw new DragomanError('unsupported', `This wire has no form for ${file.mediaType}.`)
  }
  const bytes = Uint8Array.from(atob(base64Of(file)), (letter) => letter.codePointAt(0) ?? 0)
  return new TextDecoder().decode(bytes)
}

// The URL-safe alphabet, line breaks and missing padding are all seen in the field.
function normalizeBase64(text: string): string {
  const plain = text.replaceAll(/[\s=]/g, '').replaceAll('-', '+').replaceAll('_', '/')
  return plain.padEnd(Math.ceil(plain.length / 4) * 4, '=')
}
