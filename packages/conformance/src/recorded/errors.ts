import type { ErrorCode } from '@dragoman/core'
import { parseJson } from './values.ts'

/** One row of the table of errors. The first row whose conditions all hold decides. */
export interface ErrorRow {
  readonly status?: number
  /** The error's type or code. */
  readonly word?: string
  readonly message?: RegExp
  readonly code: ErrorCode
}

const STATUSES: readonly ErrorRow[] = [
  { status: 400, code: 'invalid-request' },
  { status: 401, code: 'auth' },
  { status: 402, code: 'quota' },
  { status: 403, code: 'permission' },
  { status: 404, code: 'not-found' },
  { status: 408, code: 'timeout' },
  { status: 409, code: 'conflict' },
  { status: 413, code: 'too-large' },
  { status: 422, code: 'invalid-request' },
  { status: 429, code: 'rate-limit' },
  { status: 503, code: 'overloaded' },
]

export const OPENAI_ERRORS: readonly ErrorRow[] = [
  { word: 'context_length_exceeded', code: 'context-full' },
  { word: 'insufficient_quota', code: 'quota' },
  { word: 'content_filter', code: 'content-policy' },
  { word: 'invalid_prompt', code: 'content-policy' },
  { word: 'bio_policy', code: 'content-policy' },
  { word: 'misalignment_policy_violation', code: 'content-policy' },
  ...STATUSES,
  { word: 'rate_limit_exceeded', code: 'rate-limit' },
  { word: 'invalid_request_error', code: 'invalid-request' },
]

export const ANTHROPIC_ERRORS: readonly ErrorRow[] = [
  { word: 'invalid_request_error', message: /prompt is too long/, code: 'context-full' },
  { word: 'enforced_spend_limit_reached', code: 'quota' },
  { word: 'contract_spend_limit_reached', code: 'quota' },
  { word: 'ramp_limit_exceeded', code: 'quota' },
  ...STATUSES,
  { status: 504, code: 'timeout' },
  { status: 529, code: 'overloaded' },
  { word: 'overloaded_error', code: 'overloaded' },
  { word: 'rate_limit_error', code: 'rate-limit' },
]

/** The code of an error that a server sent with a status, or without one inside a stream. */
export function readError(rows: readonly ErrorRow[], body: string, status?: number): ErrorCode {
  const { error }: ErrorBody = parse(body)
  const words = [error?.type, error?.code, error?.details?.error_code]
  // Inside an answer, gateways give the status as the code.
  const known = status ?? Number(error?.code)
  const row = rows.find(
    (candidate) =>
      (candidate.status === undefined || candidate.status === known) &&
      (candidate.word === undefined || words.includes(candidate.word)) &&
      (candidate.message === undefined || candidate.message.test(error?.message ?? '')),
  )
  return row?.code ?? 'server'
}

interface ErrorBody {
  readonly error?: null | {
    readonly type?: string | null
    readonly code?: string | number | null
    readonly message?: string
    readonly details?: { readonly error_code?: string | null } | null
  }
}

function parse(body: string): ErrorBody {
  try {
    return parseJson(body)
  } catch {
    return {}
  }
}
