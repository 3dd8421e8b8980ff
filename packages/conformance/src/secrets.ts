import type { Fetch } from '@dragoman/core'

/** The keys that a request carries, in its headers and its address. */
export function secretsIn(...[input, init]: Parameters<Fetch>): readonly string[] {
  const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined))
  const url = new URL(input instanceof Request ? input.url : input)
  const named = [...headers, ...url.searchParams].filter(([name]) => isSecret(name))
  // Behind its scheme, such as `Bearer`, where it has one.
  return named.map(([, value]) => value.trim().replace(/^[\w-]+\s+/, '')).filter(Boolean)
}

/** Whether a header or a parameter of this name carries a key. */
export function isSecret(name: string): boolean {
  return /auth|cookie|secret|token|(^|[-_])key$/i.test(name)
}
