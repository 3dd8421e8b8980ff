import type { Fetch } from '../neutral/codec.ts'
import { DragomanError } from '../neutral/error.ts'
import type { Notice } from '../neutral/notice.ts'
import { formsOf, isSecret, secretsOf, secretsOfAddress, secretsOfHeaders } from './secret.ts'

/** The secrets of one model: what it was given, and what its requests carried. */
export interface Secrets {
  /** Wraps a fetch so that the keys of its requests are noted. */
  watch(fetch: Fetch): Fetch
  /** A copy of the error without any of the secrets, its cause included. */
  redact(error: DragomanError): DragomanError
  /** The notice without any of the secrets. */
  redactNotice(notice: Notice): Notice
}

/** What an adapter was given that may hold a secret. */
export interface GivenSecrets {
  readonly apiKey?: string | undefined
  readonly baseURL?: string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
}

const MARK = '[redacted]'
// Clients that sign each request show another value each time.
const MOST_SEEN = 64
// A cause may be its own cause.
const DEEPEST_CAUSE = 8

/** Keeps secrets by value, so that one that a server echoes is found wherever it stands. */
export function secretKeeper({ apiKey, baseURL = '', headers = {} }: GivenSecrets = {}): Secrets {
  // As they are given: whether they are headers at all is for the client to say.
  const carried = [...secretsOfAddress(baseURL), ...secretsOfHeaders(Object.entries(headers))]
  const given = [apiKey, ...carried].filter(isSecret)
  const seen = new Set<string>()

  function note(secret: string): void {
    // The last seen stands last.
    seen.delete(secret)
    seen.add(secret)
    const [oldest] = seen
    if (seen.size > MOST_SEEN && oldest !== undefined) seen.delete(oldest)
  }

  function clean(text: string): string {
    const forms = [...given, ...seen].flatMap(formsOf)
    // The longest first: a shorter one may be its beginning.
    const secrets = forms.toSorted((a, b) => b.length - a.length)
    const cleaned = secrets.reduce((rest, secret) => rest.replaceAll(secret, MARK), text)
    return secrets.reduce(cleanCut, cleaned)
  }

  return {
    watch: (fetch) => (input, init) => {
      const request = input instanceof Request ? input : undefined
      const sent = new Headers(init?.headers ?? request?.headers)
      for (const secret of secretsOf(addressOf(input), sent)) note(secret)
      return fetch(input, init)
    },
    redact(error) {
      const { message, stack, cause, partial, state, requestId, ...details } = error
      const copy = new DragomanError(error.code, clean(message), {
        ...details,
        partial,
        state,
        ...(requestId !== undefined && { requestId: clean(requestId) }),
        ...(cause !== undefined && { cause: cleanCause(cause, clean) }),
      })
      if (stack !== undefined) copy.stack = clean(stack)
      return copy
    },
    redactNotice({ code, path, action, from, to }) {
      return {
        code: clean(code),
        path: clean(path),
        action,
        ...(from !== undefined && { from: clean(from) }),
        ...(to !== undefined && { to: clean(to) }),
      }
    },
  }
}

function addressOf(input: Parameters<Fetch>[0]): string {
  if (typeof input === 'string') return input
  return input instanceof URL ? input.href : input.url
}

const CUT = '…'
const SHORTEST_CUT = 6

// A text that was shortened may end within a secret.
function cleanCut(text: string, secret: string): string {
  let cleaned = text
  for (let length = secret.length - 1; length >= SHORTEST_CUT && cleaned.includes(CUT); length--) {
    cleaned = cleaned.replaceAll(`${secret.slice(0, length)}${CUT}`, `${MARK}${CUT}`)
  }
  return cleaned
}

// An SDK's error carries headers, the request and the body: only these fields travel on.
function cleanCause(cause: unknown, clean: (text: string) => string, depth = 0): unknown {
  if (!(cause instanceof Error)) return clean(typeof cause === 'string' ? cause : bodyText(cause))
  const hasCause = cause.cause !== undefined && depth < DEEPEST_CAUSE
  const copy = new Error(
    clean(cause.message),
    hasCause ? { cause: cleanCause(cause.cause, clean, depth + 1) } : {},
  )
  copy.name = clean(cause.name === 'Error' ? cause.constructor.name : cause.name)
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
