import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { ERROR_CODES } from '@dragoman/core'

const document = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8')
const sections = document.split(/^## /m).slice(1)

describe('docs/errors.md', () => {
  test('has one heading for each error code, in the order of the table', () => {
    expect(sections.map((section) => section.split('\n')[0])).toEqual(
      Object.keys(ERROR_CODES).map((code) => `\`${code}\``),
    )
  })

  test('says of each code when it comes, gives an example, and says what to do', () => {
    const incomplete = sections.filter(
      (section) => !/\*\*When\.\*\*[^]+\*\*Example\.\*\*[^]+\*\*Do\.\*\*/.test(section),
    )
    expect(incomplete).toEqual([])
  })

  test('says of each code whether another attempt may succeed, as the table does', () => {
    const documented = sections.map((section) => /\*\*Retryable:\*\* (yes|no)/.exec(section)?.[1])
    expect(documented).toEqual(Object.values(ERROR_CODES).map((retryable) => (retryable ? 'yes' : 'no')))
  })
})
