import { isDataUrl, isWebUrl } from '../base64.ts'
import { at, isSet, textAt } from '../place.ts'
import type { Offence, Rule } from '../rule.ts'
import type { OpenaiRequest } from './request.ts'

export const FILES: readonly Rule<OpenaiRequest>[] = [
  { name: 'image-url', source: 'cases 36 and 38', check: findBadImages },
  { name: 'file-source', source: 'case 43', check: findFilesWithoutSource },
  { name: 'file-data', source: 'cases 43 and 53', check: findBadFiles },
]

function* findBadImages({ images }: OpenaiRequest): Generator<Offence> {
  for (const image of images) {
    if (!isSet(image) || isWebUrl(textAt(image)) || isDataUrl(textAt(image))) continue
    yield { path: image.path, message: 'is neither a web address nor a data URL in base64' }
  }
}

const SOURCES = ['file_data', 'file_id', 'file_url']

function* findFilesWithoutSource({ files }: OpenaiRequest): Generator<Offence> {
  for (const file of files) {
    const sources = SOURCES.filter((name) => isSet(at(file, name)))
    if (sources.length !== 1) yield { path: file.path, message: `has not one of ${SOURCES.join(', ')}` }
  }
}

function* findBadFiles({ files }: OpenaiRequest): Generator<Offence> {
  for (const file of files) {
    const data = at(file, 'file_data')
    if (!isSet(data)) continue
    if (!isDataUrl(textAt(data))) yield { path: data.path, message: 'is no data URL in base64' }
    if (!isSet(at(file, 'filename'))) yield { path: file.path, message: 'has data and no filename' }
  }
}
