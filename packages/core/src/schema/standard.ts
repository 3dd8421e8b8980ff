import type { Subject } from './input.ts'

/** A Standard Schema (https://standardschema.dev): what libraries of schemas have in common. */
export interface StandardSchema {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => StandardResult | Promise<StandardResult>
    readonly types?: { readonly input: unknown; readonly output: unknown } | undefined
  }
}

/** A Standard Schema that can say itself as JSON Schema. */
export interface StandardJsonSchema extends StandardSchema {
  readonly '~standard': StandardSchema['~standard'] & {
    readonly jsonSchema: { readonly input: (options: { readonly target: 'draft-2020-12' }) => object }
  }
}

export type StandardResult =
  | { readonly value: unknown; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] }

export interface StandardIssue {
  readonly message: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}

/** True for a schema of a library that keeps the standard; some of them are functions. */
export function isStandard(schema: unknown): schema is StandardSchema {
  const isHolder = (typeof schema === 'object' && schema !== null) || typeof schema === 'function'
  return isHolder && '~standard' in schema && typeof schema['~standard'] === 'object'
}

export function isStandardJson(schema: StandardSchema): schema is StandardJsonSchema {
  return 'jsonSchema' in schema['~standard']
}

/** What the library of a schema makes of a value: its own rules count, and its transforms apply. */
export async function validate(schema: StandardSchema, value: unknown, subject: Subject): Promise<Validated> {
  const result = await schema['~standard'].validate(value)
  if (!result.issues) return { ok: true, value: result.value }
  return { ok: false, problem: describeIssues(result.issues, subject) }
}

export type Validated =
  | { readonly ok: true; readonly value: unknown }
  /** Written for the model. */
  | { readonly ok: false; readonly problem: string }

function describeIssues(issues: readonly StandardIssue[], subject: Subject): string {
  const lines = issues.map(({ path = [], message }) => {
    const steps = path.map((step) => String(typeof step === 'object' ? step.key : step))
    return `- ${steps.length > 0 ? `/${steps.join('/')}` : subject.toLowerCase()}: ${message}`
  })
  return `${subject} must fit the schema:\n${lines.join('\n')}`
}
