import { env } from 'node:process'
import { isJsonObject, type Fetch, type JsonObject } from '@dragoman/core'
import type { Builtin } from './builtin.ts'

/** What keeps away what an SDK takes from the variables of the process, for its own server: organizations, headers, keys. */
export function withoutForeign(
  { keyHeader, sdkHeaders, customHeaders }: Builtin,
  { apiKey, headers }: JsonObject,
): { readonly headers: JsonObject; readonly fetch: Fetch } {
  const given = isJsonObject(headers) ? headers : {}
  const key = typeof apiKey === 'string' && keyHeader === 'authorization' ? `Bearer ${apiKey}` : apiKey
  const hasKey = Object.keys(given).some((name) => name.toLowerCase() === keyHeader)
  const own = new Set([
    ...Object.keys(given).map((name) => name.toLowerCase()),
    ...(key === undefined ? [] : [keyHeader]),
    ...OF_ANY_REQUEST,
  ])
  return {
    // As a header too, or a header of the environment would stand in for it.
    headers: { ...(!hasKey && key !== undefined && { [keyHeader]: key }), ...given },
    fetch: (input, init) => {
      const kept = new Headers(init?.headers)
      // The SDK reads the variables of the process, whatever the configuration was read with.
      for (const name of [keyHeader, ...sdkHeaders, ...namesIn(env[customHeaders])]) {
        if (!own.has(name)) kept.delete(name)
      }
      return globalThis.fetch(input, { ...init, headers: kept })
    },
  }
}

const OF_ANY_REQUEST = ['accept', 'anthropic-version', 'content-type']

/** The names in lines of `name: value`. */
function namesIn(headers = ''): readonly string[] {
  return headers
    .split('\n')
    .map((line) => line.slice(0, line.indexOf(':')).trim().toLowerCase())
    .filter((name) => /^[!#$%&'*+\-.^_`|~0-9a-z]+$/.test(name))
}
