import { isJsonObject } from '@dragoman/core'

/** A value of a body, and the path that leads to it. Any body can be read: what is missing is `undefined`. */
export interface Place {
  readonly path: string
  readonly value: unknown
}

/** The place of a field, or of a field of a field. */
export function at(place: Place, ...names: readonly string[]): Place {
  return names.reduce<Place>(
    ({ path, value }, name) => ({
      path: pathTo(path, name),
      value: isJsonObject(value) ? own(value, name) : undefined,
    }),
    place,
  )
}

/** The places of a list. None where there is no list. */
export function itemsOf({ path, value }: Place): readonly Place[] {
  if (!Array.isArray(value)) return []
  return Array.from(value, (item: unknown, index) => ({ path: `${path}[${index}]`, value: item }))
}

/** The places of all fields of an object. */
export function fieldsOf({ path, value }: Place): readonly (Place & { readonly name: string })[] {
  if (!isJsonObject(value)) return []
  return Object.entries(value).map(([name, field]) => ({ name, path: pathTo(path, name), value: field }))
}

/** The text of a place, or nothing. */
export function textAt({ value }: Place): string {
  return typeof value === 'string' ? value : ''
}

/** True where something stands: `null` and `undefined` are nothing. */
export function isSet({ value }: Place): boolean {
  return value !== undefined && value !== null
}

/** The places whose text another one before them has too. */
export function repeatsOf(places: readonly Place[]): readonly Place[] {
  const seen = new Set<string>()
  return places.filter((place) => {
    const isRepeat = seen.has(textAt(place))
    seen.add(textAt(place))
    return isRepeat
  })
}

function own(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? Reflect.get(object, name) : undefined
}

/** The path of a field of what stands at a path. */
export function pathTo(path: string, name: string): string {
  if (!/^[\w$-]+$/.test(name)) return `${path}[${JSON.stringify(name)}]`
  return path === '' ? name : `${path}.${name}`
}
