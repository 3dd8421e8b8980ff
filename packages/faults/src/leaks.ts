import { inspect } from 'node:util'
import { DragomanError } from '@dragoman/core'

/** Where a key stands in what a run gave out, each in a word. */
export function findLeaks(key: string, given: Readonly<Record<string, unknown>>): readonly string[] {
  const forms = formsOf(key)
  return Object.entries(given).flatMap(([name, value]) => {
    return viewsOf(value).flatMap(([view, text]) =>
      forms.some((form) => text.includes(form)) ? [`the key stands in ${name}, by ${view}`] : [],
    )
  })
}

function formsOf(key: string): readonly string[] {
  const base64 = Buffer.from(key).toString('base64')
  return [key, encodeURIComponent(key), base64.replace(/=+$/, ''), Buffer.from(key).toString('base64url')]
}

// All that a program may print or log of it.
function viewsOf(value: unknown): readonly (readonly [string, string])[] {
  const views: readonly (readonly [string, string])[] = [
    ['util.inspect', inspect(value, { depth: 12, maxStringLength: null, maxArrayLength: null })],
    [
      'util.inspect with what is hidden',
      inspect(value, { depth: 12, showHidden: true, maxStringLength: null }),
    ],
    ['JSON', JSON.stringify(value) ?? ''],
    ['String', value instanceof Error ? String(value) : ''],
  ]
  if (!DragomanError.is(value)) return views
  const { message, stack = '', state, partial, cause } = value
  return [
    ...views,
    ['message', message],
    ['stack', stack],
    ['the JSON of its state', JSON.stringify(state) ?? ''],
    ['the JSON of its partial', JSON.stringify(partial) ?? ''],
    ['the JSON of its cause', JSON.stringify(cause) ?? ''],
  ]
}
