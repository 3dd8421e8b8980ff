// Writes docs/rosetta.md from the phrases that the adapters are tested with; with --check it only compares.
import { readFile, writeFile } from 'node:fs/promises'
import { ROSETTA, ROSETTA_WIRES, type Phrase, type RosettaWire } from '@dragoman/conformance/rosetta'

const ROOT = new URL('../', import.meta.url)

/** The page, as a path from the root. */
export const PAGE = 'docs/rosetta.md'

/** The text of the page, as the phrases have it. */
export function rosettaPage(): string {
  return `${[INTRO, formatContents(), ...ROSETTA.map(formatPhrase)].join('\n\n')}\n`
}

const INTRO = `# One request on every wire

<!-- Written by scripts/rosetta.ts. Change the phrases in packages/conformance/src/rosetta, and run npm run docs. -->

Each phrase below is said once neutrally, and then as each provider is sent it. The literals are written by hand from the providers' documentation; a test encodes the neutral request with each adapter, expects exactly the literal, and asks the judge of the wire's rules, which must have nothing to say. No live API was asked.

In the neutral request, what is left at its default is left out: no \`tools\`, \`toolChoice: auto\`, no \`settings\`. In a literal, \`model\` is the model that this is sent to: what models of one wire take differs, and a request is fitted to the one that is asked.

The author of another adapter gets the same phrases from \`@dragoman/conformance/rosetta\`, and puts the words of another wire beside them with \`withWire\`.`

function formatContents(): string {
  return ROSETTA.map(({ name }) => `- [${name}](#${anchorOf(name)})`).join('\n')
}

function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-')
}

function formatPhrase(phrase: Phrase): string {
  const { name, says, request } = phrase
  const { messages, tools, toolChoice, settings, ...rest } = request
  const said = {
    messages,
    ...(tools.length > 0 && { tools }),
    ...(toolChoice !== 'auto' && { toolChoice }),
    ...rest,
    ...(Object.keys(settings).length > 0 && { settings }),
  }
  const wires = ROSETTA_WIRES.map((wire) => formatWire(phrase, wire))
  return [`## ${name}`, says, formatBlock(said), ...wires].join('\n\n')
}

function formatWire({ literal, differs, notices = {} }: Phrase, wire: RosettaWire): string {
  const codes = [...new Set(notices[wire])].map((code) => `[\`${code}\`](notices.md#${code})`)
  const remark = codes.length === 0 ? [] : [`Notices: ${codes.join(', ')}.`]
  return [`### \`${wire}\``, [differs[wire], ...remark].join(' '), formatBlock(literal[wire])].join('\n\n')
}

function formatBlock(value: object): string {
  return `\`\`\`json\n${formatJson(value, '')}\n\`\`\``
}

const WIDTH = 100

/** JSON in which what fits on a line stands on it. */
function formatJson(value: unknown, indent: string): string {
  const line = formatLine(value)
  if (indent.length + line.length <= WIDTH || typeof value !== 'object' || value === null) return line
  const inner = `${indent}  `
  const [open, entries, close] = Array.isArray(value)
    ? ['[', value.map((item) => formatJson(item, inner)), ']']
    : ['{', Object.entries(value).map(([key, item]) => `"${key}": ${formatJson(item, inner)}`), '}']
  return `${open}\n${entries.map((entry) => inner + entry).join(',\n')}\n${indent}${close}`
}

function formatLine(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(formatLine).join(', ')}]`
  const entries = Object.entries(value).map(([key, item]) => `"${key}": ${formatLine(item)}`)
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
}

async function main(isCheck: boolean): Promise<void> {
  const path = new URL(PAGE, ROOT)
  const page = rosettaPage()
  if (page === (await readFile(path, 'utf8').catch(() => ''))) return
  if (isCheck) {
    process.exitCode = 1
    console.error(`${PAGE} is stale: run npm run docs`)
  } else {
    await writeFile(path, page)
    console.log(`${PAGE} is written.`)
  }
}

if (import.meta.main) await main(process.argv.includes('--check'))
