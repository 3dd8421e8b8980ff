import {
  DragomanError,
  fallback,
  isProviderName,
  json,
  present,
  readModelName,
  wrap,
  type FallbackOptions,
  type JsonObject,
  type Model,
} from '@dragoman/core'
import { variable } from './config/environment.ts'
import { CONFIG_NAME } from './config/find.ts'
import { nearest } from './config/nearest.ts'
import { configError } from './config/problem.ts'
import { entryOf, providersOf } from './config/references.ts'
import type { Config, ModelConfig } from './config/schema.ts'
import { loadConfiguration, type Configuration, type ConfigurationOptions } from './configuration.ts'
import type { ConfiguredModel } from './configured-model.ts'
import { logged } from './log.ts'
import { BUILTINS, builtinOf } from './providers/builtin.ts'
import { withOwn } from './providers/provider.ts'

/** The models of a configuration, by name. */
export interface Models {
  /**
   * A model by its name in the configuration, or by `provider:model`. Without a name it is the one that DRAGOMAN_MODEL
   * names, or the configuration's own. Throws `config` for an unknown name, and where a package or a variable is missing.
   */
  (name?: string): ConfiguredModel
  /** The names that the configuration gives to models. */
  readonly names: readonly string[]
  /** The names of the providers that are configured. */
  readonly providers: readonly string[]
}

/**
 * Reads the configuration and loads the adapters that it names: `run({ model: (await models())('smart'), … })`. Without a
 * file, the providers are those whose keys are in the environment. Throws `config`, with line and column, for all that is
 * wrong in the file.
 */
export async function models(options?: ConfigurationOptions): Promise<Models> {
  return modelsOf(await loadConfiguration(options))
}

/** The models of a configuration that is loaded. */
export function modelsOf(configuration: Configuration): Models {
  const { config, environment, providers } = configuration
  const { limits, deadlines, models: entries = {} } = config
  const defaults = { ...(limits && { limits }), ...(deadlines && { deadlines }) }
  const made = new Map<string, Model>()

  // Once for each name: a chain remembers which of its models failed.
  function named(name: string): Model {
    const model = made.get(name) ?? make(name, {})
    made.set(name, model)
    return model
  }

  function make(name: string, own: JsonObject): Model {
    const entry = entryOf(entries, name)
    if (entry === undefined) return modelOf(name, configuration, own)
    if (entry.fallback) return withSettings(fallback(entry.fallback.map(named), chainOptions(entry)), entry)
    const merged = withOwn(ownOptions(entry), own)
    const { model = '' } = entry // one of the two stands there, as checked
    return withSettings(Object.keys(merged).length === 0 ? named(model) : make(model, merged), entry)
  }

  checkEntries(configuration, named)
  const provide = (name?: string): ConfiguredModel => {
    const model = withDeadlines(
      name === undefined ? defaultModel(configuration, named) : named(name),
      deadlines,
    )
    return { ...logged(model, environment), defaults }
  }
  return Object.assign(provide, { names: Object.keys(entries), providers: [...providers.keys()] })
}

function ownOptions({ extra, capabilities }: ModelConfig): JsonObject {
  return { ...(extra && { extra }), ...(capabilities && { capabilities: json(capabilities) }) }
}

function chainOptions({ on, cooldownMs, restart, attempts }: ModelConfig): FallbackOptions {
  return {
    ...(on && { on }),
    ...(cooldownMs !== undefined && { cooldownMs }),
    ...(restart !== undefined && { restart }),
    ...(attempts !== undefined && { attempts }),
  }
}

// What the program says itself wins.
function withSettings(model: Model, { settings }: ModelConfig): Model {
  if (!settings) return model
  return wrap(model, (request, options, next) =>
    next({ ...request, settings: { ...settings, ...present(request.settings) } }, options),
  )
}

function withDeadlines(model: Model, deadlines: Config['deadlines']): Model {
  if (!deadlines) return model
  return wrap(model, (request, options, next) =>
    next(request, { ...options, deadlines: { ...deadlines, ...present(options.deadlines ?? {}) } }),
  )
}

/** A model by the name that its provider gives it. */
function modelOf(name: string, configuration: Configuration, own: JsonObject): Model {
  const { providers } = configuration
  if (isProviderName(name)) throw unknownName(name, configuration)
  const { provider, id } = readModelName(name, [...providers.keys()])
  const found = providers.get(provider)
  if (!found) throw unknownProvider(provider, name, [...providers.keys()])
  return found.model(id, own)
}

function unknownName(name: string, { config, file, providers }: Configuration): DragomanError {
  const names = Object.keys(config.models ?? {})
  const meant = nearest(name, names)
  const guess = meant === undefined ? '' : ` Did you mean "${meant}"?`
  const [provider = 'openai'] = providers.keys()
  const help =
    names.length > 0
      ? `give one of ${names.join(', ')}, or "provider:model"`
      : `give "provider:model", such as "${provider}:${name}"`
  const noFile = file ? '' : ` No ${CONFIG_NAME} was found, from the working directory upwards.`
  return new DragomanError('config', `No model is called "${name}": ${help}.${guess}${noFile}`)
}

function unknownProvider(provider: string, name: string, providers: readonly string[]): DragomanError {
  const builtin = builtinOf(provider)
  const configured = providers.length > 0 ? `Configured: ${providers.join(', ')}.` : 'None is configured.'
  if (!builtin) {
    const meant = nearest(provider, [...providers, ...Object.keys(BUILTINS)])
    const guess = meant === undefined ? '' : ` Did you mean "${meant}"?`
    const message = `Unknown provider "${provider}" in "${name}".${guess} ${configured} Add it to providers in ${CONFIG_NAME}, or take one of these.`
    return new DragomanError('config', message)
  }
  const { keys, sdk } = builtin
  return new DragomanError(
    'config',
    `The provider "${provider}" in "${name}" is not configured: set ${keys[0]} (and run npm i ${sdk}, if it is not installed). ${configured}`,
  )
}

function defaultModel(
  { config, environment, providers }: Configuration,
  named: (name: string) => Model,
): Model {
  const variableName = variable(environment, 'DRAGOMAN_MODEL')
  const name = variableName ?? config.model
  if (name === undefined) throw noModel([...providers.keys()])
  try {
    return named(name)
  } catch (error) {
    if (variableName === undefined || !DragomanError.is(error)) throw error
    throw new DragomanError(error.code, `DRAGOMAN_MODEL cannot be used. ${error.message}`)
  }
}

function noModel([provider = 'openai']: readonly string[]): DragomanError {
  return new DragomanError(
    'config',
    `No model is named. Set DRAGOMAN_MODEL to "provider:model", such as "${provider}:<id>", or add "model" to ${CONFIG_NAME}, or name it: (await models())("${provider}:<id>"), on the command line -m.`,
  )
}

/** Makes every model of the file, so that what is wrong there shows at once; what this machine lacks shows where it is asked for. */
function checkEntries({ config, providers, source }: Configuration, make: (name: string) => Model): void {
  const entries = config.models ?? {}
  const isComplete = (name: string): boolean =>
    providersOf(name, entries).every((provider) => providers.get(provider)?.lacks.length === 0)
  for (const name of Object.keys(entries).filter(isComplete)) {
    try {
      make(name)
    } catch (error) {
      if (!DragomanError.is(error)) throw error
      const message = `cannot be made. ${error.message.replace(/\.$/, '')}`
      throw configError([{ path: ['models', name], message }], source.place)
    }
  }
}
