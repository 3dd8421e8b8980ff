import { expect, test } from 'vitest'
import { spawnExample } from '../spawn-example.ts'

test('the example says of each attempt why it failed', async () => {
  expect(await spawnExample('patience.ts', {})).toEqual({
    code: 0,
    stdout: 'Attempt 1 failed: overloaded. Once more.\nIt failed after 2 attempts: overloaded.\n',
    stderr: '',
  })
})
