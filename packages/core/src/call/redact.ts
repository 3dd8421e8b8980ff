import type { Fetch } from '../neutral/codec.ts'
import { DragomanError } from '../neutral/error.ts'

/** The secrets of one model: what it was given, and what its requests carried. */
export interface Secrets {
  note(secret: string | undefined): void
  /** Wraps a fetch so that the keys in its authorization headers are noted. */
  watch(fetch: Fetch): Fetch
  /** A copy of the error without any of the secrets, its cause included. */
  redact(error: DragomanError): DragomanError
}

const MARK = '[redacted]'
const SHORTEST = 6
// A cause may be its own cause.
const DEEPEST_CAUSE = 8
const HEADERS = ['authorization', 'x-api-key', 'api-key', 'proxy-authorization', 'cookie'] as const

/** Keeps secrets by value, so that one that a server echoes is found wherever it stands. */
export function secretKeeper(): Secrets {
  const known = new Set<string>()

  function note(secret: string | undefined): void {
    if (secret === undefined || secret.length < SHORTEST) return
    known.add(secret)
    known.add(toBase64(secret))
  }

  function clean(text: string): string {
    // The longest first: a shorter one may be its beginning.
    const secrets = [...known].toSorted((a, b) => b.length - a.length)
    return secrets.reduce((cleaned, secret) => cleaned.replaceAll(secret, MARK), text)
  }

  return {
    note,
    watch: (fetch) => (input, init) => {
      const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined))
      for (const name of HEADERS) {
        const value = headers.get(name)
        // After its scheme, such as `Bearer`, where it has one.
        if (value !== null) note(value.trim().replace(/^[\w-]+\s+/, ''))
      }
      return fetch(input, init)
    },
    redact(error) {
      const { message, stack, cause, partial, state, ...details } = error
      const copy = new DragomanError(error.code, clean(message), {
        ...details,
        partial,
        state,
        ...(cause !== undefined && { cause: cleanCause(cause, clean) }),
      })
      if (stack !== undefined) copy.stack = clean(stack)
      return copy
    },
  }
}

// An SDK's error carries headers, the request and the body: only these fields travel on.
function cleanCause(cause: unknown, clean: (text: string) => string, depth = 0): unknown {
  if (!(cause instanceof Error)) return clean(String(cause))
  const hasCause = cause.cause !== undefined && depth < DEEPEST_CAUSE
  const copy = new Error(
    clean(cause.message),
    hasCause ? { cause: cleanCause(cause.cause, clean, depth + 1) } : {},
  )
  copy.name = cause.name === 'Error' ? cause.constructor.name : cause.name
  if (cause.stack !== undefined) copy.stack = clean(cause.stack)
  if ('status' in cause && typeof cause.status === 'number') Object.assign(copy, { status: cause.status })
  if ('error' in cause && cause.error !== undefined) {
    Object.assign(copy, { body: clean(bodyText(cause.error)) })
  }
  return copy
}

function bodyText(body: unknown): string {
  try {
    return JSON.stringify(body) ?? ''
  } catch {
    return '(not JSON)'
  }
}

function toBase64(text: string): string {
  return btoa(String.fromCodePoint(...new TextEncoder().encode(text)))
}
