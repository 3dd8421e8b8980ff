import type { RunSettings } from '@dragoman/core'
import { loadConfiguration } from '../../configuration.ts'
import { modelsOf, type Models } from '../../models.ts'
import type { Given } from './read.ts'
import type { RUN_FLAGS } from './flags.ts'
import type { Terminal } from '../screen/terminal.ts'
import { loadTools } from './tools-file.ts'

/** What a run needs beside its model and its prompt. */
export type SharedSettings = Pick<RunSettings, 'system' | 'stream' | 'signal'> &
  Required<Pick<RunSettings, 'tools'>>

/** The models and the settings that the flags ask for. Throws `config` for what is wrong there. */
export async function loadForRun(
  flags: Given<typeof RUN_FLAGS>,
  { directory, environment, signal }: Terminal,
): Promise<{ readonly models: Models; readonly settings: SharedSettings }> {
  const { config, system, tools = [] } = flags
  const configuration = await loadConfiguration({
    directory,
    environment,
    ...(config !== undefined && { config }),
  })
  return {
    models: modelsOf(configuration),
    settings: {
      tools: await loadTools(tools, directory),
      stream: !flags['no-stream'],
      signal,
      ...(system !== undefined && { system }),
    },
  }
}
