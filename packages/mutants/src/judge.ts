import { readFileSync } from 'node:fs'
import { laws, type Check, type Subject } from '@dragoman/conformance'
import { importerOf, type Texts } from './importer.ts'
import { applyMutation, insertProbes, type Mutation, type Probe } from './mutation.ts'
import { ROOT } from './root.ts'
import type { Adapter, SubjectPlace, Wire } from './wires.ts'

/** A mutant to be judged. */
export interface Task {
  /** The file, from the root of the repository. */
  readonly file: string
  readonly mutation: Mutation
  /** The checks that evaluate what is deleted, by their numbers. All, where it is absent. */
  readonly checks?: readonly number[]
}

/** What a mutant came to: the law that it broke, or none. */
export type Verdict =
  | { readonly survived: true; readonly checks: number }
  | { readonly survived: false; readonly law: string; readonly shownOn?: string; readonly breach: string }

/** The numbers of the checks that evaluate each task's probe, in the order of the tasks; or what is broken already. */
export type Reach = { readonly reached: readonly (readonly number[])[] } | { readonly breach: string }

export interface Judge {
  survey(tasks: readonly Task[]): Promise<Reach>
  /** Runs the laws on a mutant until the first breach. */
  judge(task: Task): Promise<Verdict>
}

/** The judge of the mutants of one wire. */
export function judgeOf(wire: Wire): Judge {
  const folder = new URL(`${wire.package}/`, ROOT).href
  const importer = importerOf(folder)
  const lastKillers: string[] = []

  async function importChecks(texts: Texts): Promise<readonly Check[]> {
    const urls = ['src/index.ts', ...wire.subjects.map(({ file }) => file)].map(
      (path) => new URL(path, folder).href,
    )
    const [adapter, ...modules] = await importer.import(texts, urls)
    const subjects = wire.subjects.map((place, at) => exportedSubject(modules[at] ?? {}, place))
    return checksOf(wire, subjects, adapter as Adapter) // what this module exports
  }

  return {
    async survey(tasks) {
      const reached = tasks.map((): number[] => [])
      const hits = new Set<number>()
      Object.assign(globalThis, { [REACH]: (task: number) => hits.add(task) })
      const checks = await importChecks(probedTexts(tasks))
      for (const [number, { law, fixture, run }] of checks.entries()) {
        hits.clear()
        try {
          await run()
        } catch (error) {
          return { breach: `${nameOf(law.name, fixture.name)}: ${String(error)}` }
        }
        for (const task of hits) reached[task]?.push(number)
      }
      return { reached }
    },

    async judge({ file, mutation, checks: numbers }) {
      let checks: readonly Check[]
      try {
        checks = await importChecks({ [urlOf(file)]: applyMutation(readSource(file), mutation) })
      } catch (error) {
        return { survived: false, law: NOT_LOADED, breach: String(error) }
      }
      const chosen = checks.filter(
        ({ law }, at) => (numbers?.includes(at) ?? true) && isAbout(file, law.name),
      )
      for (const { law, fixture, run } of inOrder(chosen, file, lastKillers)) {
        try {
          await run()
        } catch (error) {
          lastKillers.unshift(nameOf(law.name, fixture.name))
          return { survived: false, law: law.name, shownOn: fixture.name, breach: String(error) }
        }
      }
      return { survived: true, checks: chosen.length }
    },
  }
}

/** Stands for a law where the adapter cannot even be imported, or its subject is refused. */
export const NOT_LOADED = '(does not load)'

const REACH = 'reachProbe'

function probedTexts(tasks: readonly Task[]): Texts {
  const probes = tasks.flatMap(({ file, mutation: { probe } }, at) => (probe ? [{ file, probe, at }] : []))
  const byFile = [...Map.groupBy(probes, ({ file }) => file)].map(([file, all]) => {
    const calls = new Map<Probe, string>(all.map(({ probe, at }) => [probe, `${REACH}(${at})`]))
    return [urlOf(file), insertProbes(readSource(file), calls)] as const
  })
  return Object.fromEntries(byFile)
}

function urlOf(file: string): string {
  return new URL(file, ROOT).href
}

function readSource(file: string): string {
  return readFileSync(new URL(file, ROOT), 'utf8')
}

const OF_REQUESTS = ['judged', 'capabilities', 'schema', 'handoff']

function exportedSubject(module: object, { file, name }: SubjectPlace): Subject {
  // What a module of tests exports under this name is a subject.
  const { [name]: subject } = module as Readonly<Record<string, Subject>>
  if (!subject) throw new Error(`${file} exports no ${name}.`)
  return subject
}

function checksOf(wire: Wire, subjects: readonly Subject[], adapter: Adapter): readonly Check[] {
  const others = wire.models.flatMap((id) =>
    subjects.slice(0, 1).map((subject): Subject => {
      return { ...subject, model: (fetch) => wire.modelOf(adapter, id, fetch) }
    }),
  )
  const checks = [
    ...subjects.flatMap(laws),
    ...others.flatMap(laws).filter(({ law }) => OF_REQUESTS.includes(law.name)),
  ]
  return checks.filter(({ skip }) => skip === undefined)
}

// The checks that killed lately first, then the laws that know most of the file, then those that take little time.
function inOrder(checks: readonly Check[], file: string, lastKillers: readonly string[]): readonly Check[] {
  const known = Object.entries(KNOWN).find(([name]) => file.endsWith(`/${name}.ts`))?.[1] ?? []
  const rank = ({ law, fixture }: Check): number => {
    const at = lastKillers.indexOf(nameOf(law.name, fixture.name))
    if (at !== -1) return at
    return lastKillers.length + (known.includes(law.name) ? 0 : 1 + LONG.indexOf(law.name) + 1)
  }
  return checks.toSorted((a, b) => rank(a) - rank(b))
}

const KNOWN: Readonly<Record<string, readonly string[]>> = {
  encode: ['capabilities', 'replay identity'],
  content: ['capabilities'],
  error: ['errors'],
}
const LONG = ['judged', 'loop', 'answers', 'rechunk', 'truncation']

// These laws send the requests that `agreement` sends, and never look at them.
const OF_STREAMS = ['rechunk', 'truncation']

function isAbout(file: string, law: string): boolean {
  return !(file.endsWith('/encode.ts') && OF_STREAMS.includes(law))
}

function nameOf(law: string, fixture: string): string {
  return `${law}: ${fixture}`
}
