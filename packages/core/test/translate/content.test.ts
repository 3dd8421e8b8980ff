import { describe } from 'vitest'
import { system, user, type FilePart, type Message, type Notice } from '@dragoman/core'
import { call, text } from '../recording.ts'
import { FOREIGN, IMAGE, PDF, result, results, said } from './conversation.ts'
import { testHistories } from './rows.ts'

const HELLO = user('Hello')
const ASK = said([call('1', 'ping')])
const UPLOADED: FilePart = {
  type: 'file',
  mediaType: 'image/png',
  source: { type: 'file-id', fileId: 'file_1', provider: 'acme' },
}
const ELSEWHERE: FilePart = {
  type: 'file',
  mediaType: 'image/png',
  source: { type: 'file-id', fileId: 'file_1', provider: 'other' },
}

describe('blank text', () => {
  const takes = { blankText: false }

  testHistories([
    {
      what: 'stays where the model takes it',
      given: [system(''), HELLO, said([text(' '), call('1', 'ping')]), results(result('1', '')), user('')],
    },
    {
      what: 'goes out of every message where it does not (cases 20 and 25)',
      takes,
      given: [
        system(' '),
        user([text(''), text('Hello')]),
        said([text('\n\n'), text('Hi'), call('1', 'ping')]),
        results(result('1', [text('pong'), text('\t')])),
      ],
      sent: [user('Hello'), said([text('Hi'), call('1', 'ping')]), results(result('1', 'pong'))],
      notices: [
        blank('messages[0].parts[0]'),
        blank('messages[1].parts[0]'),
        blank('messages[2].parts[0]'),
        blank('messages[3].parts[0].parts[1]'),
      ],
    },
    {
      what: 'stays where it stands beside other letters',
      takes,
      given: [user(' Hello\n'), said('\n\nHi'), HELLO],
    },
    {
      what: 'takes its message with it where it was all of it (case 26)',
      takes,
      given: [HELLO, said(' '), user(''), said('Hi'), HELLO],
      sent: [HELLO, said('Hi'), HELLO],
      notices: [blank('messages[1].parts[0]'), blank('messages[2].parts[0]')],
    },
    {
      what: 'takes its cache point with it (case 29)',
      takes,
      given: [user([text('Hello'), { ...text(''), cache: {} }])],
      sent: [HELLO],
      notices: [blank('messages[0].parts[1]')],
    },
    {
      what: 'as a result becomes words that say so, in an error too (case 30)',
      takes,
      given: [
        HELLO,
        said([call('1', 'ping'), call('2', 'ping')]),
        results(result('1', []), { ...result('2', ' '), isError: true }),
      ],
      sent: [
        HELLO,
        said([call('1', 'ping'), call('2', 'ping')]),
        results(result('1', '(no output)'), { ...result('2', '(no output)'), isError: true }),
      ],
      notices: [
        { code: 'blank-result', path: 'messages[2].parts[0]', action: 'synthesized', to: 'text' },
        blank('messages[2].parts[1].parts[0]'),
        { code: 'blank-result', path: 'messages[2].parts[1]', action: 'synthesized', to: 'text' },
      ],
    },
  ])
})

describe('a turn that says nothing', () => {
  const thought = { type: 'reasoning', text: 'Hm', replay: 1 } as const
  const takes = { silentTurns: false }

  testHistories([
    { what: 'stays where the model takes it', given: [HELLO, said([thought]), HELLO] },
    {
      what: 'goes where it is only reasoning and the model does not (cases 9 and 28)',
      takes,
      given: [HELLO, said([thought]), HELLO],
      sent: [HELLO, HELLO],
      notices: [silent(1)],
    },
    {
      what: 'goes where its text is empty, too (case 28)',
      takes,
      given: [HELLO, said([thought, text('')]), HELLO],
      sent: [HELLO, HELLO],
      notices: [silent(1)],
    },
    {
      what: 'goes with a notice of its own where its other parts went before',
      takes: { ...takes, blankText: false },
      given: [HELLO, said([thought, text(' ')]), HELLO],
      sent: [HELLO, HELLO],
      notices: [blank('messages[1].parts[1]'), silent(1)],
    },
    {
      what: 'goes on every model where it has no parts at all (cases 26 and 32)',
      given: [HELLO, said([]), HELLO],
      sent: [HELLO, HELLO],
      notices: [silent(1)],
    },
    {
      what: 'is none where it calls (case 27)',
      takes,
      given: [HELLO, said([thought, call('1', 'ping')]), results(result('1', 'pong'))],
    },
    {
      what: 'is none where it shows something of its own',
      takes,
      given: [HELLO, said([{ type: 'opaque', kind: 'audio', replay: { id: 'audio_1' } }]), HELLO],
    },
  ])
})

describe('a message without parts', () => {
  testHistories(
    (['system', 'user', 'tool'] as const).map((role) => ({
      what: `of the ${role} goes (case 26)`,
      given: [HELLO, said('Hi'), { role, parts: [] } satisfies Message, HELLO],
      sent: [HELLO, said('Hi'), HELLO],
      notices: [{ code: 'empty-message', path: 'messages[2]', action: 'dropped', from: role }],
    })),
  )
})

describe('ill-formed text', () => {
  const [broken, mended] = ['a\ud83d', 'a\ufffd']

  testHistories([
    { what: 'is none where its pairs are whole', given: [user('😀')] },
    {
      what: 'is mended wherever it is sent (cases 125 and 145)',
      given: [
        system(broken),
        user(broken),
        said([text(broken), { ...call('1', 'ping'), inputText: `{"a":"${broken}"}` }]),
        results(result('1', broken)),
      ],
      sent: [
        system(mended),
        user(mended),
        said([text(mended), { ...call('1', 'ping'), inputText: `{"a":"${mended}"}` }]),
        results(result('1', mended)),
      ],
      notices: [
        illFormed('messages[0].parts[0]'),
        illFormed('messages[1].parts[0]'),
        illFormed('messages[2].parts[0]'),
        { ...illFormed('messages[2].parts[1]'), from: 'tool-call' },
        illFormed('messages[3].parts[0].parts[0]'),
      ],
    },
    {
      what: 'of reasoning stays: its signature covers every letter (case 182)',
      given: [HELLO, said([{ type: 'reasoning', text: broken, replay: 'signature' }, text('Hi')]), HELLO],
    },
  ])
})

describe('files', () => {
  const audio: FilePart = { ...IMAGE, mediaType: 'audio/wav' }

  testHistories([
    {
      what: 'stay where the model takes them, in results too (cases 36 to 41)',
      given: [user([IMAGE, PDF, UPLOADED]), ASK, results(result('1', [text('See:'), IMAGE, PDF]))],
    },
    {
      what: 'that are images become words where the model sees none (case 51)',
      takes: { images: false },
      given: [user([text('Look:'), IMAGE, PDF]), ASK, results(result('1', [IMAGE]))],
      sent: [
        user([text('Look:'), standIn('image/png'), PDF]),
        ASK,
        results(result('1', [standIn('image/png')])),
      ],
      notices: [
        dropped('unsupported-file', 'messages[0].parts[1]', 'image/png'),
        dropped('unsupported-file', 'messages[2].parts[0].parts[0]', 'image/png'),
      ],
    },
    {
      what: 'that are PDFs become words where the model reads none (case 43)',
      takes: { pdf: false },
      given: [user([IMAGE, PDF])],
      sent: [user([IMAGE, standIn('application/pdf')])],
      notices: [dropped('unsupported-file', 'messages[0].parts[1]', 'application/pdf')],
    },
    {
      what: 'of other kinds are left to the codec, which refuses what it cannot say (case 45)',
      given: [user([audio])],
    },
    {
      what: 'that another provider holds become words, in results too (case 47)',
      given: [user([ELSEWHERE]), ASK, results(result('1', [ELSEWHERE]))],
      sent: [user([standIn('image/png')]), ASK, results(result('1', [standIn('image/png')]))],
      notices: [
        dropped('foreign-file', 'messages[0].parts[0]', 'image/png'),
        dropped('foreign-file', 'messages[2].parts[0].parts[0]', 'image/png'),
      ],
    },
    {
      what: 'that the model made go back to it where it left a mark on them',
      given: [HELLO, said([{ ...IMAGE, replay: { id: 'ig_1' } }]), HELLO],
    },
    {
      what: 'that a model made become words elsewhere, and where it left no mark (case 52)',
      given: [HELLO, said([{ ...IMAGE, replay: { id: 'ig_1' } }, PDF], { origin: FOREIGN }), HELLO],
      sent: [
        HELLO,
        said(
          [
            text('[A file of type image/png stood here.]'),
            text('[A file of type application/pdf stood here.]'),
          ],
          {
            origin: FOREIGN,
          },
        ),
        HELLO,
      ],
      notices: [
        dropped('foreign-replay', 'messages[1].parts[0]', 'file'),
        dropped('assistant-file', 'messages[1].parts[0]', 'image/png'),
        dropped('assistant-file', 'messages[1].parts[1]', 'application/pdf'),
      ],
    },
  ])
})

describe('files by their address', () => {
  const note: FilePart = {
    type: 'file',
    mediaType: 'text/plain',
    source: { type: 'url', url: 'https://example.com/a.txt' },
  }
  const image: FilePart = { ...note, mediaType: 'image/png' }

  testHistories([
    { what: 'stay where the model says nothing of them', given: [user([image, PDF, note])] },
    { what: 'stay where it takes any', takes: { fileUrls: 'any' }, given: [user([image, PDF, note])] },
    {
      what: 'are named in words where it takes none, and bytes and ids stay',
      takes: { fileUrls: 'no' },
      given: [user([image, PDF, note, IMAGE, UPLOADED])],
      sent: [
        user([standIn('image/png'), standIn('application/pdf'), standIn('text/plain'), IMAGE, UPLOADED]),
      ],
      notices: [
        dropped('unsupported-file', 'messages[0].parts[0]', 'image/png'),
        dropped('unsupported-file', 'messages[0].parts[1]', 'application/pdf'),
        dropped('unsupported-file', 'messages[0].parts[2]', 'text/plain'),
      ],
    },
    {
      what: 'are named in words where it takes images only, in results too',
      takes: { fileUrls: 'images' },
      given: [user([image, PDF, note]), ASK, results(result('1', [image, PDF]))],
      sent: [
        user([image, standIn('application/pdf'), standIn('text/plain')]),
        ASK,
        results(result('1', [image, standIn('application/pdf')])),
      ],
      notices: [
        dropped('unsupported-file', 'messages[0].parts[1]', 'application/pdf'),
        dropped('unsupported-file', 'messages[0].parts[2]', 'text/plain'),
        dropped('unsupported-file', 'messages[2].parts[0].parts[1]', 'application/pdf'),
      ],
    },
    {
      what: 'are named in words where the model sees no images at all',
      takes: { images: false, fileUrls: 'images' },
      given: [user([image])],
      sent: [user([standIn('image/png')])],
      notices: [dropped('unsupported-file', 'messages[0].parts[0]', 'image/png')],
    },
  ])
})

describe('files of results, where results hold only text,', () => {
  const takes = { imagesInResults: false }
  const asked = said([call('1', 'ping'), call('2', 'ping')])

  testHistories([
    {
      what: 'are shown by the user behind the last result of the step (cases 41 and 42)',
      takes,
      given: [HELLO, asked, results(result('1', [text('See:'), IMAGE]), result('2', [PDF])), said('I see.')],
      sent: [
        HELLO,
        asked,
        results(result('1', 'See:'), result('2', '(see the attached file)')),
        user([IMAGE, PDF]),
        said('I see.'),
      ],
      notices: [fileMoved('messages[2].parts[0]'), fileMoved('messages[2].parts[1]')],
    },
    {
      what: 'leave a word where they were all there was (case 31)',
      takes,
      given: [HELLO, ASK, results({ ...result('1', [text(''), IMAGE]), isError: true }), HELLO],
      sent: [
        HELLO,
        ASK,
        results({ ...result('1', '(see the attached file)'), isError: true }),
        user([IMAGE]),
        HELLO,
      ],
      notices: [fileMoved('messages[2].parts[0]')],
    },
    {
      what: 'come after the texts, whatever order they had (case 146)',
      takes,
      given: [HELLO, ASK, results(result('1', [IMAGE, text('a'), PDF, text('b')]))],
      sent: [HELLO, ASK, results(result('1', [text('a'), text('b')])), user([IMAGE, PDF])],
      notices: [fileMoved('messages[2].parts[0]')],
    },
    {
      what: 'are shown by the user where only errors hold nothing but text',
      takes: { filesInErrors: false },
      given: [HELLO, asked, results(result('1', [IMAGE]), { ...result('2', [PDF]), isError: true })],
      sent: [
        HELLO,
        asked,
        results(result('1', [IMAGE]), { ...result('2', '(see the attached file)'), isError: true }),
        user([PDF]),
      ],
      notices: [fileMoved('messages[2].parts[1]')],
    },
    {
      what: 'are shown by nobody where the model does not see them',
      takes: { ...takes, images: false },
      given: [HELLO, ASK, results(result('1', [IMAGE]))],
      sent: [HELLO, ASK, results(result('1', [standIn('image/png')]))],
      notices: [dropped('unsupported-file', 'messages[2].parts[0].parts[0]', 'image/png')],
    },
  ])
})

describe('arguments that are no object', () => {
  const takes = { objectInputs: true }
  const asking = (...inputTexts: readonly string[]): readonly Message[] => [
    HELLO,
    said(inputTexts.map((inputText, at) => ({ ...call(`${at}`, 'ping'), inputText }))),
    results(...inputTexts.map((_inputText, at) => result(`${at}`, 'pong'))),
  ]

  testHistories([
    { what: 'stay where the wire holds texts', given: asking('{"a":', '[1]', '') },
    {
      what: 'are none where they are an object in any spelling, or nothing',
      takes,
      given: asking('{}', ' { "a": 1 } ', '', '\n'),
    },
    {
      what: 'stand under one key where the wire holds objects',
      takes,
      given: asking('{"a":', '[1]', '"a"', 'null', '{"a":12345678901234567890}', '{"a":"\\ud83d"}'),
      sent: asking(
        '{"rawInvalidInput":"{\\"a\\":"}',
        '{"rawInvalidInput":"[1]"}',
        '{"rawInvalidInput":"\\"a\\""}',
        '{"rawInvalidInput":"null"}',
        '{"rawInvalidInput":"{\\"a\\":12345678901234567890}"}',
        '{"rawInvalidInput":"{\\"a\\":\\"\\\\ud83d\\"}"}',
      ),
      notices: [0, 1, 2, 3, 4, 5].map((at) => badArguments(`messages[1].parts[${at}]`)),
    },
    {
      what: 'are mended before',
      takes,
      given: asking('{"a":"\ud83d"}', '"\ud83d"'),
      sent: asking('{"a":"\ufffd"}', '{"rawInvalidInput":"\\"\ufffd\\""}'),
      notices: [
        { ...illFormed('messages[1].parts[0]'), from: 'tool-call' },
        { ...illFormed('messages[1].parts[1]'), from: 'tool-call' },
        badArguments('messages[1].parts[1]'),
      ],
    },
  ])
})

function blank(path: string): Notice {
  return dropped('blank-text', path, 'text')
}

function silent(message: number): Notice {
  return { code: 'silent-turn', path: `messages[${message}]`, action: 'dropped' }
}

function illFormed(path: string): Notice {
  return { code: 'ill-formed-text', path, action: 'downgraded', from: 'text' }
}

function badArguments(path: string): Notice {
  return { code: 'bad-arguments', path, action: 'downgraded', from: 'text', to: 'object' }
}

function fileMoved(path: string): Notice {
  return { code: 'result-file-moved', path, action: 'downgraded', from: 'file', to: 'user' }
}

function dropped(code: string, path: string, from: string): Notice {
  return { code, path, action: 'dropped', from }
}

function standIn(mediaType: string): ReturnType<typeof text> {
  return text(`[A file of type ${mediaType} stood here; this model cannot see it.]`)
}
