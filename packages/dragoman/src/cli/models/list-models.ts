import { loadConfiguration, type Configuration } from '../../configuration.ts'
import { variable } from '../../config/environment.ts'
import { entryOf } from '../../config/references.ts'
import { readCommandLine, usageError, type Command } from '../arguments/read.ts'
import { EXIT, type ExitCode } from '../exit.ts'
import { CONFIG, HELP } from '../arguments/flags.ts'
import { helpOf } from '../arguments/help.ts'
import { harmless } from '../../harmless.ts'
import { listPrices } from './list-prices.ts'
import { showTable } from '../screen/table.ts'
import type { Screen, Terminal } from '../screen/terminal.ts'

/** `dragoman models`: what the configuration names, or what the price list knows of one provider. */
export async function listModels(line: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { flags, words } = readCommandLine(MODELS, line)
  const { out, directory, environment } = terminal
  if (flags.help) {
    out.write(helpOf(MODELS, out))
    return EXIT.ok
  }
  const [provider] = words
  if (words.length > 1) throw usageError(MODELS, `One provider at most: found ${words.length}.`)
  const { config } = flags
  const lines =
    provider === undefined
      ? configuredLines(
          await loadConfiguration({ directory, environment, ...(config !== undefined && { config }) }),
          out,
        )
      : await listPrices(provider, out)
  out.write(`${lines.join('\n')}\n`)
  return EXIT.ok
}

function configuredLines(configuration: Configuration, screen: Screen): readonly string[] {
  const { config, providers } = configuration
  const entries = config.models ?? {}
  const names = Object.keys(entries).map((name) => {
    const { model, fallback = [] } = entryOf(entries, name) ?? {}
    return [name, model ?? fallback.join(' → ')]
  })
  const states = [...providers.values()].map(({ name, lacks }) => [name, lacks.join('; ') || 'ready'])
  return [
    ...(names.length > 0
      ? [...showTable([{ title: 'name' }, { title: 'model', shrinks: true }], names, screen), '']
      : []),
    ...(states.length > 0
      ? showTable([{ title: 'provider' }, { title: 'state', shrinks: true }], states, screen)
      : [
          'No provider is configured: set OPENAI_API_KEY or ANTHROPIC_API_KEY, or write dragoman.config.json.',
        ]),
    '',
    defaultLine(configuration),
  ]
}

function defaultLine({ config, environment, file }: Configuration): string {
  const fromVariable = variable(environment, 'DRAGOMAN_MODEL')
  if (fromVariable !== undefined) return `Default: ${harmless(fromVariable)} (DRAGOMAN_MODEL)`
  if (config.model !== undefined) {
    return harmless(`Default: ${config.model} (${file?.name ?? 'the configuration'})`)
  }
  return 'Default: none. Set DRAGOMAN_MODEL, or "model" in dragoman.config.json.'
}

const MODELS = {
  name: 'dragoman models',
  usage: '[provider] [options]',
  about:
    'Lists the models and providers that are configured, or the models of one provider with their prices.',
  flags: {
    config: CONFIG,
    help: HELP,
  },
} as const satisfies Command
