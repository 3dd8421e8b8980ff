import type { DragomanError } from '@dragoman/core'
import type { Law } from '../law.ts'
import { Breach, endedWell, expectSame, observeStream, observeWhole, type Observation } from '../observe.ts'
import type { Fixture, Subject } from '../subject.ts'

export const stops: Law = {
  name: 'stops',
  says: 'each stop reason of the wire is the neutral one of its row, with its own word kept',
  needs: ['stop', 'answer'],
  async run(subject, fixture) {
    for (const { form, observation } of await observeForms(subject, fixture)) {
      const { stop } = endedWell(observation, form)
      expectSame(fixture.expect?.stop, stop, `the stop of ${form}`)
    }
  },
}

export const usage: Law = {
  name: 'usage',
  says: 'each usage of the wire is the neutral one of its row, and what it did not report is not there',
  needs: ['usage', 'answer'],
  async run(subject, fixture) {
    for (const { form, observation } of await observeForms(subject, fixture)) {
      const { raw: _raw, ...counts } = endedWell(observation, form).usage ?? {}
      expectSame(fixture.expect?.usage, counts, `the usage of ${form}`)
    }
  },
}

export const errors: Law = {
  name: 'errors',
  says: 'each error of the wire is the neutral one of its row, whole and streamed',
  needs: ['error'],
  async run(subject, fixture) {
    for (const { form, observation } of await observeForms(subject, fixture)) {
      const { error } = observation
      if (!error) throw new Breach(`${form}: expected ${fixture.expect?.error?.code}, found an ending`)
      if (error.message === '') throw new Breach(`${form}: the error has no message`)
      expectSame(fixture.expect?.error, shownDetails(error, fixture), `the error of ${form}`)
    }
  },
}

interface Form {
  readonly form: string
  readonly observation: Observation
}

// A refused request is refused in both forms, so its body stands for both.
async function observeForms(subject: Subject, fixture: Fixture): Promise<Form[]> {
  const { response, stream } = fixture
  const refused = (fixture.status ?? 200) >= 400
  return [
    ...(response === undefined
      ? []
      : [{ form: 'the whole answer', observation: await observeWhole(subject, fixture) }]),
    ...(stream === undefined && !refused
      ? []
      : [{ form: 'the streamed answer', observation: await observeStream(subject, fixture) }]),
  ]
}

// Only what the row speaks of.
function shownDetails(error: DragomanError, fixture: Fixture): object {
  const names = Object.keys(fixture.expect?.error ?? {})
  return Object.fromEntries(Object.entries(error).filter(([name]) => names.includes(name)))
}
