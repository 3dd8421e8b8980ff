import { Type } from '@sinclair/typebox'
import * as TypeBox from 'typebox'
import { expectTypeOf } from 'vitest'
import { content, tool, type FunctionTool, type Infer, type Schema, type ToolContext } from '@dragoman/core'

const described = { name: 'weather', description: 'Tells the weather.' }

// The input of a tool has the type that its TypeBox 0.34 schema describes.
const declared = tool({
  ...described,
  input: Type.Object({
    city: Type.String(),
    days: Type.Optional(Type.Integer()),
    unit: Type.Union([Type.Literal('C'), Type.Literal('F')]),
    near: Type.Array(Type.Object({ km: Type.Number() })),
  }),
  execute(input, context) {
    expectTypeOf(input).toEqualTypeOf<{
      city: string
      days?: number
      unit: 'C' | 'F'
      near: { km: number }[]
    }>()
    expectTypeOf(context).toEqualTypeOf<ToolContext>()
  },
})
expectTypeOf(declared).toEqualTypeOf<FunctionTool>()

// Recursive and referenced schemas of TypeBox 0.34 are inferred too.
const tree = Type.Recursive((self) => Type.Object({ name: Type.String(), leaves: Type.Array(self) }))
tool({
  ...described,
  input: Type.Object({ tree }),
  execute: ({ tree: { leaves } }) => expectTypeOf(leaves[0]?.name).toEqualTypeOf<string | undefined>(),
})

// The same for TypeBox 1.x.
tool({
  ...described,
  input: TypeBox.Object({
    city: TypeBox.String(),
    days: TypeBox.Optional(TypeBox.Integer()),
    unit: TypeBox.Union([TypeBox.Literal('C'), TypeBox.Literal('F')]),
  }),
  execute: (input) => expectTypeOf(input).toEqualTypeOf<{ city: string; days?: number; unit: 'C' | 'F' }>(),
})

// Raw JSON Schema carries no type, written in place or given as a value.
tool({
  ...described,
  input: { type: 'object', properties: { city: { type: 'string' } } },
  execute: (input) => expectTypeOf(input).toEqualTypeOf<unknown>(),
})
const raw: object = { type: 'object' }
tool({ ...described, input: raw, execute: (input) => expectTypeOf(input).toEqualTypeOf<unknown>() })
expectTypeOf<Infer<Schema>>().toEqualTypeOf<unknown>()

// Any output will do, at once or later.
tool({ ...described, input: {}, execute: () => undefined })
tool({ ...described, input: {}, execute: () => Promise.resolve({ sun: true }) })
tool({ ...described, input: {}, execute: () => content('No such city', { isError: true }) })

// @ts-expect-error A schema is an object.
tool({ ...described, input: 'object' })
// @ts-expect-error The model must be told what a tool does.
tool({ name: 'weather', input: {} })
