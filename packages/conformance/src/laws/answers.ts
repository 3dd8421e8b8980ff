import type { AssistantMessage } from '@dragoman/core'
import type { Law } from '../law.ts'
import { Breach, observeStream, observeWhole } from '../observe.ts'
import { row } from '../requests.ts'
import { ANSWER_CONTENTS, type AnswerContent, type Fixture, type Subject } from '../subject.ts'

export const answers: Law = {
  name: 'answers',
  says: 'the fixtures show everything that the subject says its answers hold, and nothing else',
  needs: [],
  shownOn: () => ANSWER_CONTENTS.map((content) => row(content, [])),
  async run(subject, { name }) {
    const content = ANSWER_CONTENTS.find((candidate) => candidate === name)
    if (!content) throw new Breach(`there is no content ${name}`)
    const isClaimed = subject.answers.includes(content)
    const shownBy = await findShown(subject, content)
    if (isClaimed && shownBy === undefined) {
      throw new Breach(`no fixture shows it: give one, or take "${content}" out of answers`)
    }
    if (!isClaimed && shownBy !== undefined) {
      throw new Breach(`the fixture ${shownBy} shows it: name "${content}" in answers`)
    }
  },
}

async function findShown(subject: Subject, content: AnswerContent): Promise<string | undefined> {
  for (const fixture of subject.fixtures) {
    // What later versions of the wire may send is no claim about this one.
    if (fixture.injected) continue
    if (HOLDS[content](await messageOf(subject, fixture))) return fixture.name
  }
  return undefined
}

async function messageOf(subject: Subject, fixture: Fixture): Promise<AssistantMessage> {
  const observe = fixture.response === undefined ? observeStream : observeWhole
  return (await observe(subject, fixture)).message
}

const HOLDS: Readonly<Record<AnswerContent, (message: AssistantMessage) => boolean>> = {
  text: holdsPart('text'),
  reasoning: holdsPart('reasoning'),
  'tool calls': holdsPart('tool-call'),
  'parallel tool calls': ({ parts }) => parts.filter(({ type }) => type === 'tool-call').length > 1,
  files: holdsPart('file'),
  'opaque parts': holdsPart('opaque'),
  citations: ({ parts }) => parts.some((part) => part.type === 'text' && part.citations !== undefined),
}

function holdsPart(type: AssistantMessage['parts'][number]['type']): (message: AssistantMessage) => boolean {
  return ({ parts }) => parts.some((part) => part.type === type)
}
