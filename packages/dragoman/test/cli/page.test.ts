import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { runCommandLine } from '../../src/cli/command-line.ts'
import { fakeTerminal, leftOf, steady, type FakeOptions } from './fake-terminal.ts'
import {
  calls,
  refuses,
  says,
  startSpeakingServer,
  type Asked,
  type Said,
  type SpeakingServer,
} from './speaking-server.ts'

const PAGE = await readFile(new URL('../../../../docs/cli.md', import.meta.url), 'utf8')

/** The blocks that show a command and what it prints. */
const BLOCKS = [...PAGE.matchAll(/^```text\n\$ (?<command>.+)\n(?<printed>[^]*?)^```$/gm)].map(
  ({ groups }) => [groups?.['command'] ?? '', groups?.['printed'] ?? ''] as const,
)

describe('docs/cli.md', () => {
  test('shows commands', () => {
    expect(BLOCKS.length).toBeGreaterThan(6)
  })

  test.each(BLOCKS)('shows what %s prints', async (command, printed) => {
    const server = await startSpeakingServer(answer)
    try {
      expect(await printedBy(command, server)).toBe(steady(printed))
    } finally {
      await server.stop()
    }
  })
})

async function printedBy(command: string, { origin }: SpeakingServer): Promise<string> {
  const { input, words, isPiped } = readCommand(command)
  const options: FakeOptions = {
    directory: fileURLToPath(new URL('page', import.meta.url)),
    isTerminal: !isPiped,
    columns: 100,
    environment: {
      OPENAI_API_KEY: 'no-key',
      OPENAI_BASE_URL: `${origin}/v1`,
      ANTHROPIC_API_KEY: 'no-key',
      ANTHROPIC_BASE_URL: origin,
    },
    typed: ['y'],
    ...(input !== undefined && { input: { text: input } }),
  }
  const terminal = fakeTerminal(options)
  await runCommandLine(words, terminal)
  return steady(isPiped ? terminal.written.aside : leftOf(terminal.seen()).join('\n'))
}

/** Reads what the page writes: words, some of them in quotes, behind a pipe or before a file. */
function readCommand(command: string): {
  readonly input: string | undefined
  readonly words: readonly string[]
  readonly isPiped: boolean
} {
  const [, before, line = '', behind] =
    /^(?:cat (\S+) \| )?npx dragoman(.*?)(?: > (\S+))?$/.exec(command) ?? []
  const words = [...line.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word)
  return { words, isPiped: behind !== undefined, input: before === undefined ? undefined : 'A long text.' }
}

/** What the models of the page say. */
function answer({ body, turn }: Asked): Said {
  const asked = JSON.stringify(body['messages'])
  const model = JSON.stringify(body['model'])
  const told = { model: model.slice(1, -1) }
  if (asked.includes('Book')) {
    return turn === 0 ? calls(['book_hotel', { city: 'Lisbon' }]) : says('Room 12 is yours.', told)
  }
  if (model.includes('no-such-model')) return refuses(404, 'The model does not exist.')
  if (!asked.includes('weather')) return says('It is about a text.', told)
  if (turn === 0 && body['tools']) return calls(['get_weather', { city: 'Lisbon' }])
  return model.includes('claude')
    ? says('Sunny, at 21 °C. Take sunglasses with you when you go out.', told)
    : says('It is sunny in Lisbon, at 21 °C.', told)
}
