import { isJsonObject, type Adapter, type Fetch, type JsonObject } from '@dragoman/core'

/** An adapter as a configuration sees it: its options are data, but for a fetch. */
export type DataAdapter = Adapter<JsonObject | (JsonObject & { readonly fetch: Fetch })>

/** What a module gives: its adapter, or why it gives none. */
export type Picked =
  | { readonly kind: 'adapter'; readonly adapter: DataAdapter }
  | {
      readonly kind: 'unfit'
      readonly key: 'adapter' | 'export'
      readonly message: string
      readonly remedy: string
    }

const SPEC_VERSION = 1

/** Finds the adapter in a module: the export of that name, or the only one there is. */
export function pickAdapter(module: object, specifier: string, exported: string | undefined): Picked {
  const found = exported === undefined ? onlyAdapter(module) : exportAt(module, exported)
  const exports = exportsOf(module)
  const key = exported === undefined ? 'adapter' : 'export'
  if (found === undefined && exported !== undefined) {
    return {
      kind: 'unfit',
      key,
      message: `is ${JSON.stringify(exported)}, which ${specifier} does not export`,
      remedy: `It exports: ${exports}.`,
    }
  }
  if (Array.isArray(found)) {
    return {
      kind: 'unfit',
      key,
      message: `is ${specifier}, which exports ${found.length} adapters`,
      remedy: `Say which one: "export": "${found.join('" or "')}".`,
    }
  }
  if (!isAdapter(found)) {
    const what =
      exported === undefined
        ? `${specifier}, which exports no adapter`
        : `${JSON.stringify(exported)}, which is no adapter`
    return {
      kind: 'unfit',
      key,
      message: `is ${what}`,
      remedy: `An adapter is made with defineAdapter. ${specifier} exports: ${exports}.`,
    }
  }
  const { specVersion }: { readonly specVersion: unknown } = found
  if (specVersion !== SPEC_VERSION) {
    return {
      kind: 'unfit',
      key: 'adapter',
      message: `was written for specVersion ${String(specVersion)}, and this dragoman has ${SPEC_VERSION}`,
      remedy: `Install versions of ${specifier} and dragoman that fit.`,
    }
  }
  return { kind: 'adapter', adapter: found }
}

/** The one adapter that a module exports, under however many names; the names where there are several. */
function onlyAdapter(module: object): unknown {
  const adapters = Object.entries(module).filter(([, value]) => isAdapter(value))
  const distinct = new Set(adapters.map(([, value]: readonly [string, unknown]) => value))
  return distinct.size === 1
    ? adapters[0]?.[1]
    : distinct.size > 1
      ? adapters.map(([name]) => name)
      : undefined
}

/** What a module exports, its adapters first, those within another one too. */
function exportsOf(module: object): string {
  const adapters = Object.entries(module).flatMap(([name, value]: readonly [string, unknown]) =>
    isAdapter(value)
      ? [
          name,
          ...Object.keys(value)
            .filter((inner) => isAdapter(exportAt(value, inner)))
            .map((inner) => `${name}.${inner}`),
        ]
      : [],
  )
  const names = [...new Set([...adapters, ...Object.keys(module)])]
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : ''
  return `${names.slice(0, MOST_NAMES).join(', ') || 'nothing'}${more}`
}

const MOST_NAMES = 10

function exportAt(module: object, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => {
    const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function'
    return isObject && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined // an own property
  }, module)
}

function isAdapter(value: unknown): value is DataAdapter {
  return (
    typeof value === 'function' && 'specVersion' in value && 'options' in value && isJsonObject(value.options)
  )
}
