import { DragomanError, scripted } from '@dragoman/core'
import { variable } from '../../config/environment.ts'
import { entryOf, providersOf } from '../../config/references.ts'
import type { Configuration } from '../../configuration.ts'
import { logged } from '../../log.ts'
import { modelsOf } from '../../models.ts'
import { BUILTINS, builtinOf } from '../../providers/builtin.ts'
import { isElsewhere, type ConfiguredProvider } from '../../providers/provider.ts'
import { addressFindings } from './address.ts'
import { PRICES, type Versions } from './versions.ts'

/** Something that was found, and what to do. Advice does not keep a program from running. */
export interface Finding {
  readonly kind: 'mend' | 'advice'
  readonly message: string
  readonly remedy?: string
}

/** What is wrong, or might be, in a configuration that could be read. */
export function findingsIn(configuration: Configuration): readonly Finding[] {
  const { providers } = configuration
  return [
    ...told(configuration).flatMap((provider) => providerFindings(provider, configuration)),
    ...(providers.size === 0 && !namesModel(configuration) ? [NO_PROVIDER] : []),
    ...thrownFindings(() => logged(scripted([]), configuration.environment)),
    ...modelFindings(configuration),
    ...shadowFindings(configuration),
    ...unusedFindings(configuration),
  ]
}

/** What is missing on this machine, whatever the configuration says. */
export function versionFindings(versions: Versions): readonly Finding[] {
  if (versions.get(PRICES) !== undefined) return []
  const message = `${PRICES} is not installed, so that the cost of a run is unknown.`
  return [{ kind: 'advice', message, remedy: `Run: npm i ${PRICES}` }]
}

/** What was thrown, as findings: a line each. */
export function thrownFindings(act: () => unknown): readonly Finding[] {
  try {
    act()
    return []
  } catch (error) {
    return findingsOf(error)
  }
}

/** A configuration error as findings. Throws what is none. */
export function findingsOf(error: unknown): readonly Finding[] {
  if (!DragomanError.is(error)) throw error
  return error.message.split('\n').map((message) => ({ kind: 'mend', message }))
}

const NO_PROVIDER: Finding = {
  kind: 'mend',
  message: 'No provider is configured.',
  remedy: 'Set OPENAI_API_KEY or ANTHROPIC_API_KEY, or write dragoman.config.json.',
}

/** The providers of the file, and of each SDK one that the environment alone names: what is said of one holds for all. */
function told({ providers, config }: Configuration): readonly ConfiguredProvider[] {
  const all = [...providers.values()]
  return all.filter(
    ({ name, builtin }, index) =>
      Object.hasOwn(config.providers ?? {}, name) ||
      all.findIndex((other) => other.builtin?.sdk === builtin?.sdk) === index,
  )
}

function providerFindings(provider: ConfiguredProvider, configuration: Configuration): readonly Finding[] {
  const { name, config, builtin, lacks } = provider
  const { environment } = configuration
  return [
    ...(lacks.length > 0 ? lackFindings(provider, configuration) : []),
    ...keyFindings(provider, configuration),
    ...addressFindings(provider, environment),
    ...(builtin && config.baseURL !== undefined && builtinOf(name) && variable(environment, builtin.baseURL)
      ? [
          {
            kind: 'advice',
            message: `${builtin.baseURL} is set, and providers.${name}.baseURL wins.`,
          } as const,
        ]
      : []),
  ]
}

function lackFindings(provider: ConfiguredProvider, configuration: Configuration): readonly Finding[] {
  const isAsked =
    Object.hasOwn(configuration.config.providers ?? {}, provider.name) ||
    usedProviders(configuration).has(provider.name)
  // A key that merely lies in the environment asks for nothing.
  const kind = isAsked ? 'mend' : 'advice'
  return thrownFindings(() => provider.model('any')).map((finding) => ({ ...finding, kind }))
}

function keyFindings(
  { name, config, builtin }: ConfiguredProvider,
  { environment }: Configuration,
): readonly Finding[] {
  if (!builtin) return []
  const set = builtin.keys.filter((key) => variable(environment, key) !== undefined)
  if (config.apiKey !== undefined) {
    const others = set.filter((key) => !config.apiKey?.includes(`{env:${key}}`))
    if (others.length === 0 || !builtinOf(name)) return []
    return [{ kind: 'advice', message: `${others.join(', ')} is set, and providers.${name}.apiKey wins.` }]
  }
  if (set.length > 0 || isElsewhere(name, config, builtin)) return []
  return [
    {
      kind: 'mend',
      message: `The provider ${name} has no key.`,
      remedy: `Set ${builtin.keys[0]}, or write "apiKey": "{env:NAME}" under providers.${name}.`,
    },
  ]
}

function modelFindings(configuration: Configuration): readonly Finding[] {
  const { config, environment, file } = configuration
  const fromVariable = variable(environment, 'DRAGOMAN_MODEL')
  return [
    ...(fromVariable !== undefined && config.model !== undefined && fromVariable !== config.model
      ? [
          {
            kind: 'advice',
            message: `DRAGOMAN_MODEL is set, and wins over "model" in ${file?.name}.`,
          } as const,
        ]
      : []),
    ...(namesModel(configuration)
      ? thrownFindings(() => modelsOf({ ...configuration, environment: quiet(environment) })()).filter(
          // What a provider lacks is told of the provider.
          ({ message }) => !message.includes(' cannot be used: '),
        )
      : [
          ...thrownFindings(() => modelsOf(configuration)),
          {
            kind: 'advice',
            message: 'No model is named, so that each program must name one.',
            remedy: 'Set DRAGOMAN_MODEL to "provider:model", or add "model" to dragoman.config.json.',
          } as const,
        ]),
  ]
}

function namesModel({ config, environment }: Configuration): boolean {
  return (variable(environment, 'DRAGOMAN_MODEL') ?? config.model) !== undefined
}

// A wrong level is a finding of its own.
function quiet(environment: Configuration['environment']): Configuration['environment'] {
  return { ...environment, DRAGOMAN_LOG: undefined }
}

function shadowFindings({ config: { models = {}, providers = {} } }: Configuration): readonly Finding[] {
  const names = new Set([...Object.keys(providers), ...Object.keys(BUILTINS)])
  return [
    ...Object.keys(models)
      .filter((name) => names.has(name))
      .map((name) => ({
        kind: 'advice' as const,
        message: `models.${name} has the name of a provider: "${name}" is the model, and "${name}:…" the provider.`,
        remedy: 'Rename the model, so that nobody mistakes one for the other.',
      })),
    ...Object.entries(providers)
      .filter(
        ([name, { adapter }]) => adapter !== undefined && (builtinOf(name)?.adapter ?? adapter) !== adapter,
      )
      .map(([name, { adapter }]) => ({
        kind: 'advice' as const,
        message: `providers.${name} uses ${adapter}, and stands in for the provider that comes with dragoman.`,
        remedy: 'Rename it, so that nobody mistakes one for the other.',
      })),
  ]
}

function unusedFindings(configuration: Configuration): readonly Finding[] {
  const { config, providers } = configuration
  // Where nothing is named, programs name models themselves.
  if (Object.keys(config.models ?? {}).length === 0) return []
  const used = usedProviders(configuration)
  return [...providers.keys()]
    .filter((name) => !used.has(name) && Object.hasOwn(config.providers ?? {}, name))
    .map((name) => ({
      kind: 'advice',
      message: `No model of the file is of the provider ${name}.`,
      remedy: `Remove it, unless a program names "${name}:…" itself.`,
    }))
}

/** The providers of the models that the file or DRAGOMAN_MODEL names. */
function usedProviders({ config, environment }: Configuration): ReadonlySet<string> {
  const { models = {}, model } = config
  const first = variable(environment, 'DRAGOMAN_MODEL') ?? model
  const named = [...Object.keys(models), ...(first === undefined ? [] : [first])]
  return new Set(
    named.flatMap((name) =>
      entryOf(models, name) || IS_FULL_NAME.test(name) ? providersOf(name, models) : [],
    ),
  )
}

// What is no name at all is told as such, elsewhere.
const IS_FULL_NAME = /^[^:/\s]+[:/]./
