import {
  ROSETTA,
  ROSETTA_WIRES,
  sent,
  withWire,
  type Phrase,
  type RosettaWire,
  type Translation,
} from '@dragoman/conformance/rosetta'
import { scripted, type Message, type ModelRequest } from '@dragoman/core'
import { describe, expect, it } from 'vitest'
import { tinyCodec, tinySubject } from './tiny.ts'

const HELLO: ModelRequest = {
  messages: [{ role: 'user', parts: [{ type: 'text', text: 'Hello' }] }],
  tools: [],
  toolChoice: 'auto',
  settings: {},
}

describe('the phrases', () => {
  it('have names of their own', () => {
    const names = ROSETTA.map(({ name }) => name)
    expect(names).toEqual([...new Set(names)])
  })

  it.each(ROSETTA)('point out in one sentence for each wire what differs: $name', ({ differs }) => {
    const sentences = ROSETTA_WIRES.map((wire) => differs[wire])
    expect(
      sentences.filter((sentence) => !/^[A-Z`][^]*\.$/.test(sentence) || /\. [A-Z]/.test(sentence)),
    ).toEqual([])
  })

  it('name for each wire the model that the literal is for', () => {
    const models = ROSETTA.flatMap(({ literal }) =>
      ROSETTA_WIRES.map((wire) => typeof literal[wire]['model']),
    )
    expect(new Set(models)).toEqual(new Set(['string']))
  })
})

describe('a wire of another author', () => {
  const ALL: Readonly<Record<string, Translation>> = Object.fromEntries(
    ROSETTA.map(({ name }) => [name, { unsaid: 'A tiny wire says little.' }]),
  )
  const phrases: readonly Phrase<RosettaWire | 'tiny'>[] = withWire(ROSETTA, 'tiny', {
    ...ALL,
    'A text': { literal: { lines: ['Hello'] }, differs: 'Lines.' },
  })

  it('stands beside the others, in the phrases that it can say', () => {
    const [text] = ROSETTA
    expect(phrases).toEqual([
      {
        ...text,
        literal: { ...text?.literal, tiny: { lines: ['Hello'] } },
        differs: { ...text?.differs, tiny: 'Lines.' },
        notices: {},
      },
    ])
  })

  it.each(phrases)('is spoken by its adapter: $name', async ({ request, literal, notices = {} }) => {
    const codec = tinyCodec({ encode: ({ messages }) => ({ lines: messages.map(textOf) }) })
    expect(await sent(tinySubject(codec).model, request)).toEqual({
      body: literal.tiny,
      notices: notices.tiny ?? [],
    })
  })

  it('must say each phrase, or why not, and no other', () => {
    const { 'A text': _text, ...others } = ALL
    const wrong = { ...others, 'A song': { unsaid: 'It cannot sing.' } }
    expect(() => withWire(ROSETTA, 'tiny', wrong)).toThrow(
      'tiny says nothing to "A text", and knows "A song", which is no phrase',
    )
  })
})

function textOf({ parts }: Message): string {
  return parts.map((part) => (part.type === 'text' ? part.text : '')).join('')
}

describe('what was sent', () => {
  it('is unknown of a model that uses no fetch', async () => {
    await expect(sent(() => scripted(['Hello']), HELLO)).rejects.toThrow(
      'The model answered without sending JSON through the fetch that it was given.',
    )
  })

  it('is the error of a request that cannot be said', async () => {
    const broken = tinyCodec({
      encode: () => {
        throw new TypeError('no words')
      },
    })
    await expect(sent(tinySubject(broken).model, HELLO)).rejects.toThrow('no words')
  })
})
