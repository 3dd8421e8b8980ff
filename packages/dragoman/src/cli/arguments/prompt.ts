import { usageError, type Command } from './read.ts'
import type { Terminal } from '../screen/terminal.ts'

/**
 * The prompt: the word, with what was piped in before it; or what comes in, where there is no word or it is `-`.
 * `undefined` where there is neither. Throws `config` for several words.
 */
export async function readPrompt(
  command: Command,
  words: readonly string[],
  { input }: Terminal,
): Promise<string | undefined> {
  const [word] = words
  if (words.length > 1) {
    throw usageError(command, `A prompt is one argument, in quotes: found ${words.length}.`)
  }
  if (word !== undefined && word !== '-') {
    const given = input?.isGiven ? (await input.read()).trim() : ''
    return full([given, word].filter((text) => text !== '').join('\n\n'), command)
  }
  return input && full((await input.read()).trim(), command)
}

function full(prompt: string, command: Command): string {
  if (prompt.trim() !== '') return prompt
  throw usageError(command, 'The prompt is empty.')
}
