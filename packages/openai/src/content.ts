import { base64Of, type FilePart } from '@dragoman/core'

/** The file as a `data:` URL, the form in which OpenAI's wires take bytes. */
export function dataUrl(part: FilePart): string {
  return `data:${part.mediaType};base64,${base64Of(part)}`
}
