import { isJsonObject, type JsonValue } from '@dragoman/core'
import { fillText, variable, variablesIn } from '../../config/environment.ts'
import { showPath, type Path } from '../../config/problem.ts'
import type { Configuration } from '../../configuration.ts'
import { isElsewhere, type ConfiguredProvider } from '../../providers/provider.ts'
import { isSecretPlace, masked, maskedAddress } from './mask.ts'

/** A value that is in force: where it stands in a configuration, what it is, and who says so. */
export type SettingRow = readonly [path: string, value: string, origin: string]

/** The effective configuration, with no secret in it. */
export function settingRows(configuration: Configuration): readonly SettingRow[] {
  const { config, providers, environment } = configuration
  const log = variable(environment, 'DRAGOMAN_LOG')
  return [
    modelRow(configuration),
    ...[...providers.values()].flatMap((provider) => providerRows(provider, configuration)),
    ...(['models', 'limits', 'deadlines', 'literalKeys'] as const).flatMap(
      (key) => leafRows(config[key] as JsonValue | undefined, [key], configuration), // as it was read
    ),
    ...(log === undefined ? [] : [['log', log, 'environment DRAGOMAN_LOG'] as const]),
  ]
}

function modelRow({ config, environment, source }: Configuration): SettingRow {
  const fromVariable = variable(environment, 'DRAGOMAN_MODEL')
  if (fromVariable !== undefined) return ['model', fromVariable, 'environment DRAGOMAN_MODEL']
  return config.model === undefined
    ? ['model', 'none', 'default']
    : ['model', config.model, source.place(['model'])]
}

function providerRows(provider: ConfiguredProvider, configuration: Configuration): readonly SettingRow[] {
  const { name, config, builtin } = provider
  const path = ['providers', name]
  const exported = config.export ?? (config.adapter === undefined ? builtin?.export : undefined)
  const rows = [
    ['adapter', config.adapter ?? builtin?.adapter, config.adapter] as const,
    ['export', exported, config.export] as const,
  ].flatMap(([key, value, own]) =>
    value === undefined
      ? []
      : [
          row(
            [...path, key],
            value,
            own === undefined ? 'default' : configuration.source.place([...path, key]),
          ),
        ],
  )
  return [
    ...rows,
    ...addressRow(provider, configuration),
    ...keyRow(provider, configuration),
    ...leafRows(config.options, [...path, 'options'], configuration),
  ]
}

function addressRow(
  { name, config, builtin }: ConfiguredProvider,
  { environment, source }: Configuration,
): readonly SettingRow[] {
  const path = ['providers', name, 'baseURL']
  if (config.baseURL !== undefined) {
    const address = fillText(config.baseURL, environment)
    // A variable within an address may be a key.
    const isWhole = /^(?:[^{}]*|\{env:[^{}]*\})$/.test(config.baseURL)
    const shown = isWhole && address !== undefined ? maskedAddress(address) : config.baseURL
    return [row(path, shown, originOf(config.baseURL, source.place(path)))]
  }
  if (!builtin) return []
  const fromVariable = variable(environment, builtin.baseURL)
  return fromVariable === undefined
    ? [row(path, builtin.defaultBaseURL, 'default')]
    : [row(path, maskedAddress(fromVariable), `environment ${builtin.baseURL}`)]
}

function keyRow(provider: ConfiguredProvider, { environment, source }: Configuration): readonly SettingRow[] {
  const { name, config, builtin } = provider
  const path = ['providers', name, 'apiKey']
  if (config.apiKey !== undefined) {
    const key = fillText(config.apiKey, environment)
    return [
      row(path, key === undefined ? 'not set' : masked(key), originOf(config.apiKey, source.place(path))),
    ]
  }
  if (!builtin) return []
  if (isElsewhere(name, config, builtin)) return [row(path, 'none', 'default')]
  const from = builtin.keys.find((key) => variable(environment, key) !== undefined)
  return from === undefined
    ? [row(path, 'not set', `environment ${builtin.keys.join(' or ')}`)]
    : [row(path, masked(variable(environment, from) ?? ''), `environment ${from}`)]
}

/** A row for each value in what the file says, however deep it stands. */
function leafRows(
  value: JsonValue | undefined,
  path: Path,
  configuration: Configuration,
): readonly SettingRow[] {
  if (value === undefined) return []
  if (isJsonObject(value)) {
    return Object.entries(value).flatMap(([key, inner]) => leafRows(inner, [...path, key], configuration))
  }
  const place = configuration.source.place(path)
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) {
    const shown = isSecretPlace(path) ? value.map(masked) : value
    return [row(path, shown.join(path.at(-1) === 'fallback' ? ' → ' : ', '), place)]
  }
  if (typeof value !== 'string') return [row(path, JSON.stringify(value), place)]
  if (!isSecretPlace(path)) return [row(path, value, originOf(value, place))]
  const filled = fillText(value, configuration.environment)
  return [row(path, filled === undefined ? 'not set' : masked(filled), originOf(value, place))]
}

function row(path: Path, value: string, origin: string): SettingRow {
  return [showPath(path), value, origin]
}

function originOf(text: string, place: string): string {
  const variables = variablesIn(text)
  return variables.length === 0 ? place : `${place}, environment ${variables.join(', ')}`
}
