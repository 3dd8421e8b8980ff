import { checkValue, isJsonObject, type JsonSchema, type JsonValue } from '@dragoman/core'
import type { SuiteFile, SuiteGroup } from '../corpora.ts'
import { examine, type Figure, type Pace } from '../figure.ts'

/** How many cases of the official suite our check decides as the suite does, but for what it leaves out. */
export async function measureSchemaSuite(files: readonly SuiteFile[], pace: Pace): Promise<Figure> {
  const formats = files.filter(({ name }) => name === 'format.json')
  const groups = files
    .filter((file) => !formats.includes(file))
    .flatMap((file) => file.groups.map((group) => ({ file: file.name, group })))
  const alone = groups.filter(({ group }) => !needsOthers(group))
  const cases = alone.flatMap(({ file, group }) => group.tests.map((expected) => ({ file, group, expected })))
  const figure = await examine(cases, pace, ({ file, group, expected: { description, data, valid } }) => {
    if (isValid(group.schema, data) === valid) return []
    return [`${file}: ${group.description}: ${description}`]
  })
  const others = groups.filter(({ group }) => needsOthers(group))
  return {
    ...figure,
    counts: {
      'left out: format': countTests(formats.flatMap((file) => file.groups)),
      'left out: another document': countTests(others.map(({ group }) => group)),
    },
  }
}

// Schemas that refer to another document, the meta-schema among them, are refused by tool().
function needsOthers({ schema }: SuiteGroup): boolean {
  return /localhost:1234|"\$ref":"https?:\/\/json-schema\.org/.test(JSON.stringify(schema))
}

function isValid(schema: JsonValue, data: JsonValue): boolean | undefined {
  const rules: JsonSchema = isJsonObject(schema) ? schema : { allOf: [schema] }
  try {
    return checkValue(rules, data).length === 0
  } catch {
    return undefined
  }
}

function countTests(groups: readonly SuiteGroup[]): number {
  return groups.flatMap(({ tests }) => tests).length
}
