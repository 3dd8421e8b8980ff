import { readFile } from 'node:fs/promises'
import { laws, type Subject } from '@dragoman/conformance'
import { describe, expect, test } from 'vitest'
import { reading, sending, throwing, yielding, type Break } from '../src/hand-made/break.ts'
import { HAND_MADE } from '../src/hand-made/hand-made.ts'
import { handMadeSections, PAGE } from '../src/page.ts'
import { ROOT } from '../src/root.ts'
import { WIRES, type WireName } from '../src/wires.ts'

const SUBJECTS = new Map(
  await Promise.all(WIRES.map(async (wire) => [wire.name, await readSubject(wire)] as const)),
)

async function readSubject({ package: folder, subjects: [place] }: (typeof WIRES)[number]): Promise<Subject> {
  if (!place) throw new Error(`${folder} has no subject.`)
  const module: Readonly<Record<string, Subject>> = await import(
    new URL(`${folder}/${place.file}`, ROOT).href
  )
  const found = module[place.name]
  if (!found) throw new Error(`${folder}/${place.file} exports no ${place.name}.`)
  return found
}

function subjectOf(wire: WireName): Subject {
  const subject = SUBJECTS.get(wire)
  if (!subject) throw new Error(`There is no subject of ${wire}.`)
  return subject
}

async function firstBreach(subject: Subject, law: string): Promise<string | undefined> {
  for (const check of laws(subject).filter((one) => one.law.name === law)) {
    try {
      await check.run()
    } catch (error) {
      return `${check.fixture.name}: ${String(error)}`
    }
  }
  return undefined
}

describe('an adapter', () => {
  test.each(HAND_MADE)('that $name breaks the law "$law"', async ({ wire, law, broken }) => {
    expect(await firstBreach(broken(subjectOf(wire)), law)).toMatch(/: Breach: /)
  })

  test('is not broken by what changes nothing', async () => {
    const nothing: readonly Break[] = [
      yielding(() => (event) => [event]),
      throwing((error) => error),
      sending((body) => body),
    ]
    const subject = nothing.reduce((changed, broken) => broken(changed), subjectOf('openai.chat'))
    const breaches: (string | undefined)[] = []
    for (const law of new Set(HAND_MADE.map((mutant) => mutant.law))) {
      // What reads all of a stream at once never hears of an abort.
      const changed = law === 'transport' ? subject : reading((text) => text)(subject)
      breaches.push(await firstBreach(changed, law))
    }
    expect(breaches.filter((breach) => breach !== undefined)).toEqual([])
  })

  test('that is broken stands in docs/mutants.md', async () => {
    const page = await readFile(PAGE, 'utf8')
    for (const section of await handMadeSections()) expect(page).toContain(section)
  })
})
