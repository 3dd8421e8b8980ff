import { isJsonObject, isProviderName, type JsonObject, type JsonValue } from '@dragoman/core'
import { checkModels } from './check-models.ts'
import { checkProviders } from './check-providers.ts'
import type { Path, Problem } from './problem.ts'
import { CONFIG_SCHEMA, MODEL_SCHEMA, type Config } from './schema.ts'
import { checkShape, showFound } from './shape.ts'

/** What is wrong in a configuration that can be seen without its adapters. */
export function checkConfig(value: JsonObject): readonly Problem[] {
  const shapes = checkShapes(value)
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

/** What is wrong in the keys of a configuration and the kinds of their values: what its schema refuses. */
export function checkShapes(value: JsonObject): readonly Problem[] {
  const { models } = value
  const entries = isJsonObject(models) ? models : {}
  // Models one by one: in a union, what is wrong would be said for each of its members.
  return [
    ...checkShape(CONFIG_SCHEMA, { ...value, ...(isJsonObject(models) && { models: {} }) }, []),
    ...Object.entries(entries).flatMap(([name, model]) => checkModelShape(model, ['models', name])),
  ]
}

function checkModelShape(model: JsonValue, path: Path): readonly Problem[] {
  if (typeof model === 'string' && model !== '') return []
  if (isJsonObject(model)) return checkShape(MODEL_SCHEMA, model, path)
  const message = `must be "provider:model" or an object, found ${showFound(model, path)}`
  return [{ path, message }]
}

function checkNames(named: object, list: 'providers' | 'models'): readonly Problem[] {
  return Object.keys(named)
    .filter((name) => !isProviderName(name))
    .map((name) => ({
      path: [list, name],
      message: name === '' ? 'is empty' : 'has a ":", a "/" or a space, which no name may have',
      remedy: 'Rename it with letters, digits, "-" and "_".',
    }))
}
