export { capabilityRows, LEAST_CAPABLE } from './adapter/capability-rows.ts'
export type { CapabilityRow } from './adapter/capability-rows.ts'
export { CAPABILITIES_SCHEMA } from './adapter/capability-schema.ts'
export { ADAPTER_OPTIONS, defineAdapter } from './adapter/define.ts'
export type { Adapter, AdapterOptions, AdapterParts } from './adapter/define.ts'
export { isProviderName, readModelName } from './adapter/model-name.ts'
export type { ModelName } from './adapter/model-name.ts'
export { fallback } from './adapter/fallback.ts'
export type { FallbackOptions, FallbackReason } from './adapter/fallback-options.ts'
export { registry } from './adapter/registry.ts'
export { scripted } from './adapter/scripted.ts'
export type { Reply } from './adapter/scripted.ts'
export { wrap } from './adapter/wrap.ts'
export type { Middleware, NextCall } from './adapter/wrap.ts'

export { readEvents, readJson, readLines, readRefusal, retryHints } from './call/response.ts'
export { readSse, sseParser } from './call/sse.ts'
export type { SseEvent, SseParser } from './call/sse.ts'
export { codeOfStatus } from './call/status.ts'

export { run, streamRun } from './loop/run.ts'
export type { ApprovalRequest, Approve } from './loop/approval.ts'
export type { LimitName, RunEnd, RunEvent, RunResult, RunStream, RunSummary } from './loop/result.ts'
export type { Limits, OutputOf, RunOptions, RunSettings, RunStart } from './loop/options.ts'
export type { ToolEvent } from './loop/execute.ts'

export type { Alphabet, Capabilities, Dialect, SamplingSetting } from './neutral/capabilities.ts'
export type { Codec, Decoder, EncodeTarget, Fetch, Transport } from './neutral/codec.ts'
export { DragomanError, ERROR_CODES, reasonOf } from './neutral/error.ts'
export type { ErrorCode, ErrorDetails, Phase } from './neutral/error.ts'
export { accumulator, assemble } from './neutral/event.ts'
export type { Accumulator, DeltaType, MessageEnd, PartEnd, StreamEvent, WireEvent } from './neutral/event.ts'
export { base64Of, fileText } from './neutral/file.ts'
export { canonicalJson, isJsonObject, json, present } from './neutral/json.ts'
export type { JsonObject, JsonSchema, JsonValue } from './neutral/json.ts'
export { assistant, system, textOf, toolResult, user } from './neutral/message.ts'
export type {
  AssistantMessage,
  AssistantPart,
  CacheHint,
  Citation,
  FilePart,
  FileSource,
  Message,
  OpaquePart,
  Origin,
  ReasoningPart,
  Stop,
  StopReason,
  SystemMessage,
  TextPart,
  ToolCallPart,
  ToolFailure,
  ToolMessage,
  ToolResultPart,
  UserMessage,
} from './neutral/message.ts'
export type { CallOptions, Deadlines, FitPolicy, Model, Provider, RetryPolicy } from './neutral/model.ts'
export type { Notice } from './neutral/notice.ts'
export type { Effort, ModelRequest, OutputFormat, Settings, ToolChoice } from './neutral/request.ts'
export type { DiscardedAnswer, RunState } from './neutral/state.ts'
export { hostedTool } from './neutral/tool.ts'
export type { FunctionDefinition, HostedTool, ToolDefinition } from './neutral/tool.ts'
export { sumUsage } from './neutral/usage.ts'
export type { Usage } from './neutral/usage.ts'

export { fit } from './translate/fit.ts'
export type { Fitted } from './translate/fit.ts'
export type { FitTarget } from './translate/target.ts'

export type { Infer, Schema } from './schema/accept.ts'
export { checkValue } from './schema/check.ts'
export type { Violation } from './schema/violation.ts'
export { rewriteStrict } from './schema/dialect.ts'
export type { StrictRewrite, UnfitReason } from './schema/dialect.ts'
export type { Restore } from './schema/restore.ts'
export { partialInputs } from './schema/partial-inputs.ts'
export type { InputDelta, ReadableEvent } from './schema/partial-inputs.ts'
export { inputObject, parseInput } from './schema/input.ts'
export type { CheckedInput } from './schema/input.ts'
export { content, tool } from './schema/tool.ts'
export type { FunctionTool, Tool, ToolContent, ToolContext, ToolOptions, ToolOutput } from './schema/tool.ts'
