import { DragomanError, isJsonObject, type JsonObject, type Model } from '@dragoman/core'
import { checkShape } from '../config/check.ts'
import { fillIn, type Environment } from '../config/environment.ts'
import { configError, type Path, type Problem } from '../config/problem.ts'
import type { ProviderConfig } from '../config/schema.ts'
import type { ConfigSource } from '../config/source.ts'
import { pickAdapter, type DataAdapter } from './adapter.ts'
import { loadAdapterModule } from './adapter-module.ts'
import { builtinOf, type Builtin } from './builtin.ts'
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
  const { value: options, missing } = fillIn(optionsOf(name, config, builtin), environment)
  const lacks = missing.map((variable) => `the variable ${variable} is not set`)
  const lacking = (what: readonly string[]): ConfiguredProvider => ({
    name,
    config,
    builtin,
    lacks: what,
    model: refuse(name, what),
  })

  const loaded = await loadAdapterModule(adapter, directory, project)
  if (loaded.kind === 'unfit') throw configError([{ ...loaded, path: [...path, 'adapter'] }], source.place)
  if (loaded.kind === 'absent') {
    return lacking([...lacks, `the package ${loaded.package} is not installed (npm i ${loaded.package})`])
  }
  const exported = config.export ?? (config.adapter === undefined ? builtin?.export : undefined)
  const picked = pickAdapter(loaded.module, adapter, exported)
  if (picked.kind === 'unfit') throw configError([{ ...picked, path: [...path, picked.key] }], source.place)
  if (lacks.length > 0) return lacking(lacks)

  const complete = { ...ownName(name, config, picked.adapter), ...options }
  const problems = checkOptions(complete, picked.adapter, path)
  if (problems.length > 0) throw configError(problems, source.place)
  const model = (id: string, own?: JsonObject): Model => picked.adapter(id, { ...complete, ...own })
  return { name, config, builtin, lacks, model }
}

// A key of the environment belongs to the official server, and must not go to another one.
const NO_KEY = 'none'

function optionsOf(name: string, config: ProviderConfig, builtin: Builtin | undefined): JsonObject {
  const { options = {}, baseURL, apiKey } = config
  const isElsewhere = builtin !== undefined && builtinOf(name) === undefined && baseURL !== undefined
  const key = apiKey ?? (isElsewhere ? NO_KEY : undefined)
  return { ...options, ...(baseURL !== undefined && { baseURL }), ...(key !== undefined && { apiKey: key }) }
}

// What a server under a name of its own says is its own: no other one reads its replay data.
function ownName(name: string, config: ProviderConfig, { options }: DataAdapter): JsonObject {
  const { properties } = options
  const isNamed = isJsonObject(properties) && Object.hasOwn(properties, 'provider')
  return isNamed && config.adapter !== undefined ? { provider: name } : {}
}

function checkOptions(options: JsonObject, adapter: DataAdapter, provider: Path): readonly Problem[] {
  return checkShape(adapter.options, options, []).map((problem) => {
    // The configuration has keys of its own for two of the options.
    const under = ['apiKey', 'baseURL'].includes(String(problem.path[0])) ? [] : ['options']
    return { ...problem, path: [...provider, ...under, ...problem.path] }
  })
}

function refuse(name: string, lacks: readonly string[]): () => never {
  return () => {
    throw new DragomanError('config', `The provider ${name} cannot be used: ${lacks.join('; ')}.`)
  }
}
