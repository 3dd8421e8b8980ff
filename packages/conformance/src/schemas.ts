import type { JsonObject, JsonSchema } from '@dragoman/core'

/** A schema of a tool's arguments, and values that it takes. */
export interface SchemaRow {
  readonly name: string
  readonly schema: JsonSchema
  readonly takes: readonly JsonObject[]
}

/** Schemas of the kinds that programs write. */
export const SCHEMAS: readonly SchemaRow[] = [
  {
    name: 'required texts',
    schema: closed({ city: { type: 'string' } }, ['city']),
    takes: [{ city: 'Rome' }, { city: '' }],
  },
  {
    name: 'optional properties',
    schema: closed({ city: { type: 'string' }, days: { type: 'integer' } }, ['city']),
    takes: [{ city: 'Rome' }, { city: 'Rome', days: 3 }],
  },
  {
    name: 'an optional property that may be null',
    schema: closed({ city: { type: ['string', 'null'] } }),
    takes: [{ city: null }, { city: 'Rome' }],
  },
  {
    name: 'enumerations and constants',
    schema: closed({ unit: { type: 'string', enum: ['C', 'F'] }, version: { type: 'integer', const: 1 } }, [
      'unit',
      'version',
    ]),
    takes: [{ unit: 'F', version: 1 }],
  },
  {
    name: 'limits of numbers, texts and lists',
    schema: closed(
      {
        days: { type: 'integer', minimum: 1, maximum: 14 },
        name: { type: 'string', minLength: 1, maxLength: 8, pattern: '^[a-z]+$' },
        tags: { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 3, uniqueItems: true },
      },
      ['days', 'name', 'tags'],
    ),
    takes: [{ days: 14, name: 'rome', tags: ['a', 'b'] }],
  },
  {
    name: 'objects in objects and lists',
    schema: closed(
      {
        trip: closed({ from: { type: 'string' }, to: { type: 'string' } }, ['from']),
        stops: { type: 'array', items: closed({ city: { type: 'string' }, nights: { type: 'integer' } }) },
      },
      ['trip', 'stops'],
    ),
    takes: [
      { trip: { from: 'Rome' }, stops: [] },
      { trip: { from: 'Rome', to: 'Bern' }, stops: [{}, { nights: 2 }, { city: 'Bern', nights: 1 }] },
    ],
  },
  {
    name: 'a choice between objects',
    schema: closed(
      {
        place: {
          anyOf: [
            closed({ kind: { type: 'string', const: 'city' }, name: { type: 'string' } }, ['kind', 'name']),
            closed({ kind: { type: 'string', const: 'point' }, lat: { type: 'number' } }, ['kind', 'lat']),
          ],
        },
      },
      ['place'],
    ),
    takes: [{ place: { kind: 'city', name: 'Rome' } }, { place: { kind: 'point', lat: 41.9 } }],
  },
  {
    name: 'an object without properties',
    schema: closed({}),
    takes: [{}],
  },
  {
    name: 'an open object',
    schema: { type: 'object', properties: {}, additionalProperties: { type: 'string' } },
    takes: [{}, { anything: 'goes' }],
  },
  {
    name: 'a definition that is referred to',
    schema: {
      ...closed({ from: { $ref: '#/$defs/city' }, to: { $ref: '#/$defs/city' } }, ['from', 'to']),
      $defs: { city: { type: 'string', description: 'The name of a city' } },
    },
    takes: [{ from: 'Rome', to: 'Bern' }],
  },
  {
    name: 'names that are not ASCII',
    schema: closed({ größe: { type: 'number' } }, ['größe']),
    takes: [{ größe: 1.5 }],
  },
]

function closed(properties: JsonObject, required: readonly string[] = []): JsonSchema {
  return { type: 'object', properties, required, additionalProperties: false }
}
