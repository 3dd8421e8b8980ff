import { expectTypeOf } from 'vitest'
import {
  assistant,
  registry,
  scripted,
  type Adapter,
  type AdapterOptions,
  type AssistantPart,
  type ErrorCode,
  type JsonValue,
  type Model,
  type Origin,
  type Provider,
  type RunEvent,
  type StreamEvent,
  type ToolCallPart,
  type WireEvent,
} from '@dragoman/core'

declare const event: StreamEvent
declare const runEvent: RunEvent
declare const part: AssistantPart
declare const adapter: Adapter<AdapterOptions<object>>

// The call adds the origin to what a codec yields, and every other event passes as it is.
if (event.type === 'message-start') {
  expectTypeOf(event).toEqualTypeOf<{ readonly type: 'message-start'; readonly origin: Origin }>()
}
expectTypeOf<Exclude<WireEvent, { type: 'message-start' }>>().toExtend<StreamEvent>()
expectTypeOf<StreamEvent>().toExtend<RunEvent>()

// The arguments of a call can be read while they come.
if (runEvent.type === 'input-delta') expectTypeOf(runEvent.partial).toEqualTypeOf<JsonValue | undefined>()

// Parts and codes are told apart by one word.
if (part.type === 'tool-call') expectTypeOf(part).toEqualTypeOf<ToolCallPart>()
expectTypeOf<'rate-limit'>().toExtend<ErrorCode>()
expectTypeOf<'429'>().not.toExtend<ErrorCode>()

// Adapters, registries and functions are providers; a script is a model.
expectTypeOf(adapter).toExtend<Provider>()
expectTypeOf(registry({ adapter, script: () => scripted(['Hi']) })).toEqualTypeOf<Provider>()
expectTypeOf(scripted([assistant('Hi'), [part], () => 'Hi', new Error('no')])).toEqualTypeOf<Model>()

// Messages are read-only.
expectTypeOf(assistant('Hi').parts).toEqualTypeOf<readonly AssistantPart[]>()
