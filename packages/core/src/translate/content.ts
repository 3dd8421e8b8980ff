import type { FilePart, TextPart } from '../neutral/message.ts'
import type { FitTarget, Report } from './target.ts'

/** Fits what is not said by a model: texts and files. */
export function fitContent(
  part: TextPart | FilePart,
  path: string,
  target: FitTarget,
  report: Report,
): TextPart | FilePart | undefined {
  return part.type === 'text' ? fitText(part, path, target, report) : fitFile(part, path, target, report)
}

export function fitText(
  part: TextPart,
  path: string,
  { capabilities }: FitTarget,
  report: Report,
): TextPart | undefined {
  if (!capabilities.blankText && part.text.trim() === '') {
    report({ code: 'blank-text', path, action: 'dropped', from: 'text' })
    return undefined
  }
  if (part.text.isWellFormed()) return part
  report({ code: 'ill-formed-text', path, action: 'downgraded', from: 'text' })
  return { ...part, text: part.text.toWellFormed() }
}

function fitFile(part: FilePart, path: string, target: FitTarget, report: Report): FilePart | TextPart {
  const { source, mediaType } = part
  const isForeign = source.type === 'file-id' && source.provider !== target.provider
  if (!isForeign && takesFile(part, target)) return part
  report({ code: isForeign ? 'foreign-file' : 'unsupported-file', path, action: 'dropped', from: mediaType })
  return { type: 'text', text: `[A file of type ${mediaType} stood here; this model cannot see it.]` }
}

function takesFile({ mediaType, source }: FilePart, { capabilities }: FitTarget): boolean {
  const { images, pdf, fileUrls = 'any' } = capabilities
  const isImage = mediaType.startsWith('image/')
  if (source.type === 'url' && (fileUrls === 'no' || (fileUrls === 'images' && !isImage))) return false
  if (isImage) return images
  return mediaType === 'application/pdf' ? pdf : true
}
