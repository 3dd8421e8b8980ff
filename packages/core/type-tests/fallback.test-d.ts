import { expectTypeOf } from 'vitest'
import {
  fallback,
  scripted,
  wrap,
  type DiscardedAnswer,
  type FallbackOptions,
  type FallbackReason,
  type Middleware,
  type Model,
  type RunState,
} from '@dragoman/core'

// A fallback and a wrapped model are models, of which either is made again.
expectTypeOf(
  fallback([scripted([]), fallback([scripted([])])], { on: { refusal: true } }),
).toEqualTypeOf<Model>()
expectTypeOf(wrap(fallback([scripted([])]), (request, _, next) => next(request))).toEqualTypeOf<Model>()

// Only reasons for which another model may do better can be chosen.
expectTypeOf<FallbackReason>().not.toEqualTypeOf<string>()
expectTypeOf<{ auth: true }>().not.toExtend<FallbackOptions['on']>()

// A generator is a middleware, and so is a function that returns what next gave.
expectTypeOf(async function* () {
  yield { type: 'retry', attempt: 1, delayMs: 0, code: 'server' } as const
}).toExtend<Middleware>()

// A state of an earlier release has no list of discarded answers.
expectTypeOf<RunState['discarded']>().toEqualTypeOf<readonly DiscardedAnswer[] | undefined>()
