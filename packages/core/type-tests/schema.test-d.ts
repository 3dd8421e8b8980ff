import { toStandardJsonSchema } from '@valibot/to-json-schema'
import { type } from 'arktype'
import * as valibot from 'valibot'
import { expectTypeOf } from 'vitest'
import { z } from 'zod'
import { tool, type Infer } from '@dragoman/core'

const described = { name: 'weather', description: 'Tells the weather.' }

// The input of a tool is what its zod schema gives out, not what the model sent.
const zod = z.object({ city: z.string(), days: z.number().optional(), when: z.string().transform(Number) })
tool({
  ...described,
  input: zod,
  execute: (input) =>
    expectTypeOf(input).toEqualTypeOf<{ city: string; days?: number | undefined; when: number }>(),
})
expectTypeOf<Infer<typeof zod>>().toEqualTypeOf<z.output<typeof zod>>()

// A root that is no object reaches the tool as itself.
tool({
  ...described,
  input: z.array(z.string()),
  execute: (input) => expectTypeOf(input).toEqualTypeOf<string[]>(),
})

// The same for valibot, through its converter.
const plain = valibot.object({ city: valibot.string(), days: valibot.optional(valibot.number()) })
tool({
  ...described,
  input: toStandardJsonSchema(plain),
  execute: (input) => expectTypeOf(input).toEqualTypeOf<{ city: string; days?: number | undefined }>(),
})

// The same for arktype.
tool({
  ...described,
  input: type({ city: 'string', 'days?': 'number' }),
  execute: (input) => expectTypeOf(input).toEqualTypeOf<{ city: string; days?: number }>(),
})

// A schema from a server carries no type.
tool({
  ...described,
  input: { type: 'object' },
  untrusted: true,
  execute: (input) => expectTypeOf(input).toEqualTypeOf<unknown>(),
})

// @ts-expect-error A Standard Schema without a JSON Schema cannot be sent.
tool({ ...described, input: plain })
