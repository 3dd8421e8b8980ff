import type { LawReport, Report, SubjectReport } from './report.ts'

/** A report as tables of Markdown. */
export function reportPage(report: Report): string {
  return [
    lawTable(report),
    'How the fixtures came about. What is made by hand shows what its author knew, not what the provider does.',
    fixtureTable(report),
    ...remarks(report),
  ].join('\n\n')
}

function lawTable({ laws, subjects }: Report): string {
  const heads = ['law', ...subjects.map(({ name }) => `\`${name}\``)]
  const rows = laws.map(({ name }, at) => [name, ...subjects.map((subject) => cell(subject.laws[at]))])
  const sums = ['**checks that hold**', ...subjects.map((subject) => `**${countPassed(subject)}**`)]
  return table(heads, [...rows, sums])
}

function cell(law: LawReport | undefined): string {
  if (!law) return 'never ran'
  const { passed, failures, skipped, knownFailures } = law
  const others = [
    [failures.length, 'failed'],
    [skipped.reduce((sum, { count }) => sum + count, 0), 'skipped'],
    [knownFailures.length, 'known to fail'],
  ] as const
  return [`${passed}`, ...others.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : []))].join(
    ', ',
  )
}

function countPassed({ laws }: SubjectReport): number {
  return laws.reduce((sum, { passed }) => sum + passed, 0)
}

function fixtureTable({ subjects }: Report): string {
  const rows = subjects.map(({ name, fixtures }) => [
    `\`${name}\``,
    `${fixtures['by-hand']}`,
    `${fixtures['by-sdk']}`,
    `${fixtures.recorded}`,
  ])
  return table(['wire', 'by hand', "by the SDK's accumulator", 'recorded'], rows)
}

function remarks({ subjects }: Report): readonly string[] {
  const lines = subjects.flatMap(({ name, laws }) =>
    laws.flatMap(({ law, failures, skipped, knownFailures }) => [
      ...failures.map(
        ({ fixture, message }) => `- \`${name}\`, ${law}, failed on ${fixture}: ${inItem(message)}`,
      ),
      ...skipped.map(({ reason, count }) => `- \`${name}\`, ${law}, skipped ${count} times: ${reason}`),
      ...knownFailures.map(
        ({ fixture, reason, link }) =>
          `- \`${name}\`, ${law}, known to fail on ${fixture}: ${reason} (${link})`,
      ),
    ]),
  )
  return lines.length === 0 ? [] : [lines.join('\n')]
}

/** A message within an item of a list: its further lines keep their form. */
function inItem(message: string): string {
  const [first, ...more] = message.split('\n')
  const block = more.length === 0 ? [] : ['```', ...more, '```']
  return [first, ...block].join('\n  ')
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [heads, heads.map(() => '---'), ...rows]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
