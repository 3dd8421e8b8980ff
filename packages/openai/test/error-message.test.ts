import { DragomanError, type JsonValue } from '@dragoman/core'
import { openai } from '@dragoman/openai'
import { expect, test } from 'vitest'
import { REQUEST } from './tables/row.ts'

test.each<{ form: string; body: JsonValue; message: string }>([
  { form: 'an object', body: { error: { message: 'No such model.' } }, message: '400 No such model.' },
  { form: 'a text', body: { error: 'No such model.' }, message: '400 No such model.' },
  {
    form: 'an object around what another server said',
    body: { error: { message: 'Provider returned error', metadata: { raw: 'No such model.' } } },
    message: '400 Provider returned error: No such model.',
  },
  { form: 'a list', body: [{ error: { message: 'No such model.' } }], message: '400 No such model.' },
])('the message of an error says what the server said in $form', async ({ body, message }) => {
  const model = openai('gpt-5.5', {
    apiKey: 'no-key',
    fetch: async () => Response.json(body, { status: 400 }),
  })
  const failure = await Array.fromAsync(model.call(REQUEST)).catch((error: unknown) => error)
  expect(DragomanError.is(failure) && failure.message).toBe(message)
})
