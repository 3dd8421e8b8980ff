export type { Asked } from './ask.ts'
export { findCorpus, readRecordings } from './corpus.ts'
export type { Corpus, Exchange, RecordedApi, RecordedResponse, Recording } from './corpus.ts'
export { readFixtures } from './fixtures.ts'
export type { FixtureMeta } from './fixtures.ts'
export { framesOf } from './framing.ts'
export type { Frame, Framing } from './framing.ts'
export { inject } from './inject.ts'
export type { Injection, Replacement } from './inject.ts'
export { LAWS, laws } from './kit.ts'
export type { Check } from './kit.ts'
export type { Law, Need } from './law.ts'
export { findUntold } from './losses.ts'
export { Breach } from './observe.ts'
export type { Removal, Spelling, WireBlocks } from './recorded/blocks.ts'
export { chatBlocks } from './recorded/chat-blocks.ts'
export { recordedChat } from './recorded/chat.ts'
export { recordedChecks } from './recorded/checks.ts'
export type { RecordedCheck } from './recorded/checks.ts'
export { countRecordings } from './recorded/counts.ts'
export type { RecordedCounts } from './recorded/counts.ts'
export { handOver, recordedConversations } from './recorded/handoff.ts'
export type { Handoff, HandoffOrigin, HandoffTarget, RecordedConversation } from './recorded/handoff.ts'
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
export { loadSubjects, SubjectError } from './load-subjects.ts'
export { hasFailures, report } from './report.ts'
export type { Failure, KnownFailureReport, LawReport, Report, Skip, SubjectReport } from './report.ts'
export { runProgram } from './program.ts'
export type { Output } from './program.ts'
export { recordLive } from './live.ts'
export type { LiveRecord } from './live.ts'
export { reportPage } from './report-page.ts'
export { bodyText, replayFetch, seededRandom } from './replay-fetch.ts'
export type { Chunks, ReplayOptions } from './replay-fetch.ts'
export type {
  AnswerContent,
  Expectation,
  Fixture,
  GrowingContent,
  Injected,
  KnownFailure,
  Making,
  Subject,
  Verdict,
} from './subject.ts'
