import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { spawnExample } from './spawn-example.ts'
import { says, startSpeakingServer } from './speaking-server.ts'

const FILE = fileURLToPath(new URL('configuration/dragoman.config.json', import.meta.url))

test('the configuration of the docs answers the program beside it', async () => {
  const server = await startSpeakingServer([says('Lisbon.')])
  try {
    const environment = { ...server.environment, DRAGOMAN_CONFIG: FILE, TEAM_OPENAI_KEY: 'any' }
    expect(await spawnExample('configuration/ask.ts', environment)).toEqual({
      code: 0,
      stdout: 'Lisbon.\n',
      stderr: '',
    })
    expect(server.asked.map(({ body }) => body['model'])).toEqual(['claude-haiku-5-5'])
  } finally {
    await server.stop()
  }
})
