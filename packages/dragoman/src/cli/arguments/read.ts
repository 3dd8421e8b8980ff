import { parseArgs } from 'node:util'
import { DragomanError } from '@dragoman/core'

/** What a command takes on its line. */
export interface Flag {
  readonly type: 'string' | 'boolean'
  readonly short?: string
  readonly multiple?: boolean
  /** What its value is called in the help. */
  readonly value?: string
  readonly about: string
}

export type Flags = Readonly<Record<string, Flag>>

export interface Command<F extends Flags = Flags> {
  /** As it is called: `dragoman compare`. */
  readonly name: string
  /** What follows the name, as help shows it. */
  readonly usage: string
  readonly about: string
  readonly flags: F
  /** Lines of help behind the flags. */
  readonly notes?: readonly string[]
}

/** What was given, by flag. */
export type Given<F extends Flags> = {
  readonly [Name in keyof F]?: F[Name]['multiple'] extends true
    ? readonly string[]
    : F[Name]['type'] extends 'string'
      ? string
      : boolean
}

export interface CommandLine<F extends Flags> {
  readonly flags: Given<F>
  readonly words: readonly string[]
}

/** Reads a command's line. Throws `config` for what the command does not take. */
export function readCommandLine<F extends Flags>(
  command: Command<F>,
  line: readonly string[],
): CommandLine<F> {
  const { values, positionals, tokens } = parse(command, line)
  const given = tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []))
  const repeated = given.find((name, at) => !command.flags[name]?.multiple && given.indexOf(name) !== at)
  if (repeated !== undefined) {
    throw usageError(command, `--${repeated} is given twice, and ${command.name} takes one.`)
  }
  // Of the types that the flags say, as `parseArgs` checked.
  return { flags: values as Given<F>, words: positionals }
}

/** What is wrong with a command's line, and where its help is. */
export function usageError({ name }: Pick<Command, 'name'>, message: string): DragomanError {
  return new DragomanError('config', `${message} See: ${name} --help`)
}

function parse(command: Command, line: readonly string[]): ReturnType<typeof parseLoosely> {
  try {
    return parseLoosely(command, line)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    const [problem = ''] = error.message.split('. To specify')
    throw usageError(command, `${problem.replaceAll('\n', ' ').replace(/\.?$/, '.')}${hintFor(problem)}`)
  }
}

// The types of what it returns hold for flags that nothing is known of.
function parseLoosely({ flags }: Command, line: readonly string[]) {
  return parseArgs({ args: [...line], options: flags, allowPositionals: true, strict: true, tokens: true })
}

function hintFor(problem: string): string {
  if (problem.startsWith('Unknown option')) return ' A prompt that begins with "-" stands behind "--".'
  return ''
}
