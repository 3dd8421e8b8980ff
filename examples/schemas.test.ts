import { expect, test } from 'vitest'
import { spawnExample } from './spawn-example.ts'

test('a strict tool is told what was wrong, and then runs', async () => {
  expect(await spawnExample('strict-tool.ts', {})).toEqual({
    code: 0,
    stdout: String.raw`[{"type":"text","text":"The arguments must fit the schema:\n- /city: must not have fewer than 1 characters (found \"\")"}]
[{"type":"text","text":"Sun in Lisbon, for 3 days."}]
`,
    stderr: '',
  })
})
