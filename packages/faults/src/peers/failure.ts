import { inspect } from 'node:util'
import type { DragomanError } from '@dragoman/core'
import type { Ending } from './order.ts'

/** An error as the table tells of it. */
export function describeFailure(error: unknown, secret: string): Ending {
  return { type: 'error', name: nameOf(error), leaks: leaksOf(error, secret) }
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  if (isDragomanError(error)) return error.phase ? `${error.code} (${error.phase})` : error.code
  // The SDKs leave the name of Error to most of their classes.
  return error.name === 'Error' ? error.constructor.name : error.name
}

// By its name: only the processes of Dragoman load its code.
function isDragomanError(error: Error): error is DragomanError {
  return error.name === 'DragomanError'
}

/** Where the secret can be read, in clear or as base64. */
function leaksOf(error: unknown, secret: string): readonly string[] {
  const encoded = Buffer.from(secret).toString('base64')
  return Object.entries(textsOf(error))
    .filter(([, text]) => text.includes(secret) || text.includes(encoded))
    .map(([sink]) => sink)
}

function textsOf(error: unknown): Readonly<Record<string, string>> {
  const { message = '', stack = '' } = error instanceof Error ? error : {}
  return { message, stack, inspect: inspect(error, { depth: 10 }), JSON: jsonOf(error) }
}

// Some errors hold themselves.
function jsonOf(error: unknown): string {
  try {
    return JSON.stringify(error) ?? ''
  } catch {
    return ''
  }
}
