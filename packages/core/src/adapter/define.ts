import { call } from '../call/call.ts'
import { limitResponses, MAX_RESPONSE_BYTES } from '../call/limit.ts'
import { secretKeeper } from '../call/redact.ts'
import type { Capabilities } from '../neutral/capabilities.ts'
import type { Codec, Fetch, Transport } from '../neutral/codec.ts'
import { DragomanError } from '../neutral/error.ts'
import { isJsonObject, type JsonObject, type JsonSchema } from '../neutral/json.ts'
import type { Model } from '../neutral/model.ts'
import { checkValue } from '../schema/check.ts'
import { CAPABILITIES_SCHEMA } from './capability-schema.ts'
import { requireRuntime } from './runtime.ts'

/** What every adapter takes. `Q` is the wire's own request. */
export interface AdapterOptions<Q> {
  /** Default: the environment variable that the official SDK reads. */
  readonly apiKey?: string
  readonly baseURL?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly fetch?: Fetch
  /** What a response may hold, once decompressed: reading more of it is `too-large`. Default 67,108,864 (64 MiB). */
  readonly maxResponseBytes?: number
  /** Another name for the origin of answers, for compatible servers. */
  readonly provider?: string
  /** Replaces rows of the adapter's own table. */
  readonly capabilities?: Partial<Capabilities>
  /** Merged last, shallowly, into the wire's own request. */
  readonly extra?: Partial<Q>
}

/** A provider that also tells a configuration loader what it takes. */
export interface Adapter<Options> {
  (id: string, options?: Options): Model
  readonly specVersion: 1
  /** The JSON Schema of the options that are data. */
  readonly options: JsonSchema
}

export interface AdapterParts<Options extends AdapterOptions<Q>, Q extends object, R, E> {
  /** The version of this seam that the adapter was written for. */
  readonly specVersion: 1
  readonly provider: string
  /** The JSON Schema of the options that are data; those that core reads are added to it. Default: {@link ADAPTER_OPTIONS}. */
  readonly options?: JsonSchema
  readonly codec: Codec<Q, R, E>
  readonly capabilities: (model: string) => Capabilities
  /** Called at a model's first call. Every fetch that it uses goes through `watch`, a caller's client included. */
  readonly transport: (options: Partial<Options>, watch: (fetch: Fetch) => Fetch) => Transport<Q, R, E>
}

// What core itself reads, whatever an adapter says about its options.
const CORE_OPTIONS: JsonObject = {
  maxResponseBytes: { type: 'number', exclusiveMinimum: 0 },
  provider: { type: 'string', pattern: '^[^:/\\s]+$' },
  capabilities: CAPABILITIES_SCHEMA,
  extra: { type: 'object' },
}

/** The JSON Schema of the options that are data, and that every adapter takes. */
export const ADAPTER_OPTIONS: JsonSchema = {
  type: 'object',
  properties: {
    apiKey: { type: 'string', minLength: 1 },
    baseURL: { type: 'string', minLength: 1 },
    headers: { type: 'object', additionalProperties: { type: 'string' } },
    ...CORE_OPTIONS,
  },
  additionalProperties: false,
}

/** Makes an adapter from its codec, transport and capability rows. Throws `config` for another `specVersion`. */
export function defineAdapter<Options extends AdapterOptions<Q>, Q extends object, R, E>(
  parts: AdapterParts<Options, Q, R, E>,
): Adapter<Options> {
  const { specVersion, codec } = parts
  const schema = withCoreOptions(parts.options ?? ADAPTER_OPTIONS)
  if (specVersion !== 1) {
    throw new DragomanError(
      'config',
      `The adapter for ${codec.wire} was written for specVersion ${String(specVersion)}; this core has 1: install versions that fit.`,
    )
  }
  function adapter(id: string, options: Partial<Options> = {}): Model {
    requireRuntime()
    checkOptions(id, options, { ...parts, options: schema })
    const { baseURL, maxResponseBytes = MAX_RESPONSE_BYTES } = options
    const secrets = secretKeeper(options)
    const watch = (fetch: Fetch): Fetch => limitResponses(secrets.watch(fetch), maxResponseBytes)
    const provider = options.provider ?? parts.provider
    const capabilities: Capabilities = { ...parts.capabilities(id), ...options.capabilities }
    const transport = once(() => parts.transport(options, watch))
    const target = {
      provider,
      wire: codec.wire,
      model: id,
      capabilities,
      secrets,
      baseURL,
      extra: options.extra ?? {},
      seam: () => ({ codec, transport: transport() }),
    }
    return {
      provider,
      wire: codec.wire,
      id,
      capabilities,
      call: (request, callOptions) => call<Q, R, E>(target, request, callOptions),
    }
  }
  return Object.assign(adapter, { specVersion, options: schema } as const)
}

function withCoreOptions(schema: JsonSchema): JsonSchema {
  const { properties } = schema
  return { ...schema, properties: { ...CORE_OPTIONS, ...(isJsonObject(properties) && properties) } }
}

function checkOptions(
  id: string,
  options: object,
  parts: { readonly provider: string; readonly options: JsonSchema },
): void {
  if (typeof id !== 'string' || id.trim() === '') {
    throw new DragomanError(
      'config',
      `A model of ${parts.provider} needs an id: found ${JSON.stringify(id)}. Give the id that the provider documents.`,
    )
  }
  if ('baseURL' in options && typeof options.baseURL === 'string' && !isHttp(options.baseURL)) {
    throw new DragomanError(
      'config',
      `Option baseURL of ${parts.provider}("${id}") is ${showAddress(options.baseURL)}: give an address that begins with http:// or https://.`,
    )
  }
  if ('maxResponseBytes' in options && !isSize(options.maxResponseBytes)) {
    throw new DragomanError(
      'config',
      `Option maxResponseBytes of ${parts.provider}("${id}") is ${String(options.maxResponseBytes)}: give a number of bytes above 0.`,
    )
  }
  const properties = Object.keys(parts.options['properties'] ?? {})
  const data = Object.fromEntries(
    Object.entries(options).filter(([name, value]) => properties.includes(name) && value !== undefined),
  )
  const [violation] = checkValue(parts.options, data)
  if (!violation) return
  const option = violation.path.slice(1).replaceAll('/', '.')
  const what = option === '' ? 'The options' : `Option ${option}`
  throw new DragomanError('config', `${what} of ${parts.provider}("${id}") ${violation.message}.`)
}

// It may hold a password.
function showAddress(address: string): string {
  return address.includes('@') ? 'no web address' : JSON.stringify(address)
}

function isHttp(address: string): boolean {
  return URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)
}

function isSize(bytes: unknown): boolean {
  return bytes === undefined || (typeof bytes === 'number' && bytes > 0)
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined
  return () => (made ??= { value: make() }).value
}
