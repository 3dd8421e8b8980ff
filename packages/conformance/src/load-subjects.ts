import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { kindOf } from './kind-of.ts'
import type { Subject } from './subject.ts'

/** A module that holds no subjects, or one that is none. The message says what was found, what was expected, and what to do. */
export class SubjectError extends Error {
  override readonly name = 'SubjectError'
}

/** The subjects that a module exports, each under any name, alone or in lists. */
export async function loadSubjects(path: string): Promise<readonly Subject[]> {
  const exported = await importModule(path)
  const found = Object.entries(exported).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((item: unknown) => ({ name, value: item })),
  )
  const candidates = found.flatMap(({ name, value }) => (looksLikeSubject(value) ? [{ name, value }] : []))
  if (candidates.length === 0) {
    const names = Object.keys(exported).join(', ') || 'nothing'
    throw new SubjectError(
      `${path} exports ${names}, and no subject. Export one, such as: export const ACME: Subject = { name: 'acme.chat', model: (fetch) => acme('acme-1', { fetch }), fixtures, … }`,
    )
  }
  return candidates.map(({ name, value }) => checked(value, `${path}, export ${name}`))
}

async function importModule(path: string): Promise<object> {
  try {
    const exported: object = await import(pathToFileURL(resolve(path)).href)
    return exported
  } catch (cause) {
    const reason = (cause instanceof Error ? cause.message : String(cause)).replace(/\.$/, '')
    const message = isImportFailure(cause)
      ? `${path} cannot be imported: ${reason}. Expected a module of JavaScript, or of TypeScript on Node.js 22.18 or newer, that exports a subject.`
      : `${path} failed while it was loaded: ${reason}.`
    throw new SubjectError(message, { cause })
  }
}

// Anything else was thrown by what the module does when it is loaded, such as reading its fixtures.
function isImportFailure(cause: unknown): boolean {
  if (cause instanceof SyntaxError) return true
  return cause instanceof Error && 'code' in cause && String(cause.code).startsWith('ERR_')
}

function looksLikeSubject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && 'model' in value
}

const FIELDS: Readonly<Record<string, { readonly is: (value: unknown) => boolean; readonly want: string }>> =
  {
    name: { is: isText, want: "the name of the wire, such as 'acme.chat'" },
    model: { is: isFunction, want: 'a function that takes a fetch and returns a model' },
    fixtures: { is: isFilled, want: 'a list of fixtures, such as readFixtures(folder)' },
    isEnding: {
      is: isFunction,
      want: "a function that is true for the frame that carries the wire's stop reason",
    },
    answers: {
      is: Array.isArray,
      want: "a list of what its answers may hold, such as ['text', 'tool calls']",
    },
    cannotStopFor: { is: Array.isArray, want: 'a list of the stop reasons that the wire has no word for' },
    judge: {
      is: (value) => isFunction(value) || isUnjudged(value),
      want: "a function from a body to findings, or { none: 'why there is none' }",
    },
    blocks: { is: isObject, want: "an object that finds the wire's blocks in answers and requests" },
  }

function checked(value: object, where: string): Subject {
  const fields: Readonly<Record<string, unknown>> = { ...value }
  const wrong = Object.entries(FIELDS).filter(([name, { is }]) => !is(fields[name]))
  if (wrong.length > 0) {
    const lines = wrong.map(([name, { want }]) => `  ${name} is ${kindOf(fields[name])}: expected ${want}`)
    throw new SubjectError(`${where} is no subject:\n${lines.join('\n')}`)
  }
  return value as Subject // every field was looked at
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function'
}

function isFilled(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function isUnjudged(value: unknown): boolean {
  return isObject(value) && 'none' in value && isText(value.none)
}
