import type { AssistantMessage } from '@dragoman/core'
import type { Law } from '../law.ts'
import { Breach, endedWell, expectSame, meaning, observeStream, observeWhole } from '../observe.ts'
import type { Fixture, Injected, Subject } from '../subject.ts'

export const forward: Law = {
  name: 'forward',
  says: 'what a later version of the wire adds is carried or skipped, and what is broken is `bad-response`',
  needs: ['injected'],
  async run(subject, fixture) {
    const { injected } = fixture
    if (!injected) return
    if (fixture.response !== undefined) await checkForm(subject, fixture, injected, observeWhole)
    if (fixture.stream !== undefined) await checkForm(subject, fixture, injected, observeStream)
  },
}

async function checkForm(
  subject: Subject,
  fixture: Fixture,
  { into, becomes }: Injected,
  observe: typeof observeWhole,
): Promise<void> {
  const observation = await observe(subject, fixture)
  if (becomes === 'bad-response') {
    const found = observation.error?.code ?? 'an ending'
    if (found !== becomes) throw new Breach(`expected ${becomes}, found ${found}`)
    return
  }
  const message = endedWell(observation, 'the answer')
  const plain = endedWell(await observe(subject, into), 'the answer without it')
  const more = opaqueIn(message) - opaqueIn(plain)
  if (more !== (becomes === 'carried' ? 1 : 0)) {
    throw new Breach(`expected it to be ${becomes}, found ${more} more opaque parts`)
  }
  expectSame(meaning(withoutOpaque(plain)), meaning(withoutOpaque(message)), 'the rest of the answer')
}

function opaqueIn({ parts }: AssistantMessage): number {
  return parts.filter((part) => part.type === 'opaque').length
}

function withoutOpaque(message: AssistantMessage): AssistantMessage {
  return { ...message, parts: message.parts.filter((part) => part.type !== 'opaque') }
}
