import { judge, judgeRules, JUDGED_WIRES } from '@dragoman/conformance/judge'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const FIELDS = (
  'messages input tools tool_choice system role content type tool_calls function id name parameters input_schema ' +
  'properties $ref anyOf items required strict call_id tool_call_id tool_use_id source text thinking cache_control ' +
  'schema response_format json_schema output_config format __proto__'
).split(' ')

const WORDS = (
  'user assistant system tool text tool_use tool_result thinking function_call object function_call_output reasoning ' +
  'message function json_schema enabled # #/$defs/% data:;base64,'
).split(' ')

describe('the judge', () => {
  test('says what is wrong, where, and how it knows', () => {
    const body = {
      model: 'claude-opus-4-8',
      max_tokens: 100,
      messages: [{ role: 'user', content: [{ type: 'text', text: ' ' }] }],
      seed: 1,
    }
    expect(judge('anthropic.messages', body)).toEqual([
      {
        rule: 'foreign-field',
        path: 'seed',
        message: 'is no field of the wire',
        source: '@anthropic-ai/sdk 1.12.0: MessageCreateParamsBase',
      },
      {
        rule: 'text-blank',
        path: 'messages[0].content[0].text',
        message: 'is blank',
        source: 'cases 20, 25 and 29; anthropics/anthropic-sdk-python#461',
      },
    ])
  })

  test('tells all that is wrong, each place once', () => {
    const found = judge('openai.responses', {
      input: [
        { role: 'assistant', content: [{ type: 'output_text', text: 'a', foreign: 1 }] },
        { type: 'function_call', call_id: '', name: 'a b', arguments: {} },
      ],
    })
    expect(found.map(({ rule, path }) => `${rule} ${path}`)).toEqual([
      'foreign-field input[0].content[0].foreign',
      'wrong-value input[1].arguments',
      'call-unanswered input[1].call_id',
      'call-id-length input[1].call_id',
      'tool-name input[1].name',
    ])
  })

  test.each(JUDGED_WIRES)('never changes a body of %s, and never throws, whatever the body is', (wire) => {
    const part = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.jsonValue(),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...FIELDS), tie('value'), { maxKeys: 6 }),
        fc.constantFrom(...WORDS),
      ),
    })).value
    const body = fc.dictionary(fc.constantFrom(...FIELDS), part, { maxKeys: 8 })
    fc.assert(
      fc.property(fc.oneof(body, part), (value) => {
        const before = JSON.stringify(value)
        judge(wire, value)
        expect(JSON.stringify(value)).toBe(before)
      }),
      { numRuns: 500 },
    )
  })

  test('has a source for every rule, and each rule of a wire once', () => {
    const rules = judgeRules()
    expect(rules.filter(({ source }) => source === '')).toEqual([])
    expect(new Set(rules.map(({ wire, name }) => `${wire} ${name}`)).size).toBe(rules.length)
  })
})
