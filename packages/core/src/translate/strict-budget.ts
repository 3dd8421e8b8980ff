import type { Dialect } from '../neutral/capabilities.ts'
import { isJsonObject, type JsonSchema, type JsonValue } from '../neutral/json.ts'
import { schemasIn, typesOf } from '../schema/keywords.ts'

/** What the strict schemas of one request come to, against what the model takes in one request. */
export interface StrictBudget {
  /** Counts a schema, unless it would exceed a limit, whose name is returned. */
  spend(schema: JsonSchema, kind: 'tool' | 'output'): keyof Limits | undefined
}

type Limits = NonNullable<Dialect['requestLimits']>

export function strictBudget(dialect: Dialect | false): StrictBudget {
  const { requestLimits: limits = {} }: Dialect = dialect || {}
  let spent: Required<Limits> = { tools: 0, optional: 0, unions: 0 }
  return {
    spend(schema, kind) {
      const after = {
        tools: spent.tools + (kind === 'tool' ? 1 : 0),
        optional: spent.optional + countProperties(schema, isOptional),
        unions: spent.unions + countProperties(schema, isUnion),
      }
      const names = ['tools', 'optional', 'unions'] as const
      const exceeded = names.find((name) => after[name] > (limits[name] ?? Infinity))
      if (exceeded === undefined) spent = after
      return exceeded
    },
  }
}

type Count = (property: JsonValue, name: string, required: JsonValue | undefined) => boolean

function countProperties(root: JsonSchema, isCounted: Count): number {
  return [...schemasIn(root)].flatMap(({ schema }) => {
    const { properties, required } = isJsonObject(schema) ? schema : {}
    if (!isJsonObject(properties)) return []
    return Object.entries(properties).filter(([name, property]) => isCounted(property, name, required))
  }).length
}

function isOptional(...[, name, required]: Parameters<Count>): boolean {
  return !Array.isArray(required) || !required.includes(name)
}

function isUnion(property: JsonValue): boolean {
  return isJsonObject(property) && (typesOf(property).length > 1 || 'anyOf' in property)
}
