import { anthropic } from '@dragoman/anthropic'
import { registry, run, tool } from '@dragoman/core'
import { openai } from '@dragoman/openai'
import { callServer, listTools } from './mcp-server.ts'

const models = registry({ openai, responses: openai.responses, anthropic })
const model = models(process.env['DRAGOMAN_MODEL'] ?? 'openai:gpt-5.4-mini')

// A schema from elsewhere is data, not code of yours: its patterns are sent, and never run here.
const tools = (await listTools()).map(({ name, description, inputSchema }) =>
  tool({
    name,
    description,
    input: inputSchema,
    untrusted: true,
    execute: (input) => callServer(name, input),
  }),
)

const { text } = await run({ model, tools, messages: 'What will the weather be in Lisbon?' })
console.log(text)
