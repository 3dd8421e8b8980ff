import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { says, startSpeakingServer } from '../speaking-server.ts'
import { spawnExample } from '../spawn-example.ts'

test('middleware stands around middleware: what comes from the cache is logged, and not recorded', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'together-'))
  const server = await startSpeakingServer([says('Sines.')])
  try {
    const file = join(folder, 'calls.jsonl')
    const environment = { ...server.environment, DRAGOMAN_MODEL: 'anthropic:claude-haiku-5-5' }
    const { stderr, ...ended } = await spawnExample('wrap/together.ts', environment, [file])
    expect(ended).toEqual({ code: 0, stdout: 'Sines.\nSines.\n' })
    expect(stderr.replaceAll(/\d+ ms/g, 'n ms')).toBe(
      'anthropic:claude-haiku-5-5 ended with stop, 96 tokens in, 40 out after n ms\n'.repeat(2),
    )
    expect(server.asked).toHaveLength(1)
    expect((await readFile(file, 'utf8')).match(/"request":/g)).toHaveLength(1)
  } finally {
    await server.stop()
    await rm(folder, { recursive: true })
  }
})
