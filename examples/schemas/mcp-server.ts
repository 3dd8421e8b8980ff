/** What an MCP server answers to `tools/list`. */
export async function listTools(): Promise<readonly ListedTool[]> {
  return [
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
  ]
}

/** What the same server answers to `tools/call`. */
export async function callServer(name: string, input: unknown): Promise<string> {
  return `${name} was called with ${JSON.stringify(input)}: sun.`
}

export interface ListedTool {
  readonly name: string
  readonly description: string
  readonly inputSchema: object
}
