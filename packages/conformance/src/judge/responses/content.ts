import { itemsOfType } from '../openai/request.ts'
import { at, isSet, itemsOf, textAt } from '../place.ts'
import type { Offence, Rule } from '../rule.ts'
import type { ResponsesRequest } from './request.ts'

export const CONTENT: readonly Rule<ResponsesRequest>[] = [
  { name: 'assistant-content', source: 'jeremychone/rust-genai#119', check: findInputOfAssistants },
  {
    name: 'image-source',
    source: 'cases 39 and 40; openai: ResponseInputImage',
    check: findImagesWithoutSource,
  },
  { name: 'json-unmentioned', source: 'case 213', check: findUnmentionedJson },
]

function* findInputOfAssistants({ items }: ResponsesRequest): Generator<Offence> {
  const contents = items.filter(({ role }) => role === 'assistant').flatMap(({ content }) => itemsOf(content))
  for (const type of contents.map((part) => at(part, 'type'))) {
    if (textAt(type).startsWith('input_')) yield { path: type.path, message: 'is no kind of answer' }
  }
}

function* findImagesWithoutSource({ items }: ResponsesRequest): Generator<Offence> {
  const contents = items.flatMap(({ place, content }) => [content, at(place, 'output')])
  for (const image of contents.flatMap((content) => itemsOfType(content, 'input_image'))) {
    const sources = ['image_url', 'file_id'].filter((name) => isSet(at(image, name)))
    if (sources.length !== 1) yield { path: image.path, message: 'has not one of image_url, file_id' }
  }
}

function* findUnmentionedJson({ body, items }: ResponsesRequest): Generator<Offence> {
  if (at(body, 'text', 'format', 'type').value !== 'json_object') return
  const contents = [at(body, 'input'), at(body, 'instructions'), ...items.map(({ content }) => content)]
  const texts = contents.flatMap((content) => [
    textAt(content),
    ...itemsOf(content).map((part) => textAt(at(part, 'text'))),
  ])
  if (!texts.some((text) => /json/i.test(text))) {
    yield { path: 'text.format', message: 'asks for JSON, which no message mentions' }
  }
}
