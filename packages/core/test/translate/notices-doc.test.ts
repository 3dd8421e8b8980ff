import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ERROR_CODES, fit, type Notice } from '@dragoman/core'
import { OWN } from './conversation.ts'
import { capabilities, requests } from './histories.ts'

const ROOT = new URL('../../../../', import.meta.url)

const sections = readFileSync(new URL('docs/notices.md', ROOT), 'utf8')
  .split(/^## /m)
  .slice(1)
  .map((section) => ({ code: /^`([a-z-]+)`\n/.exec(section)?.[1] ?? section, section }))

describe('docs/notices.md', () => {
  test('has one heading for each code that core and the adapters report, in the order of the alphabet', () => {
    const codes = new Set([...writtenCodes(), ...seenNotices().map(({ code }) => code)])
    expect(sections.map(({ code }) => code)).toEqual([...codes].toSorted())
  })

  test('says of each code when it comes and what to do', () => {
    const incomplete = sections.filter(
      ({ section }) => !/\*\*When\.\*\* [^]+\n\n\*\*Do\.\*\* \S/.test(section),
    )
    expect(incomplete).toEqual([])
  })

  test('says of each code what is done, as the notices do', () => {
    const undocumented = seenNotices().filter(({ code, action }) => {
      const documented = sections.find((section) => section.code === code)?.section ?? ''
      return !/\*\*Action:\*\* (.*)/.exec(documented)?.[1]?.split(', ').includes(action)
    })
    expect(undocumented).toEqual([])
  })
})

/** The codes that the sources hold as they are. Others are put together, and seen when they come. */
function writtenCodes(): readonly string[] {
  return ['core', 'openai', 'anthropic'].flatMap((name) => {
    const folder = new URL(`packages/${name}/src/`, ROOT)
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    return files
      .filter((file) => file.endsWith('.ts') && !file.endsWith('error.ts'))
      .flatMap((file) => readFileSync(new URL(file, folder), 'utf8').match(/\bcode(:| =) .*/g) ?? [])
      .flatMap((line) => [...line.matchAll(/(?:\bcode: ['`]([a-z]+)|['`]([a-z]+(?:-[a-z]+)+))['`]/g)])
      .map(([, word, words = '']) => word ?? words)
      .filter((code) => !(code in ERROR_CODES))
  })
}

function seenNotices(): readonly Notice[] {
  const drawn = fc.sample(fc.tuple(requests(), capabilities()), { seed: 1, numRuns: 1_000 })
  return drawn.flatMap(([request, takes]) => fit(request, { ...OWN, capabilities: takes }).notices)
}
