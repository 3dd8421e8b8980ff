import { base64Of, DragomanError, fileText, type FilePart } from '@dragoman/core'
import type {
  Base64ImageSource,
  DocumentBlockParam,
  ImageBlockParam,
} from '@anthropic-ai/sdk/resources/messages'
import { WIRE } from './wire.ts'

/** Says a file in the words of Messages: an image or a document. */
export function encodeFile(part: FilePart): ImageBlockParam | DocumentBlockParam {
  const { mediaType, name } = part
  const cache: { cache_control?: { type: 'ephemeral'; ttl?: '5m' | '1h' } } = part.cache
    ? {
        cache_control: {
          type: 'ephemeral',
          ...(part.cache.ttl && { ttl: part.cache.ttl === 'long' ? '1h' : '5m' }),
        },
      }
    : {}
  if (mediaType.startsWith('image/')) return { type: 'image', source: imageSource(part), ...cache }
  return {
    type: 'document',
    source: documentSource(part),
    ...(name !== undefined && { title: name }),
    ...cache,
  }
}

const IMAGE_TYPES: Readonly<Record<Base64ImageSource['media_type'], true>> = {
  'image/jpeg': true,
  'image/png': true,
  'image/gif': true,
  'image/webp': true,
}

function imageSource(part: FilePart): ImageBlockParam['source'] {
  const { mediaType, source } = part
  switch (source.type) {
    case 'url':
      return { type: 'url', url: source.url }
    case 'file-id':
      return { type: 'file', file_id: source.fileId }
    case 'base64':
      if (!isImageType(mediaType)) {
        throw new DragomanError(
          'unsupported',
          `${WIRE} takes JPEG, PNG, GIF and WebP images, not ${mediaType}.`,
        )
      }
      return { type: 'base64', media_type: mediaType, data: base64Of(part) }
  }
}

function isImageType(mediaType: string): mediaType is Base64ImageSource['media_type'] {
  return Object.hasOwn(IMAGE_TYPES, mediaType)
}

function documentSource(part: FilePart): DocumentBlockParam['source'] {
  const { mediaType, source } = part
  if (source.type === 'file-id') return { type: 'file', file_id: source.fileId }
  const isPdf = mediaType === 'application/pdf'
  if (isPdf && source.type === 'url') return { type: 'url', url: source.url }
  if (isPdf && source.type === 'base64') {
    return { type: 'base64', media_type: 'application/pdf', data: base64Of(part) }
  }
  if (mediaType.startsWith('text/') && source.type === 'base64') {
    return { type: 'text', media_type: 'text/plain', data: fileText(part) }
  }
  throw new DragomanError(
    'unsupported',
    `${WIRE} takes images, PDFs and text, not ${mediaType} as ${source.type}.`,
  )
}
