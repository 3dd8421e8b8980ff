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
    if (!into) throw new Error(`${name}: there is no fixture ${original}.`)
    const { request, source, response: whole = null, stream: streamed = '' } = into
    return {
      name,
      request,
      source: `${source}; with an injection by hand`,
      injected: { into, becomes },
      ...(response && { response: JSON.parse(replace(name, JSON.stringify(whole), response)) }),
      ...(stream && { stream: replace(name, streamed, stream) }),
      ...(becomes === 'bad-response' && { expect: { error: { code: becomes } } }),
    }
  })
}

function replace(name: string, text: string, [found, put]: Replacement): string {
  if (!text.includes(found)) throw new Error(`${name}: the fixture does not hold ${found}.`)
  return text.replace(found, () => put)
}
