import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { calls, says, startSpeakingServer, type SpeakingServer } from '../examples/speaking-server.ts'
import { execute } from './execute.ts'

const SDKS = ['openai', '@anthropic-ai/sdk']
const FROM = 'openai:gpt-4.1-mini'
const TO = 'anthropic:claude-haiku-5-5'
const QUESTION = 'What is the weather in Lisbon?'
const SHOWN_ADDRESS = 'http://127.0.0.1:43210'

const CONFIG = `{
  "$schema": "./node_modules/dragoman/config.schema.json",
  "model": "${FROM}"
}
`

const TOOLS = `import { tool } from 'dragoman'

export const getWeather = tool({
  name: 'get_weather',
  description: 'Tells the current weather in a city.',
  input: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  execute: ({ city }) => ({ city, sky: 'sunny', celsius: 21 }),
})
`

/**
 * Does what the README promises, as a newcomer: an empty folder, the packed packages, a configuration, doctor, a run on one
 * provider, one string changed, the same run on the other. Gives the terminal, with times. The providers are a server on
 * this machine that speaks their wires; only npm asks its registry.
 */
export async function followReadme(folder: string, tarballs: readonly string[]): Promise<string> {
  const server = await startSpeakingServer([
    calls('get_weather', { city: 'Lisbon' }),
    says('It is sunny in Lisbon, at 21 °C.'),
  ])
  try {
    return await followOn(server, folder, tarballs)
  } finally {
    await server.stop()
  }
}

async function followOn(
  server: SpeakingServer,
  folder: string,
  tarballs: readonly string[],
): Promise<string> {
  await mkdir(folder)
  const lines: string[] = []

  async function type(shown: string, command: string, ...given: readonly string[]): Promise<void> {
    const begin = performance.now()
    const printed = await execute(
      'bash',
      ['-c', '"$0" "$@" 2>&1', command, ...given],
      folder,
      240_000,
      server.environment,
    )
    const seconds = ((performance.now() - begin) / 1000).toFixed(1)
    lines.push(`$ ${shown}   # ${seconds} s`, ...tidy(printed, server))
  }

  async function write(name: string, text: string): Promise<void> {
    await writeFile(join(folder, name), text)
    lines.push(`$ cat ${name}`, text.trimEnd(), '')
  }

  await execute('npm', ['init', '-y'], folder)
  lines.push('$ npm init -y', '')
  await type('npm pkg set type=module', 'npm', 'pkg', 'set', 'type=module')
  await type(`npm i dragoman ${SDKS.join(' ')}`, 'npm', 'i', '--no-audit', '--no-fund', ...tarballs, ...SDKS)
  await write('dragoman.config.json', CONFIG)
  await write('tools.js', TOOLS)
  await type('npx dragoman doctor', 'npx', 'dragoman', 'doctor')
  const ask = ['dragoman', QUESTION, '-t', './tools.js']
  await type(`npx dragoman "${QUESTION}" -t ./tools.js`, 'npx', ...ask)
  const config = await readFile(join(folder, 'dragoman.config.json'), 'utf8')
  const swap = `s/${FROM}/${TO}/`
  await type(`sed -i '${swap}' dragoman.config.json`, 'sed', '-i', swap, 'dragoman.config.json')
  const swapped = await readFile(join(folder, 'dragoman.config.json'), 'utf8')
  if (swapped !== config.replace(FROM, TO)) throw new Error('Nothing was swapped.')
  await type(`npx dragoman "${QUESTION}" -t ./tools.js`, 'npx', ...ask)

  const wires = server.asked.map(({ wire }) => wire)
  const expected = ['openai.chat', 'openai.chat', 'anthropic.messages', 'anthropic.messages']
  if (wires.join() !== expected.join()) {
    throw new Error(`Asked were ${wires.join(', ')}, not ${expected.join(', ')}.`)
  }
  return `${lines.join('\n').trimEnd()}\n`
}

function tidy(printed: string, server: SpeakingServer): readonly string[] {
  const { origin } = new URL(server.baseURLs['anthropic.messages'])
  const text = printed.replaceAll(origin, SHOWN_ADDRESS).trim()
  return text === '' ? [''] : [text, '']
}
