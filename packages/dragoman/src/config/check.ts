import {
  checkValue,
  isJsonObject,
  isProviderName,
  type JsonObject,
  type JsonSchema,
  type JsonValue,
} from '@dragoman/core'
import { checkModels } from './check-models.ts'
import { checkProviders } from './check-providers.ts'
import type { Path, Problem } from './problem.ts'
import { isSecretName } from './secret-name.ts'
import { CONFIG_SCHEMA, MODEL_SCHEMA, type Config } from './schema.ts'

/** What is wrong in a configuration that can be seen without its adapters. */
export function checkConfig(value: JsonObject): readonly Problem[] {
  const { models } = value
  const entries = isJsonObject(models) ? models : {}
  // Models one by one: in a union, what is wrong would be said for each of its members.
  const shapes = [
    ...checkShape(CONFIG_SCHEMA, { ...value, ...(isJsonObject(models) && { models: {} }) }, []),
    ...Object.entries(entries).flatMap(([name, model]) => checkModelShape(model, ['models', name])),
  ]
  // What follows reads the configuration by its type.
  if (shapes.length > 0) return shapes
  const config = value as Config // fits the schema, as just seen
  return [
    ...checkNames(config.providers ?? {}, 'providers'),
    ...checkNames(config.models ?? {}, 'models'),
    ...checkProviders(config),
    ...checkModels(config),
  ]
}

/** What a schema refuses in a value that stands at a path. */
export function checkShape(schema: JsonSchema, value: JsonValue, at: Path): readonly Problem[] {
  return checkValue(schema, value).map((violation) => {
    const { path, found } = follow(value, violation.path)
    const isMissing =
      violation.message.startsWith('must have') || violation.message.startsWith('must not be there')
    return {
      path: [...at, ...path],
      message: isMissing ? violation.message : `${violation.message}, found ${show(found, path)}`,
    }
  })
}

function checkModelShape(model: JsonValue, path: Path): readonly Problem[] {
  if (typeof model === 'string' && model !== '') return []
  if (isJsonObject(model)) return checkShape(MODEL_SCHEMA, model, path)
  const message = `must be "provider:model" or an object, found ${show(model, path)}`
  return [{ path, message }]
}

function checkNames(named: object, list: 'providers' | 'models'): readonly Problem[] {
  return Object.keys(named)
    .filter((name) => !isProviderName(name))
    .map((name) => ({
      path: [list, name],
      message: `is no name: it is empty, or has a ":", "/" or space`,
      remedy: 'Rename it: these divide a provider from its model.',
    }))
}

function follow(value: JsonValue, pointer: string): { readonly path: Path; readonly found: JsonValue } {
  const path: (string | number)[] = []
  let found = value
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~')
    if (Array.isArray(found)) {
      path.push(Number(key))
      found = found[Number(key)] ?? null
    } else {
      path.push(key)
      found = (isJsonObject(found) && found[key]) || null
    }
  }
  return { path, found }
}

function show(value: JsonValue, path: Path): string {
  if (isSecretName(path.at(-1)) || path.includes('headers')) return 'another kind of value'
  const text = JSON.stringify(value)
  return text.length > SHOWN_LETTERS ? `${text.slice(0, SHOWN_LETTERS)}…` : text
}

const SHOWN_LETTERS = 60
