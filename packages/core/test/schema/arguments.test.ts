import { expect, test } from 'vitest'
import { parseInput, type JsonValue } from '@dragoman/core'

const REFUSED = 'The arguments must not '

test.each<{ what: string; text: string; problem: string }>([
  {
    what: 'a key that replaces a prototype',
    text: '{"a":{"__proto__":{}}}',
    problem: 'hold a key "__proto__", or "prototype" in a key "constructor": leave it out.',
  },
  {
    what: 'an integer that would be rounded',
    text: '{"id":12345678901234567890}',
    problem:
      'hold the number 12345678901234567890, which would arrive as 12345678901234567000. Exact are integers up to 9007199254740991; send a longer one as a string where the schema takes one.',
  },
  {
    what: 'a number without end',
    text: '[1e400]',
    problem:
      'hold the number 1e400, which would arrive as Infinity. Exact are integers up to 9007199254740991; send a longer one as a string where the schema takes one.',
  },
  {
    what: 'half of a pair',
    text: '{"a":"\\ud83d"}',
    problem: 'hold half of a surrogate pair (\\ud800 to \\udfff): write the whole character.',
  },
  {
    what: 'half of a pair in a name',
    text: '{"\udc00":1}',
    problem: 'hold half of a surrogate pair (\\ud800 to \\udfff): write the whole character.',
  },
  {
    what: 'what is too deep',
    text: `${'['.repeat(513)}${']'.repeat(513)}`,
    problem: 'be nested deeper than 512 levels: send a flatter form.',
  },
  {
    what: 'what is too long',
    text: `"${'x'.repeat(10 * 2 ** 20 - 1)}"`,
    problem: 'be longer than 10485760 letters: send less at a time.',
  },
])('refuses $what, and tells the model what to do', ({ text, problem }) => {
  expect(parseInput(text)).toEqual({ ok: false, problem: REFUSED + problem })
})

test.each<{ what: string; text: string; input: JsonValue }>([
  { what: 'no text as no arguments', text: ' \n', input: {} },
  { what: 'the last of two equal keys', text: '{"a":1,"a":2}', input: { a: 2 } },
  { what: 'a whole pair, also escaped', text: '["😀","\\ud83d\\ude00"]', input: ['😀', '😀'] },
  { what: 'digits in a text', text: '{"id":"12345678901234567890"}', input: { id: '12345678901234567890' } },
  {
    what: 'a quote in a text',
    text: '["\\"[[99999999999999999999\\\\"]',
    input: ['"[[99999999999999999999\\'],
  },
  { what: 'an exact integer', text: '[-9007199254740991,1e21,0.1]', input: [-9007199254740991, 1e21, 0.1] },
])('takes $what', ({ text, input }) => {
  expect(parseInput(text)).toEqual({ ok: true, input })
})

test('takes what is as deep as it may be', () => {
  expect(parseInput(`${'['.repeat(512)}${']'.repeat(512)}`).ok).toBe(true)
})
