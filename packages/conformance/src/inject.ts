import { reasonOf, type JsonValue } from '@dragoman/core'
import type { Fixture, Injected } from './subject.ts'

/** Something that a later version of the wire could send, or that a broken server does, put into a fixture. */
export interface Injection {
  readonly name: string
  /** The name of the fixture. */
  readonly into: string
  readonly becomes: Injected['becomes']
  /** What stands in place of what, the first time: in the text of the whole answer as compact JSON, in the stream, or in both. */
  readonly response?: Replacement
  readonly stream?: Replacement
}

export type Replacement = readonly [found: string, put: string]

/** The fixtures of injections, to stand beside those that they are made of. */
export function inject(fixtures: readonly Fixture[], injections: readonly Injection[]): readonly Fixture[] {
  return injections.map(({ name, into: original, becomes, response, stream }) => {
    const into = fixtures.find((fixture) => fixture.name === original)
    if (!into) throw new Error(`The injection "${name}" ${goesNowhere(original, fixtures)}`)
    const { request, source } = into
    if (!response && !stream) {
      throw new Error(
        `The injection "${name}" changes nothing: give what it replaces in "response" or "stream".`,
      )
    }
    return {
      name,
      request,
      source: `${source}; with an injection by hand`,
      injected: { into, becomes },
      ...(response && { response: replaceWhole(name, into, response) }),
      ...(stream && { stream: replace(name, into, 'stream', stream) }),
      ...(becomes === 'bad-response' && { expect: { error: { code: becomes } } }),
    }
  })
}

function goesNowhere(into: string, fixtures: readonly Fixture[]): string {
  const known = fixtures.map(({ name }) => name).join(', ') || 'none'
  return `goes into "${into}", but no fixture has that name (there are: ${known}).`
}

function replaceWhole(name: string, into: Fixture, replacement: Replacement): JsonValue {
  const text = replace(name, into, 'response', replacement)
  try {
    return JSON.parse(text) as JsonValue // what JSON.parse returns
  } catch (cause) {
    const reason = reasonOf(cause)
    throw new Error(
      `The injection "${name}" leaves the response of "${into.name}" without its form: ${reason}`,
      {
        cause,
      },
    )
  }
}

function replace(
  name: string,
  into: Fixture,
  form: 'response' | 'stream',
  [found, put]: Replacement,
): string {
  const text = form === 'stream' ? into.stream : into.response && JSON.stringify(into.response)
  if (!text) throw new Error(`The injection "${name}" changes the ${form} of "${into.name}", which has none.`)
  if (!text.includes(found)) {
    throw new Error(
      `The injection "${name}" replaces ${found}, which the ${form} of "${into.name}" does not hold.`,
    )
  }
  return text.replace(found, () => put)
}
