import { HAND_MADE } from './hand-made/hand-made.ts'
import { readTinyMutants } from './hand-made/tiny.ts'
import type { Judged } from './measure.ts'
import { reasonOf } from './reasons.ts'
import { ROOT } from './root.ts'
import { scoresOf, survivorsOf, type Score } from './score.ts'

/** Where the page lies. */
export const PAGE: URL = new URL('docs/mutants.md', ROOT)

/** The text of the page. */
export async function mutantsPage(judged: readonly Judged[]): Promise<string> {
  return `${[INTRO, ...(await handMadeSections()), ...scoreSections(judged), ...survivorSections(judged)].join('\n\n')}\n`
}

const INTRO = `# Mutants: are the laws worth anything?

<!-- Written by npm run mutants -- --write. Tests compare it with the mutants that there are, and with a sample of their verdicts. -->

A law that nothing can break proves nothing. So the laws are run on adapters that are broken on purpose, of two kinds: by hand, each with the law that must see it, and by a program that deletes one thing after another from our codecs.`

/** The tables of the mutants that were made by hand. */
export async function handMadeSections(): Promise<readonly string[]> {
  const tiny = await readTinyMutants()
  const count = tiny.length + HAND_MADE.length
  return [
    `## By hand

${count} mutants: ${HAND_MADE.length} are our adapters with one thing wrong, ${tiny.length} are codecs and transports of a made-up wire that is as small as a wire can be. \`npm test\` breaks each of them, and the law beside it must say so.`,
    tableOf(
      ['An adapter that', 'of', 'breaks the law'],
      HAND_MADE.map(({ name, wire, law }) => [name, `\`${wire}\``, law]),
    ),
    tableOf(
      ['Of the made-up wire', 'breaks the law'],
      tiny.map(({ name, law }) => [name, law]),
    ),
  ]
}

function scoreSections(judged: readonly Judged[]): readonly string[] {
  const scores = scoresOf(judged)
  const total = scores.filter(({ file }) => file === 'all')
  return [
    `## By a program

\`npm run mutants\` deletes each \`case\` of each \`switch\`, each field of each object that is made, and each row of each table in the files below, one at a time: ${number(judged.length)} mutants. It runs the laws of the wire on what is left, as \`npm test\` does, until one is broken. The compiler is not asked, though it would refuse many of them; nor are the recordings of real traffic (docs/recordings.md), nor the other tests.`,
    tableOf(['Wire', 'Killed', 'Of', 'Score'], total.map(scoreRow(({ wire }) => [`\`${wire}\``]))),
    tableOf(
      ['File', 'Laws of', 'Killed', 'Of', 'Score'],
      scores
        .filter(({ file }) => file !== 'all')
        .map(scoreRow(({ file, wire }) => [`\`${file}\``, `\`${wire}\``])),
    ),
  ]
}

function scoreRow(first: (score: Score) => readonly string[]): (score: Score) => readonly string[] {
  return (score) => [...first(score), number(score.killed), number(score.mutants), score.score]
}

function survivorSections(judged: readonly Judged[]): readonly string[] {
  const survivors = survivorsOf(judged)
  const byFile = Map.groupBy(survivors, ({ file, wire }) => headingOf({ file, wire }))
  return [
    `## Survivors

What no law misses when it is gone: ${number(survivors.length)} mutants. Where a reason stands beside one, that is why it lives; the others are gaps in the laws, or in what the fixtures show.`,
    ...[...byFile].flatMap(([heading, all]) => [
      `### ${heading}`,
      tableOf(
        ['Line', 'In', 'Without', 'Why it lives'],
        all.map((one) => [String(one.mutation.line), ...survivorCells(one)]),
      ),
    ]),
  ]
}

export function headingOf({ file, wire }: Pick<Judged, 'file' | 'wire'>): string {
  return `${file}, by the laws of ${wire}`
}

/** What the page says of a survivor, whatever line it moves to. */
export function survivorCells({ file, wire, mutation }: Omit<Judged, 'verdict'>): readonly string[] {
  return [mutation.place, `\`${cell(mutation.what)}\``, reasonOf(wire, file, mutation) ?? '']
}

function tableOf(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  return [headings, headings.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`)
}

function number(value: number): string {
  return value.toLocaleString('en')
}
