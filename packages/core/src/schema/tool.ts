import { DragomanError } from '../neutral/error.ts'
import type { CacheHint, FilePart, TextPart, ToolFailure } from '../neutral/message.ts'
import type { FunctionDefinition, HostedTool } from '../neutral/tool.ts'
import { acceptSchema, type Infer, type Schema, type Sendable } from './accept.ts'
import { ARGUMENTS } from './input.ts'
import { unwrap } from './root.ts'
import { isStandard, validate, type StandardSchema } from './standard.ts'

/** Anything that `run({ tools })` takes. */
export type Tool = FunctionTool | HostedTool

/** A tool that the program runs. */
export interface FunctionTool extends FunctionDefinition {
  /** Absent: the run ends with `needs-results` when the model calls it. */
  execute?(input: unknown, context: ToolContext): unknown
  /** Whether a call runs only after the run's `approve` said yes; a function says it of the arguments. */
  readonly needsApproval?: boolean | ((input: unknown) => boolean | Promise<boolean>)
  readonly timeoutMs?: number
}

export interface ToolContext {
  /** Aborts when the run does, and when the tool's time is over. */
  readonly signal: AbortSignal
  readonly callId: string
  /** The same for every attempt at this call, and for no other call. */
  readonly idempotencyKey: string
}

export interface ToolOptions<S extends Schema> {
  readonly name: string
  /** Tells the model what the tool does and when to use it. */
  readonly description: string
  /** Describes the arguments. One of anything but objects reaches the model as the property `value` of one. */
  readonly input: S & Sendable<S>
  /** The schema comes from elsewhere, such as a server: its patterns are sent, and never run here. Default `false`. */
  readonly untrusted?: boolean
  /** Asks the provider to hold the model to the schema. Default `false`. */
  readonly strict?: boolean
  /** How long one call may take, in milliseconds. Default: the run's `deadlines.toolMs`. */
  readonly timeoutMs?: number
  /**
   * Whether a call runs only after the run's `approve` said yes; a function says it of the arguments, and what it throws
   * counts as yes, it does. Default `false`.
   */
  readonly needsApproval?: boolean | ((input: Infer<S>) => boolean | Promise<boolean>)
  readonly cache?: CacheHint
  /**
   * Runs the tool with arguments that were parsed and checked. A string is sent as it is, any other JSON as its
   * text, `undefined` as a placeholder; {@link content} carries files and errors. What it throws goes to the model.
   */
  execute?(input: Infer<S>, context: ToolContext): ToolOutput
}

/** What a tool may return, or promise. `unknown`, because any JSON-able value will do: the run checks it. */
export type ToolOutput = unknown

/** Declares a tool. The type of `input` in `execute` comes from the schema. Throws `config` for a bad declaration. */
export function tool<const S extends Schema>(options: ToolOptions<S>): FunctionTool {
  const { name, description, execute, strict, untrusted, needsApproval, timeoutMs, cache } = options
  if (typeof name !== 'string' || name.trim() === '') {
    throw new DragomanError('config', `A tool needs a name: found ${JSON.stringify(name)}.`)
  }
  if (typeof description !== 'string') {
    throw new DragomanError(
      'config',
      `Tool "${name}" needs a description: it tells the model when to call it.`,
    )
  }
  if (timeoutMs !== undefined && !(timeoutMs > 0)) {
    throw new DragomanError(
      'config',
      `timeoutMs of tool "${name}" is ${timeoutMs}: give milliseconds above 0.`,
    )
  }
  const { schema, isWrapped } = acceptSchema(options.input, `input schema of tool "${name}"`, untrusted)
  return {
    type: 'function',
    name,
    description,
    input: schema,
    ...(strict !== undefined && { strict }),
    ...(untrusted && { untrusted }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(cache && { cache }),
    ...(needsApproval !== undefined && { needsApproval: approvalRule(options, isWrapped) }),
    ...(execute && {
      execute: (value: unknown, context: ToolContext) => {
        const given = isWrapped ? unwrap(value) : value
        // The run checks a value against `input` before it calls this, so it has the type that the schema infers.
        const call = (input: unknown): ToolOutput => execute(input as Infer<S>, context)
        return isStandard(options.input) ? callValidated(options.input, given, call) : call(given)
      },
    }),
  }
}

function approvalRule<S extends Schema>(
  { input: schema, needsApproval = false }: ToolOptions<S>,
  isWrapped: boolean,
): NonNullable<FunctionTool['needsApproval']> {
  if (typeof needsApproval !== 'function') return needsApproval
  return async (value) => {
    const given = isWrapped ? unwrap(value) : value
    const read = isStandard(schema) ? await validate(schema, given, ARGUMENTS) : { ok: true, value: given }
    // What the library refuses never runs. The rest has the type that the schema infers.
    return read.ok && needsApproval(read.value as Infer<S>)
  }
}

// The library of a schema knows more than its JSON Schema: refinements, and what a value becomes.
async function callValidated(
  schema: StandardSchema,
  value: unknown,
  call: (input: unknown) => ToolOutput,
): Promise<ToolOutput> {
  const validated = await validate(schema, value, ARGUMENTS)
  if (validated.ok) return call(validated.value)
  return { ...content(validated.problem, { isError: true }), reason: 'bad-input' }
}

const CONTENT: unique symbol = Symbol.for('dragoman.tool-content')

/** Tool output that is more than text or JSON: several parts, files, or an error that the tool itself reports. */
export interface ToolContent {
  readonly [CONTENT]: true
  readonly parts: readonly (TextPart | FilePart)[]
  readonly isError: boolean
  /** Why it failed before it ran. */
  readonly reason?: ToolFailure
}

/** Returns texts and files from a tool; `isError` marks the result as a failure. */
export function content(
  parts: string | readonly (TextPart | FilePart)[],
  options: { readonly isError?: boolean } = {},
): ToolContent {
  const list = typeof parts === 'string' ? [{ type: 'text', text: parts } as const] : parts
  return { [CONTENT]: true, parts: list, isError: options.isError ?? false }
}

const NO_OUTPUT = '(no output)'

/** Reads what a tool returned. Throws a TypeError for what JSON cannot carry. */
export function encodeOutput(output: ToolOutput): Omit<ToolContent, typeof CONTENT> {
  if (isContent(output)) {
    const { parts, isError, reason } = output
    return { parts, isError, ...(reason && { reason }) }
  }
  return { parts: [{ type: 'text', text: outputText(output) }], isError: false }
}

function isContent(output: unknown): output is ToolContent {
  return typeof output === 'object' && output !== null && CONTENT in output
}

function outputText(output: unknown): string {
  if (typeof output === 'string') return output
  if (output === undefined) return NO_OUTPUT
  const text: string | undefined = JSON.stringify(output)
  if (text === undefined) throw new TypeError(`a tool returned a ${typeof output}, which is not JSON`)
  return text
}
