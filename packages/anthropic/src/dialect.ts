import type { Dialect } from '@dragoman/core'

/** The rules of strict mode. Source: the SDK's `lib/transform-json-schema`, and recorded refusals for the limits. */
export const STRICT: Dialect = {
  keywords: [
    'type',
    'properties',
    'required',
    'additionalProperties',
    'items',
    'anyOf',
    'enum',
    'const',
    '$ref',
    '$defs',
    'title',
    'description',
    'default',
    'format',
    'minItems',
  ],
  formats: ['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'ipv4', 'ipv6', 'uuid', 'uri'],
  mostMinItems: 1,
  recursion: false,
  requestLimits: { tools: 20, optional: 24, unions: 16 },
}
