import { Type } from '@sinclair/typebox'
import * as typebox from 'typebox'
import { type } from 'arktype'
import { expectTypeOf } from 'vitest'
import { z } from 'zod'
import { run, streamRun, type Model, type RunResult, type RunStream } from '@dragoman/core'

declare const model: Model
const asked = { model, messages: 'Who?' } as const

// The output is what the schema describes, and stands only where the run is done.
const result = await run({ ...asked, output: Type.Object({ name: Type.String() }) })
if (result.end === 'done') expectTypeOf(result.output).toEqualTypeOf<{ name: string }>()
else expectTypeOf(result).not.toHaveProperty('output')

// The same for every library of schemas.
expectTypeOf(
  run({ ...asked, output: typebox.Type.Object({ name: typebox.Type.String() }) }),
).resolves.toEqualTypeOf<RunResult<{ name: string }>>()
expectTypeOf(run({ ...asked, output: z.array(z.string().transform(Number)) })).resolves.toEqualTypeOf<
  RunResult<number[]>
>()
expectTypeOf(run({ ...asked, output: type({ 'name?': 'string' }) })).resolves.toEqualTypeOf<
  RunResult<{ name?: string }>
>()
expectTypeOf(run({ ...asked, output: { type: 'object' } })).resolves.toEqualTypeOf<RunResult<unknown>>()
expectTypeOf(streamRun({ ...asked, output: z.string() })).toEqualTypeOf<RunStream<string>>()

// Without a schema there is none.
expectTypeOf(run(asked)).resolves.toEqualTypeOf<RunResult>()
