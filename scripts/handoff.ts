// Writes docs/handoff.md from the table that handing over is tested with; with --check it only compares.
import { readFile, writeFile } from 'node:fs/promises'
import type { Case } from '../examples/handoff/case.ts'
import { CASES } from '../examples/handoff/cases.ts'
import { RETURNS } from '../examples/handoff/way-back.ts'
import { WIRE_KEYS, WIRES, type WireKey } from '../examples/handoff/wires.ts'
import { NOTICE_WORDS } from '../examples/handoff/words.ts'

const ROOT = new URL('../', import.meta.url)

/** The page, as a path from the root. */
export const PAGE = 'docs/handoff.md'

/** The text of the page, as the table has it. */
export function handoffPage(): string {
  return `${[INTRO, ...CASES.map(formatCase), WAY_BACK, ...WIRE_KEYS.map(formatReturn), formatWords()].join('\n\n')}\n`
}

const INTRO = `# What changes when another model goes on

<!-- Written by scripts/handoff.ts. Change the table in examples/handoff, and run node --conditions=source scripts/handoff.ts. -->

A conversation is a list of messages that belongs to no provider: the \`messages\` of a run on one model are given to the next run on another, between two answers or in the middle of a tool loop. Before each call, core changes the *request* into one that this model takes, and says in a notice what it changed. Your messages stay as they are.

- **Kept**: what the user and the models said, the calls, their results with their errors, images and files. Where a wire has no place for one of them, it stands at the nearest place.
- **Never sent to another model**: what a model thought, signatures and encrypted content, ids of items, what a hosted tool did, citations, containers. They belong to the model that sent them, which is its provider, its wire and the id that was asked for: another model of the same provider is another model. They are never said again as text.
- **In your history**: all of it, with the ids and names that came first. The model that said it gets it back with its next request, if the conversation before it is the same.
- **Never run**: a call that a given history leaves unanswered.

A notice has a \`code\`, the \`path\` of what was changed in the given messages, and what was done; it never holds what was said. A run collects them in \`result.notices\`. With \`fit: 'strict'\` a request that would have to be changed is an \`unsupported\` error instead.

Each row below is a test, from each of the three wires, on another model of the same wire as well. It compares everything that is sent, all codes, and what a judge of the wire's rules finds, which must be nothing. No live API was asked.`

function formatCase({ title, why, onto, answers, from = WIRE_KEYS }: Case): string {
  const [first = [], ...others] = from.map((key) => answers[key].loses)
  const always = first.filter((code) => others.every((loses) => loses.includes(code)))
  const more = from.flatMap((key) => {
    const loses = answers[key].loses.filter((code) => !always.includes(code))
    return loses.length === 0 ? [] : [`From ${nameOf(key)} also ${codes(loses)}.`]
  })
  const arrivals = Map.groupBy(WIRE_KEYS, (to) => {
    return `${onto[to].happens} | ${codes([...always, ...onto[to].notices])}`
  })
  const rows = [...arrivals].map(([cells, wires]) => [wires.map(nameOf).join(', '), cells])
  const only = from.length === WIRE_KEYS.length ? [] : [`It comes from ${from.map(nameOf).join(' and ')}.`]
  return [
    `## ${title}`,
    [why, ...only].join(' '),
    formatTable(['To', 'What happens', 'Notices'], rows),
    ...(more.length === 0 ? [] : [more.join(' ')]),
    `<details>\n<summary>What is sent</summary>`,
    ...WIRE_KEYS.map((to) => formatLines(nameOf(to), onto[to].sends)),
    '</details>',
  ].join('\n\n')
}

const WAY_BACK = `## The way back

A model thought, called a tool and got the result; another model answered; the conversation comes back. It sees its own turn as it said it, whichever model answered in between. Where the conversation *before* its turn was edited, its reasoning no longer belongs there, and providers refuse it or remove it: it is left out, with a notice. An edit behind the turn does nothing to it. Instructions (\`system\`) stand before everything, so other instructions are such an edit.`

function formatReturn(key: WireKey): string {
  const { same, edited, loses } = RETURNS[key]
  return [
    `### ${nameOf(key)}`,
    formatLines('Its own turn, as it said it', same),
    formatLines(`The same turn, where the conversation before it was edited (${codes(loses)})`, edited),
  ].join('\n\n')
}

function formatWords(): string {
  const rows = Object.entries(NOTICE_WORDS).map(([code, words]) => [codes([code]), words])
  return `## The notices in words\n\n${formatTable(['Code', 'What it says'], rows)}`
}

function nameOf(key: WireKey): string {
  return codes([WIRES[key].name])
}

function codes(names: readonly string[]): string {
  return [...new Set(names)].map((name) => `\`${name}\``).join(', ')
}

function formatLines(caption: string, lines: string): string {
  return `${caption}:\n\n\`\`\`json\n${lines.trim()}\n\`\`\``
}

function formatTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n')
}

async function main(isCheck: boolean): Promise<void> {
  const path = new URL(PAGE, ROOT)
  const page = handoffPage()
  if (page === (await readFile(path, 'utf8').catch(() => ''))) return
  if (isCheck) {
    process.exitCode = 1
    console.error(`${PAGE} is stale: run node --conditions=source scripts/handoff.ts`)
  } else {
    await writeFile(path, page)
    console.log(`${PAGE} is written.`)
  }
}

if (import.meta.main) await main(process.argv.includes('--check'))
