import { Type } from '@sinclair/typebox'
import { describe, expect, test } from 'vitest'
import {
  DragomanError,
  hostedTool,
  run,
  tool,
  type Message,
  type Model,
  type RunOptions,
} from '@dragoman/core'
import { failureOf } from './collect.ts'
import { recording } from './recording.ts'

const ping = tool({ name: 'ping', description: 'Pings.', input: Type.Object({}) })
const hosted = hostedTool({ wire: 'acme.chat', name: 'ping', definition: {} })

describe('bad options are a config error before anything is sent', () => {
  test.each<{ options: Partial<RunOptions>; message: string }>([
    {
      options: { messages: [] },
      message: 'run() needs messages: a text or at least one message; found an empty list.',
    },
    {
      options: { messages: undefined as unknown as Message[] }, // a caller without types
      message: 'run() needs messages: a text or at least one message; found undefined.',
    },
    {
      options: { tools: [ping, ping] },
      message: 'Two tools are named "ping". The model calls tools by name: rename one.',
    },
    {
      options: { tools: [ping, hosted] },
      message: 'Two tools are named "ping". The model calls tools by name: rename one.',
    },
    {
      options: { tools: [ping], toolChoice: { tool: 'pong' } },
      message: 'toolChoice names "pong", which is not among the tools: ping.',
    },
    {
      options: { toolChoice: { tool: 'pong' } },
      message: 'toolChoice names "pong", which is not among the tools: none.',
    },
    {
      options: { toolChoice: 'required' },
      message: "toolChoice is 'required', but there are no tools: give tools, or leave toolChoice out.",
    },
    { options: { limits: { steps: 0 } }, message: 'limits.steps is 0: give a whole number above 0.' },
    { options: { limits: { steps: 1.5 } }, message: 'limits.steps is 1.5: give a whole number above 0.' },
    { options: { concurrency: 0 }, message: 'concurrency is 0: give a whole number above 0.' },
    { options: { concurrency: Infinity }, message: 'concurrency is Infinity: give a whole number above 0.' },
    { options: { deadlines: { toolMs: 0 } }, message: 'deadlines.toolMs is 0: give a number above 0.' },
    { options: { deadlines: { toolMs: NaN } }, message: 'deadlines.toolMs is NaN: give a number above 0.' },
  ])('$message', async ({ options, message }) => {
    const { model, requests } = recording(['never'])
    const given = { model, messages: 'go', ...options } as RunOptions // a Partial of the union of starts
    expect(await failureOf(run(given))).toEqual(new DragomanError('config', message))
    expect(requests).toEqual([])
  })

  test.each([
    { model: undefined, found: 'undefined' },
    { model: 'acme:large', found: '"acme:large"' },
    { model: null, found: 'null' },
    { model: {}, found: 'object' },
  ])('a model that is $found', async ({ model, found }) => {
    const untyped = model as unknown as Model // a caller without types
    expect(await failureOf(run({ model: untyped, messages: 'go' }))).toEqual(
      new DragomanError(
        'config',
        `run() needs a model, such as registry({ … })("provider:model"); found ${found}.`,
      ),
    )
  })
})
