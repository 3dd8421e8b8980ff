import type { ErrorCode } from '../neutral/error.ts'

/** What the status of a refused request means, where the provider says nothing better. */
export function codeOfStatus(status: number): ErrorCode {
  return STATUSES[status] ?? (status >= 500 ? 'server' : 'invalid-request')
}

const STATUSES: Readonly<Record<number, ErrorCode>> = {
  401: 'auth',
  402: 'quota',
  403: 'permission',
  404: 'not-found',
  408: 'timeout',
  409: 'conflict',
  413: 'too-large',
  429: 'rate-limit',
  503: 'overloaded',
  504: 'timeout',
  529: 'overloaded',
}
