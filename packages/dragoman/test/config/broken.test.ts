import { DragomanError } from '@dragoman/core'
import { describe, expect, test } from 'vitest'
import { BROKEN_ADAPTERS } from './broken-adapters.ts'
import { BROKEN_KEYS } from './broken-keys.ts'
import { BROKEN_MODELS } from './broken-models.ts'
import { BROKEN_SHAPE } from './broken-shape.ts'
import { BROKEN_SURROUNDINGS } from './broken-surroundings.ts'
import { BROKEN_SYNTAX } from './broken-syntax.ts'
import { breakWith, type Broken } from './broken.ts'

const ROWS: readonly Broken[] = [
  ...BROKEN_SYNTAX,
  ...BROKEN_SHAPE,
  ...BROKEN_ADAPTERS,
  ...BROKEN_KEYS,
  ...BROKEN_MODELS,
  ...BROKEN_SURROUNDINGS,
]

describe('a broken configuration says what is wrong, where, and what to do', () => {
  test.each(ROWS)('$kind', async ({ message, ...broken }) => {
    const error = await breakWith(broken)
    expect(DragomanError.is(error) && { code: error.code, message: error.message }).toEqual({
      code: 'config',
      message,
    })
    for (const secret of secretsIn(broken)) expect(JSON.stringify(error)).not.toContain(secret)
    for (const secret of secretsIn(broken)) expect(message).not.toContain(secret)
  })

  test('each kind is told once', () => {
    expect(new Set(ROWS.map(({ kind }) => kind)).size).toBe(ROWS.length)
  })
})

const SECRETS = [
  'sk-proj-abcdefghijklmnop1234',
  'hunter2secret',
  'acme-key-abcdefghij1234',
  'abcdefghijklmnop1234',
]

function secretsIn(broken: object): readonly string[] {
  const text = JSON.stringify(broken)
  return SECRETS.filter((secret) => text.includes(secret))
}
