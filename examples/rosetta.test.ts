// The literals are written from the providers' documentation; the adapters must come to the same.
import { anthropic } from '@dragoman/anthropic'
import { judge } from '@dragoman/conformance/judge'
import { ROSETTA, ROSETTA_WIRES, sent, type RosettaWire } from '@dragoman/conformance/rosetta'
import type { AdapterOptions, Fetch, Model } from '@dragoman/core'
import { openai } from '@dragoman/openai'
import { describe, expect, it, test } from 'vitest'
import { readPage } from '../scripts/readme.ts'
import { PAGE, rosettaPage } from '../scripts/rosetta.ts'

const ADAPTERS: Readonly<Record<RosettaWire, (id: string, options: AdapterOptions<object>) => Model>> = {
  'openai.chat': openai.chat,
  'openai.responses': openai.responses,
  'anthropic.messages': anthropic,
}

describe.each(ROSETTA)('$name', ({ request, literal, notices = {}, foreignFields = {} }) => {
  it.each(ROSETTA_WIRES)('is said on %s as its documentation has it', async (wire) => {
    const model = (fetch: Fetch): Model =>
      ADAPTERS[wire](literal[wire]['model'] as string, { apiKey: 'no-key', fetch })
    expect(await sent(model, request)).toEqual({ body: literal[wire], notices: notices[wire] ?? [] })
  })

  it.each(ROSETTA_WIRES)('is taken by the judge of %s', (wire) => {
    const findings = judge(wire, literal[wire]).map(({ rule, path }) => `${rule} at ${path}`)
    expect(findings).toEqual((foreignFields[wire] ?? []).map((path) => `foreign-field at ${path}`))
  })
})

test(`${PAGE} says what the phrases say`, async () => {
  expect(await readPage(PAGE)).toBe(rosettaPage())
})
