import { env } from 'node:process'
import { DragomanError, isJsonObject, type JsonObject, type JsonValue, type Model } from '@dragoman/core'
import { fillIn, variable, type Environment } from '../config/environment.ts'
import { configError, type Path, type Problem } from '../config/problem.ts'
import type { ProviderConfig } from '../config/schema.ts'
import { checkShape } from '../config/shape.ts'
import type { ConfigSource } from '../config/source.ts'
import { pickAdapter, type DataAdapter } from './adapter.ts'
import { loadAdapterModule } from './adapter-module.ts'
import { builtinOf, type Builtin } from './builtin.ts'
import { withoutForeign } from './foreign-headers.ts'
import type { Project } from './project.ts'

/** A provider that the configuration or the environment names. */
export interface ConfiguredProvider {
  readonly name: string
  /** What the file says about it; `{}` where only the environment names it. */
  readonly config: ProviderConfig
  /** The one that comes with this package, whose adapter it is. */
  readonly builtin: Builtin | undefined
  /** What this machine lacks for it, a package or a variable, and how to get it. */
  readonly lacks: readonly string[]
  /** Makes a model. Throws `config` where something is lacking. */
  readonly model: (id: string, own?: JsonObject) => Model
}

/** Where a configuration stands. */
export interface Surroundings {
  readonly source: ConfigSource
  readonly environment: Environment
  /** The folder of the configuration. */
  readonly directory: string
  readonly project: Project
}

/** Loads a provider's adapter and checks its options. What is wrong on every machine throws `config`. */
export async function loadProvider(
  name: string,
  config: ProviderConfig,
  { source, environment, directory, project }: Surroundings,
): Promise<ConfiguredProvider> {
  const path = ['providers', name]
  const builtin = builtinOf(name, config.adapter)
  const adapter = config.adapter ?? builtin?.adapter ?? name
  const { value: options, missing } = fillIn(optionsOf(name, config, builtin, environment), environment)
  const unset = missing.map((missed) => `the variable ${missed} is not set (set it where the program starts)`)
  const lacks = unset.length > 0 ? unset : checkAddress(options, config, builtin, environment)
  const lacking = (what: readonly string[]): ConfiguredProvider => ({
    name,
    config,
    builtin,
    lacks: what,
    model: refuse(name, what, source),
  })

  const loaded = await loadAdapterModule(adapter, directory, project)
  if (loaded.kind === 'unfit') throw configError([{ ...loaded, path: [...path, 'adapter'] }], source.place)
  if (loaded.kind === 'absent') {
    return lacking([...lacks, `the package ${loaded.package} is not installed (run npm i ${loaded.package})`])
  }
  const exported = config.export ?? (config.adapter === undefined ? builtin?.export : undefined)
  const picked = pickAdapter(loaded.module, adapter, exported)
  if (picked.kind === 'unfit') throw configError([{ ...picked, path: [...path, picked.key] }], source.place)
  if (lacks.length > 0) return lacking(lacks)

  const complete = { ...ownName(name, config, picked.adapter), ...options }
  const problems = checkOptions(complete, picked.adapter, path)
  if (problems.length > 0) throw configError(problems, source.place)
  const isGuarded = isElsewhere(name, config, builtin) || environment !== env
  const guard = builtin && isGuarded ? withoutForeign(builtin, complete) : {}
  const model = (id: string, own: JsonObject = {}): Model =>
    picked.adapter(id, withOwn({ ...complete, ...guard }, own))
  return { name, config, builtin, lacks, model }
}

/** Options with those of one model over them, key by key: of `extra` and `capabilities` too. */
export function withOwn<Options extends object>(options: Options, own: JsonObject): Options & JsonObject {
  const general = new Map<string, unknown>(Object.entries(options))
  const merged = Object.entries(own).map(([name, value]): readonly [string, JsonValue] => {
    const inner = general.get(name)
    return [name, isJsonObject(inner) && isJsonObject(value) ? { ...inner, ...value } : value]
  })
  const over: JsonObject = Object.fromEntries(merged)
  return { ...options, ...over }
}

// A key of the environment belongs to the official server, and must not go to another one.
const NO_KEY = 'none'

function optionsOf(
  name: string,
  config: ProviderConfig,
  builtin: Builtin | undefined,
  environment: Environment,
): JsonObject {
  const { options = {}, baseURL, apiKey } = config
  const official = isElsewhere(name, config, builtin)
    ? { apiKey: NO_KEY }
    : fromOther(environment, builtin, apiKey)
  return {
    ...withOwn(official, options),
    ...(baseURL !== undefined && { baseURL }),
    ...(apiKey !== undefined && { apiKey }),
  }
}

/** Whether it is a server of its own that an official SDK is to ask. */
export function isElsewhere(
  name: string,
  { baseURL }: ProviderConfig,
  builtin: Builtin | undefined,
): boolean {
  return builtin !== undefined && baseURL !== undefined && builtinOf(name)?.sdk !== builtin.sdk
}

/** What the SDK would find in the variables of the process, where those of a program are to be read in their place. */
function fromOther(
  environment: Environment,
  builtin: Builtin | undefined,
  apiKey: string | undefined,
): JsonObject {
  if (environment === env || builtin === undefined) return {}
  const [key, token] = builtin.keys.map((name) => variable(environment, name))
  // The SDK's own, where none is set: it would take that of the process.
  const baseURL = variable(environment, builtin.baseURL) ?? builtin.defaultBaseURL
  if (key !== undefined) return { baseURL, apiKey: key }
  const isToken = token !== undefined && apiKey === undefined
  return { baseURL, ...(isToken && { headers: { authorization: `Bearer ${token}` } }) }
}

// What a server under a name of its own says is its own: no other one reads its replay data.
function ownName(name: string, config: ProviderConfig, { options }: DataAdapter): JsonObject {
  const { properties } = options
  const isNamed = isJsonObject(properties) && Object.hasOwn(properties, 'provider')
  return isNamed && config.adapter !== undefined ? { provider: name } : {}
}

function checkOptions(options: JsonObject, adapter: DataAdapter, provider: Path): readonly Problem[] {
  const at = [...provider, 'options']
  return checkShape(adapter.options, options, at, 'option').map((problem) => {
    // The configuration has keys of its own for two of the options.
    const isOwnKey = ['apiKey', 'baseURL'].includes(String(problem.path[at.length]))
    return isOwnKey ? { ...problem, path: [...provider, ...problem.path.slice(at.length)] } : problem
  })
}

/** Why an address that comes from a variable is none. */
function checkAddress(
  { baseURL }: JsonObject,
  config: ProviderConfig,
  builtin: Builtin | undefined,
  environment: Environment,
): readonly string[] {
  const address = baseURL ?? (builtin && variable(environment, builtin.baseURL))
  const isAddress =
    typeof address !== 'string' || (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol))
  if (isAddress) return []
  const name = config.baseURL === undefined ? `the variable ${builtin?.baseURL}` : 'its baseURL'
  // Not shown: it may hold a password.
  return [`${name} is not the address of a server (begin it with http:// or https://)`]
}

function refuse(name: string, lacks: readonly string[], source: ConfigSource): () => never {
  const path = ['providers', name]
  const { providers } = source.value
  const isInFile = isJsonObject(providers) && Object.hasOwn(providers, name)
  return () => {
    const message = `cannot be used: ${lacks.join('; ')}`
    if (isInFile) throw configError([{ path, message }], source.place)
    throw new DragomanError('config', `The provider ${name} ${message}.`)
  }
}
