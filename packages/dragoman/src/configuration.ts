import { cwd, env } from 'node:process'
import { dirname } from 'node:path'
import { isJsonObject } from '@dragoman/core'
import { checkConfig } from './config/check.ts'
import { variable, type Environment } from './config/environment.ts'
import { findConfig, type ConfigFile } from './config/find.ts'
import { configError } from './config/problem.ts'
import type { Config, ProviderConfig } from './config/schema.ts'
import { objectSource, readSource, type ConfigSource } from './config/source.ts'
import { BUILTINS, type Builtin } from './providers/builtin.ts'
import { projectAround } from './providers/project.ts'
import { loadProvider, type ConfiguredProvider, type Surroundings } from './providers/provider.ts'

/** Where a configuration comes from. */
export interface ConfigurationOptions {
  /** The path of a file, or the configuration itself. Default: the variable DRAGOMAN_CONFIG, or the nearest `dragoman.config.json`. */
  readonly config?: string | Config
  /** Where the search begins, and what paths begin at. Default: the working directory. */
  readonly directory?: string
  /** Default: the variables of the process. */
  readonly environment?: Environment
}

/** A configuration that was read and checked, with its adapters loaded. */
export interface Configuration extends Surroundings {
  readonly config: Config
  /** `undefined` where there is no file. */
  readonly file: ConfigFile | undefined
  /** Those of the file, then those that the environment alone names. */
  readonly providers: ReadonlyMap<string, ConfiguredProvider>
}

/** Reads the configuration, checks it, and loads the adapters that it names. Throws `config` for all that is wrong in it. */
export async function loadConfiguration({
  config: given,
  directory: start = cwd(),
  environment = env,
}: ConfigurationOptions = {}): Promise<Configuration> {
  const isFile = given === undefined || typeof given === 'string'
  const file = isFile ? await findConfig(start, environment, given) : undefined
  const source = file ? readSource(file.text, file.name) : sourceOf(given)
  const problems = checkConfig(source.value)
  if (problems.length > 0) throw configError(problems, source.place)
  const config = source.value as Config // checked in the lines above
  const directory = file ? dirname(file.path) : start
  const surroundings = { source, environment, directory, project: projectAround(directory) }
  const named = new Map<string, ProviderConfig>([
    ...Object.entries(config.providers ?? {}),
    ...Object.entries(BUILTINS)
      .filter(
        ([name, builtin]) =>
          !Object.hasOwn(config.providers ?? {}, name) && isInEnvironment(builtin, environment),
      )
      .map(([name]) => [name, {}] as const),
  ])
  const providers = await Promise.all(
    [...named].map(([name, provider]) => loadProvider(name, provider, surroundings)),
  )
  return {
    ...surroundings,
    config,
    file,
    providers: new Map(providers.map((provider) => [provider.name, provider])),
  }
}

function sourceOf(given: unknown): ConfigSource {
  if (given === undefined) return objectSource({})
  const value = isJsonObject(given) ? asData(given) : undefined
  if (isJsonObject(value)) return objectSource(value)
  throw notData('A configuration is an object, or the path of a file')
}

/** A program may have made it of anything. */
function asData(given: object): unknown {
  try {
    const text: unknown = JSON.stringify(given, refuseCode)
    return typeof text === 'string' ? JSON.parse(text) : undefined
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n', 1).join('') : String(error)
    throw notData(`A configuration is plain data, as JSON has it: ${reason}`)
  }
}

// JSON would leave it out, and nobody would hear of it.
function refuseCode(key: string, value: unknown): unknown {
  if (typeof value !== 'function' && typeof value !== 'symbol') return value
  throw new TypeError(`${JSON.stringify(key)} is a ${typeof value}`)
}

function notData(message: string): Error {
  return configError([{ path: [], message }], () => 'config')
}

/** Whether the variables that the official SDK reads name its provider. */
function isInEnvironment({ keys, baseURL }: Builtin, environment: Environment): boolean {
  return [...keys, baseURL].some((name) => variable(environment, name) !== undefined)
}
