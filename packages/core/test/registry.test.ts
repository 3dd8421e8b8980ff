import { describe, expect, test } from 'vitest'
import { DragomanError, registry, scripted, type Provider } from '@dragoman/core'

const named =
  (provider: string): Provider =>
  (id) => ({ ...scripted([]), provider, id })
const models = registry({ acme: named('acme'), 'local-2': named('local-2') })

describe('a registry', () => {
  test.each([
    { name: 'acme:large', provider: 'acme', id: 'large' },
    { name: 'acme/large', provider: 'acme', id: 'large' },
    { name: 'local-2:org/large:free', provider: 'local-2', id: 'org/large:free' },
    { name: 'local-2/org/large:free', provider: 'local-2', id: 'org/large:free' },
    { name: 'acme: large', provider: 'acme', id: ' large' },
  ])('reads "$name" as $id of $provider', ({ name, provider, id }) => {
    expect(models(name)).toMatchObject({ provider, id })
  })

  test.each([
    { name: 'other:large', message: 'Unknown provider "other" in "other:large". Configured: acme, local-2.' },
    { name: 'Acme:large', message: 'Unknown provider "Acme" in "Acme:large". Configured: acme, local-2.' },
    {
      name: 'constructor:large',
      message: 'Unknown provider "constructor" in "constructor:large". Configured: acme, local-2.',
    },
    { name: 'large', message: malformed('"large"') },
    { name: 'acme:', message: malformed('"acme:"') },
    { name: ':large', message: malformed('":large"') },
    { name: '', message: malformed('""') },
    { name: undefined, message: malformed('undefined') },
    { name: null, message: malformed('null') },
  ])('refuses $name: $message', ({ name, message }) => {
    expect(() => models(name as string)).toThrow(new DragomanError('config', message)) // a caller without types
  })

  test('of no providers says so', () => {
    expect(() => registry({})('acme:large')).toThrow(
      new DragomanError('config', 'Unknown provider "acme" in "acme:large". None is configured.'),
    )
  })

  test('refuses names that it could never find', () => {
    const provider = named('acme')
    expect(() => registry({ 'a:b': provider, ok: provider, 'a b': provider, '': provider })).toThrow(
      new DragomanError('config', 'A provider\'s name has no \':\', \'/\' or space: found "a:b", "a b", "".'),
    )
  })

  test('is itself a provider, so registries nest', () => {
    expect(registry({ all: models })('all:acme:large')).toMatchObject({ provider: 'acme', id: 'large' })
  })
})

function malformed(found: string): string {
  return `A model's name is "provider:model", such as "acme:<id>"; found ${found}. Configured providers: acme, local-2.`
}
