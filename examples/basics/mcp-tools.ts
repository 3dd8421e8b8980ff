import { content, models, run, tool, type FilePart, type TextPart } from 'dragoman'
import { client, type Block, type ListedTool } from './mcp-client.ts'

const { tools } = await client.listTools()
const messages = 'What will the weather be in Lisbon?'
const { text } = await run({ model: (await models())(), tools: tools.map(offer), messages })
console.log(text)

function offer({ name, description = '', inputSchema }: ListedTool) {
  return tool({
    name,
    description,
    input: inputSchema,
    // A schema from elsewhere is data, not code of yours: its patterns are sent, and never run here.
    untrusted: true,
    async execute(input) {
      const given = input as Record<string, unknown> // as checked: MCP's schemas are of objects
      const { content: blocks, isError = false } = await client.callTool({ name, arguments: given })
      return content(blocks.map(read), { isError })
    },
  })
}

function read(block: Block): TextPart | FilePart {
  if (block.type === 'text') return { type: 'text', text: block.text }
  if (block.type !== 'image') return { type: 'text', text: JSON.stringify(block) }
  return { type: 'file', mediaType: block.mimeType, source: { type: 'base64', base64: block.data } }
}
