export { findCorpus, readRecordings } from './corpus.ts'
export type { Corpus, Exchange, RecordedApi, RecordedResponse, Recording } from './corpus.ts'
export { readFixtures } from './fixtures.ts'
export { LAWS, laws } from './kit.ts'
export type { Check } from './kit.ts'
export type { Law, Need } from './law.ts'
export { Breach } from './observe.ts'
export { chatBlocks } from './recorded/chat-blocks.ts'
export { recordedChat } from './recorded/chat.ts'
export { recordedChecks } from './recorded/checks.ts'
export type { RecordedCheck } from './recorded/checks.ts'
export { countRecordings } from './recorded/counts.ts'
export type { RecordedCounts } from './recorded/counts.ts'
export { countIdentity, EXPLAINED, identityChecks } from './recorded/identity.ts'
export type {
  Identity,
  IdentityCheck,
  IdentityCounts,
  IdentityException,
  IdentitySubject,
} from './recorded/identity.ts'
export { messagesBlocks } from './recorded/messages-blocks.ts'
export { recordedMessages } from './recorded/messages.ts'
export { responsesBlocks } from './recorded/responses-blocks.ts'
export { recordedResponses } from './recorded/responses.ts'
export type { RecordedException, RecordedSubject } from './recorded/subject.ts'
export type { RecordedWire } from './recorded/wire.ts'
export { bodyText, replayFetch, seededRandom } from './replay-fetch.ts'
export type { Chunks, ReplayOptions } from './replay-fetch.ts'
export type { Expectation, Fixture, Subject } from './subject.ts'
