import { isJsonObject, user, type JsonObject, type Message, type Notice } from '@dragoman/core'
import type { Asked } from '../ask.ts'
import type { RecordedResponse } from '../corpus.ts'
import { compareBlocks, type Difference, type RecordedBlocks, type Removal } from './blocks.ts'
import { kindOf, readExchanges, type RecordedExchange } from './exchanges.ts'
import type { RecordedSubject } from './subject.ts'
import { answersIn, answerTo, askRecorded, whole } from './turns.ts'

/** What goes back to its origin, and what is checked of it. */
export interface IdentitySubject extends Pick<RecordedSubject, 'wire' | 'recordings' | 'model'> {
  readonly blocks: RecordedBlocks
  readonly exceptions: readonly IdentityException[]
}

/** A request that holds something which the neutral model has no place for. The rest of it is compared. */
export interface IdentityException {
  readonly recording: string
  readonly exchange: number
  readonly beyond: string
  readonly reason: string
}

/** Nothing unexplained. */
export const EXPLAINED: Identity['unexplained'] = { differences: [], notices: [], untold: [], beyond: [] }

/** The name is true when nothing is unexplained. */
export interface IdentityCheck {
  readonly name: string
  readonly of: 'turn' | 'request'
  run(): Promise<Identity>
}

/** What came of one turn or one request that was sent again. */
export interface Identity {
  readonly unexplained: {
    readonly differences: readonly Difference[]
    /** Notices of losses that are no removals, and removals that no notice tells of. */
    readonly notices: readonly Notice[]
    readonly untold: readonly Removal[]
    /** Things beyond the neutral model that are no exceptions, and exceptions that are not there. */
    readonly beyond: readonly string[]
  }
  readonly removals: readonly Removal[]
}

/** Every recorded turn, and every recorded request with a history, sent again to its origin. */
export function identityChecks(subject: IdentitySubject): IdentityCheck[] {
  const exchanges = subject.recordings.flatMap(readExchanges)
  return [
    ...answersIn(subject).map((turn) => checkTurn(subject, turn)),
    ...exchanges
      .filter((recorded) => hasHistory(subject, recorded))
      .map((recorded) => checkRequest(subject, recorded)),
  ]
}

export interface IdentityCounts {
  readonly turns: number
  readonly requests: number
  /** How often each removal is used. */
  readonly removals: Readonly<Record<string, number>>
  /** The exceptions that name one of the requests. */
  readonly exceptions: number
}

/** What the checks of a subject come to. */
export async function countIdentity(subject: IdentitySubject): Promise<IdentityCounts> {
  const checks = identityChecks(subject)
  const identities: Identity[] = []
  for (const check of checks) identities.push(await check.run())
  const uses = identities.flatMap(({ removals }) => removals)
  const requests = subject.recordings
    .flatMap(readExchanges)
    .filter((recorded) => hasHistory(subject, recorded))
  return {
    turns: checks.filter((check) => check.of === 'turn').length,
    requests: requests.length,
    removals: Object.fromEntries(
      subject.blocks.removals.map(({ name }) => [
        name,
        uses.filter((removal) => removal.name === name).length,
      ]),
    ),
    exceptions: requests.flatMap((recorded) => exceptionsOf(subject, recorded)).length,
  }
}

function checkTurn(subject: IdentitySubject, recorded: RecordedExchange): IdentityCheck {
  return {
    name: `${recorded.name} goes back as the provider's own blocks`,
    of: 'turn',
    async run() {
      const { blocks } = subject
      const first = [user('As recorded.')]
      const answer = await call(subject, recorded, recorded.response, first)
      const last = answerTo(answer.message)
      const again = await call(subject, recorded, whole(blocks.writeAnswer([])), [
        ...first,
        answer.message,
        last,
      ])
      const sent = blocks.readRequest(again.body).slice(first.length, -last.parts.length)
      return judge(subject, blocks.readAnswer(recorded.response), sent, [...answer.notices, ...again.notices])
    },
  }
}

function hasHistory({ wire, blocks }: IdentitySubject, recorded: RecordedExchange): boolean {
  if (kindOf(wire, recorded) === 'other-endpoint') return false
  const turns = blocks.readTurns(blocks.readRequest(bodyOf(recorded)))
  return turns.some(({ role }) => role === 'assistant' || role === 'tool')
}

function checkRequest(subject: IdentitySubject, recorded: RecordedExchange): IdentityCheck {
  return {
    name: `${recorded.name} keeps every block of its history when it is sent again`,
    of: 'request',
    async run() {
      const { blocks } = subject
      const all = blocks.readRequest(bodyOf(recorded))
      const kept = all.filter((block) => blocks.beyond(block, all) === undefined)
      const messages = await readHistory(subject, recorded, kept)
      const again = await call(subject, recorded, whole(blocks.writeAnswer([])), messages)
      const identity = judge(subject, kept, blocks.readRequest(again.body), again.notices)
      const beyond = all.flatMap((block) => blocks.beyond(block, all) ?? [])
      return {
        ...identity,
        unexplained: { ...identity.unexplained, beyond: unlisted(subject, recorded, beyond) },
      }
    },
  }
}

// The codec itself reads the assistant's blocks, in the conversation that they stand in: no one else knows its `replay`.
async function readHistory(
  subject: IdentitySubject,
  recorded: RecordedExchange,
  kept: readonly JsonObject[],
): Promise<readonly Message[]> {
  const messages: Message[] = []
  for (const turn of subject.blocks.readTurns(kept)) {
    if (turn.role !== 'assistant') messages.push(turn)
    else {
      const answer = whole(subject.blocks.writeAnswer(turn.blocks))
      messages.push((await call(subject, recorded, answer, [...messages])).message)
    }
  }
  return messages
}

async function call(
  subject: IdentitySubject,
  recorded: RecordedExchange,
  response: RecordedResponse,
  messages: readonly Message[],
): Promise<Asked> {
  const asked = await askRecorded(subject, recorded, messages, response)
  return { ...asked, notices: asked.notices.filter(({ action }) => action !== 'advice') }
}

function judge(
  { blocks }: IdentitySubject,
  recorded: readonly JsonObject[],
  sent: readonly JsonObject[],
  notices: readonly Notice[],
): Identity {
  const { differences, removals } = compareBlocks(blocks, recorded, sent)
  const told = [...Object.keys(blocks.beside), ...removals.flatMap(({ notice }) => notice ?? [])]
  return {
    unexplained: {
      differences,
      notices: notices.filter(({ code }) => !told.includes(code)),
      untold: removals.filter(
        ({ notice }) => notice !== undefined && notices.every(({ code }) => code !== notice),
      ),
      beyond: [],
    },
    removals,
  }
}

function unlisted(subject: IdentitySubject, recorded: RecordedExchange, beyond: readonly string[]): string[] {
  const listed = exceptionsOf(subject, recorded).map((exception) => exception.beyond)
  return [
    ...new Set(beyond.filter((name) => !listed.includes(name))),
    ...listed.filter((name) => !beyond.includes(name)).map((name) => `no ${name}`),
  ]
}

function exceptionsOf(
  { exceptions }: IdentitySubject,
  { recording, index }: RecordedExchange,
): IdentityException[] {
  return exceptions.filter((exception) => exception.recording === recording && exception.exchange === index)
}

function bodyOf({ request }: RecordedExchange): JsonObject {
  return isJsonObject(request?.body) ? request.body : {}
}
