import { answerReply, saidReply, textsOf, type Exchange } from './exchange.ts'
import type { AnswerFault, FaultFacts, FullFault } from './fault.ts'
import type { Play } from './move.ts'
import { HTML } from './page.ts'
import { anatomyOf } from './places.ts'
import { play, type Reply } from './reply.ts'

type Row = FaultFacts & AnswerFault

/** Good responses whose body is not what their headers say, or is said in an odd way. */
export const BODY_FAULTS: readonly Row[] = [
  {
    number: 18,
    name: 'html',
    title: '200 with a page of HTML',
    variants: ['page', 'labelled-as-answer', 'empty'],
    layer: 'answer',
    play: playPage,
  },
  {
    number: 19,
    name: 'broken-json',
    title: 'JSON that is broken, or odd',
    variants: ['broken', 'bom', 'cr-only', 'null', 'list'],
    layer: 'answer',
    play: playOdd,
  },
]

function playPage(exchange: Exchange, { variant }: FullFault): Play {
  const html: Reply = {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: [Buffer.from(HTML)],
  }
  const labelled = answerReply(exchange, variant === 'empty' ? [] : html.body)
  return play(variant === 'page' ? html : labelled)
}

function playOdd(exchange: Exchange, { variant }: FullFault): Play {
  return play(saidReply(exchange, oddTexts(exchange, variant)))
}

function oddTexts(exchange: Exchange, variant: string): readonly string[] {
  switch (variant) {
    case 'bom':
      // A reader that follows the standards skips it.
      return ['\uFEFF', ...textsOf(exchange, exchange.answer)]
    case 'cr-only':
      return withCarriageReturns(exchange)
    default:
      return withBrokenJson(exchange, variant)
  }
}

// A line may end with it alone, in a stream and between the tokens of JSON.
function withCarriageReturns({ speaker, isStream, answer }: Exchange): readonly string[] {
  const texts = isStream ? speaker.frames(answer) : [JSON.stringify(speaker.whole(answer), null, 1)]
  return texts.map((text) => text.replaceAll('\n', '\r'))
}

/** What JSON becomes that cannot be parsed, or is no object. */
const ODD: Readonly<Record<string, (json: string) => string>> = {
  broken: (json) => json.slice(0, json.length / 2),
  null: () => 'null',
  list: () => '[]',
}

function withBrokenJson(exchange: Exchange, variant: string): readonly string[] {
  const odd = ODD[variant] ?? String
  if (!exchange.isStream) return textsOf(exchange, exchange.answer).map(odd)
  const { opening, content, closing } = anatomyOf(exchange.speaker, exchange.answer)
  const middle = Math.floor(content.length / 2)
  const broken = content.map((text, at) =>
    at === middle ? text.replace(/^data: (.*)$/m, (_line, json: string) => `data: ${odd(json)}`) : text,
  )
  return [...opening, ...broken, ...closing]
}
