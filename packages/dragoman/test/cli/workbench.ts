import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runCommandLine } from '../../src/cli/command-line.ts'
import { fakeTerminal, steady, type FakeOptions } from './fake-terminal.ts'
import { startSpeakingServer, type Script, type SpeakingServer } from './speaking-server.ts'

/** A folder with a configuration, and a server that its models ask. */
export interface Workbench extends AsyncDisposable {
  readonly directory: string
  readonly server: SpeakingServer
  /** Runs a command line in the folder. */
  run(line: readonly string[], options?: Omit<FakeOptions, 'directory'>): Promise<Ended>
}

export interface Ended {
  readonly code: number
  readonly out: string
  readonly aside: string
}

export const TOOLS: string = fileURLToPath(new URL('tools.ts', import.meta.url))

export async function workbench(script: Script): Promise<Workbench> {
  const directory = await mkdtemp(join(tmpdir(), 'dragoman-cli-'))
  const server = await startSpeakingServer(script)
  await writeFile(join(directory, 'dragoman.config.json'), JSON.stringify(configurationOf(server)))
  return {
    directory,
    server,
    async run(line, options) {
      const terminal = fakeTerminal({ directory, ...options })
      const code = await runCommandLine(line, terminal)
      return { code, out: steady(terminal.written.out), aside: steady(terminal.written.aside) }
    },
    async [Symbol.asyncDispose]() {
      await server.stop()
      await rm(directory, { recursive: true })
    },
  }
}

function configurationOf({ origin }: SpeakingServer): object {
  const openai = { adapter: '@dragoman/openai', baseURL: `${origin}/v1` }
  return {
    model: 'fast',
    providers: {
      chat: { ...openai, export: 'openai' },
      responses: { ...openai, export: 'openai.responses' },
      claude: { adapter: '@dragoman/anthropic', baseURL: origin },
      cloud: { ...openai, export: 'openai', apiKey: '{env:CLOUD_KEY}' },
    },
    models: {
      fast: 'chat:small',
      safe: { fallback: ['claude:big', 'fast'], restart: true, attempts: 1 },
      brief: { model: 'fast', settings: { maxOutputTokens: 100 } },
    },
    limits: { steps: 3 },
  }
}
