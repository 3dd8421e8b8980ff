/** Stands in for a client of an MCP server, such as `Client` of `@modelcontextprotocol/sdk`, and answers as one does. */
export const client = {
  async listTools(): Promise<{ readonly tools: readonly ListedTool[] }> {
    return {
      tools: [
        {
          name: 'get_forecast',
          description: 'Tells the weather of the next days in a city.',
          inputSchema: {
            $schema: 'http://json-schema.org/draft-07/schema#',
            type: 'object',
            properties: {
              city: { type: 'string', minLength: 1, pattern: '^(\\p{L}+\\s?)+$' },
              days: { type: 'integer', minimum: 1, maximum: 7, default: 3 },
            },
            required: ['city'],
          },
        },
      ],
    }
  },
  async callTool({ name, arguments: input }: ToolCall): Promise<ToolOutcome> {
    return { content: [{ type: 'text', text: `${name} was called with ${JSON.stringify(input)}: sun.` }] }
  },
}

export interface ListedTool {
  readonly name: string
  readonly description?: string
  readonly inputSchema: object
}

export interface ToolCall {
  readonly name: string
  readonly arguments: Record<string, unknown>
}

export interface ToolOutcome {
  readonly content: readonly Block[]
  readonly isError?: boolean
}

/** What a result is made of; there are more kinds than these. */
export type Block =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image'; readonly data: string; readonly mimeType: string }
  | { readonly type: 'resource_link'; readonly uri: string; readonly name: string }
