import { laws, type Fixture, type Subject } from '@dragoman/conformance'
import { describe, expect, test } from 'vitest'
import { TINY as WORDY } from './modules/wordy.ts'
import { changing, encoding } from './mutants/mutant.ts'
import { FIXTURES, HONEST, tinyCodec, tinySubject, type TinyCodec } from './tiny.ts'

const LETTERS = `${'abcdefghi '.repeat(30)}z${' ihgfedcba'.repeat(30)}`

describe('a breach', () => {
  test.each<[what: string, subject: Subject, law: string, fixture: string, message: string]>([
    [
      'where values differ, and both',
      tinySubject(tinyCodec({ stop: (word) => ({ ...HONEST.stop(word), raw: null }) })),
      'stops',
      'greeting',
      'the stop of the whole answer: expected "end" at raw, found null',
    ],
    [
      'what is not there',
      tinySubject(tinyCodec({ usage: () => ({ inputTokens: 9, outputTokens: 3 }) })),
      'usage',
      'greeting',
      'the usage of the whole answer: expected 4 at cacheReadTokens, found nothing',
    ],
    [
      'what is there and should not be',
      tinySubject(tinyCodec({ stop: (word) => ({ ...HONEST.stop(word), detail: { word } }) })),
      'stops',
      'greeting',
      'the stop of the whole answer: expected nothing at detail, found {"word":"end"}',
    ],
    [
      'the place of it in a list',
      tinySubject(shouting('Köln')),
      'agreement',
      'two calls of one tool',
      'the streamed answer against the whole one: expected "Köln" at parts[1].inputText.city, found "KÖLN"',
    ],
    [
      'of long texts the part that differs',
      tinySubject(spoiling('z', 'Z'), { fixtures: [...FIXTURES, saying(LETTERS)] }),
      'agreement',
      'saying',
      'the streamed answer against the whole one: expected "…abcdefghi abcdefghi z ihgfedcba ihgfedcba ihgfedcba ihgfedcba ihgfedcba ihgfedcb…" at parts[0].text, found "…abcdefghi abcdefghi Z ihgfedcba ihgfedcba ihgfedcba ihgfedcba ihgfedcba ihgfedcb…"',
    ],
    [
      'of a long text that is cut where it ends',
      tinySubject(losingBehind('z'), { fixtures: [...FIXTURES, saying(LETTERS)] }),
      'agreement',
      'saying',
      'the streamed answer against the whole one: expected "…abcdefghi abcdefghi z ihgfedcba ihgfedcba ihgfedcba ihgfedcba ihgfedcba ihgfedcb…" at parts[0].text, found "…abcdefghi abcdefghi "',
    ],
    [
      'long values in lines, without their middle',
      WORDY,
      'stops',
      'greeting',
      `the stop of the whole answer: expected nothing at detail, found {"word0":0,"word1":1,"word2":2,"word3":3 … :26,"word27":27,"word28":28,"word29":29}
  found:
    {
      "word0": 0,
      "word1": 1,
      "word2": 2,
      "word3": 3,
      "word4": 4,
    … 20 lines …
      "word25": 25,
      "word26": 26,
      "word27": 27,
      "word28": 28,
      "word29": 29
    }`,
    ],
    [
      'how two requests differ that are sent alike',
      tinySubject(encodingWithout('settings')),
      'capabilities',
      'with temperature',
      'the model has it, and what is sent is the same with 0.5 at settings.temperature and with nothing',
    ],
    [
      'how a block came, and how it went back',
      tinySubject(encoding((lines) => lines.map(({ mark: _mark, ...line }) => line))),
      'replay identity',
      'greeting',
      'line mark: came as "m1", went back as nothing',
    ],
  ])('tells %s', async (_what, subject, law, fixture, message) => {
    expect(await messageOf(subject, law, fixture)).toBe(message)
  })
})

async function messageOf(subject: Subject, law: string, fixture: string): Promise<string> {
  const check = laws(subject).find((one) => one.law.name === law && one.fixture.name === fixture)
  try {
    await check?.run()
    return 'no breach'
  } catch (error) {
    return error instanceof Error ? error.message : 'no error'
  }
}

/** A codec that hears a word in the arguments of a streamed call in capitals. */
function shouting(word: string): TinyCodec {
  return changing((events) =>
    events.map((event) =>
      event.type === 'part-start' && event.part.type === 'tool-call'
        ? {
            ...event,
            part: { ...event.part, inputText: event.part.inputText.replace(word, word.toUpperCase()) },
          }
        : event,
    ),
  )
}

function spoiling(letter: string, other: string): TinyCodec {
  return changing((events) =>
    events.map((event) =>
      event.type === 'text-delta' ? { ...event, text: event.text.replaceAll(letter, other) } : event,
    ),
  )
}

function losingBehind(letter: string): TinyCodec {
  return changing((events) =>
    events.map((event) =>
      event.type === 'text-delta' ? { ...event, text: event.text.split(letter, 1).join('') } : event,
    ),
  )
}

function encodingWithout(name: string): TinyCodec {
  return tinyCodec({
    encode: (request) => {
      const { [name]: _left, ...encoded } = HONEST.encode(request)
      return encoded
    },
  })
}

function saying(text: string): Fixture {
  return {
    name: 'saying',
    source: 'by hand',
    request: { messages: [], tools: [], toolChoice: 'auto', settings: {} },
    response: { text, stop: 'end' },
    stream: `data: {"add":"${text}"}\n\ndata: {"stop":"end"}\n\n`,
  }
}
