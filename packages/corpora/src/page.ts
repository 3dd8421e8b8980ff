import type { Figure } from './figure.ts'
import type { Measured } from './measured.ts'
import type { Measure } from './measures.ts'
import { cellsOf } from './words.ts'

/** Where the page lies. */
export const PAGE: URL = new URL('../../../docs/corpora.md', import.meta.url)

/** The text of the page. */
export function corporaPage(all: readonly Measured[]): string {
  const rows = all.map(({ measure, figure }) => pageRow(measure, figure))
  const odd = all.filter(({ figure }) => figure.wrong.length > 0).map(formatWrong)
  return `${[INTRO, [...HEAD, ...rows].join('\n'), METHOD, ...(odd.length > 0 ? [WRONG, odd.join('\n')] : [])].join('\n\n')}\n`
}

/** A figure as its row of the page. */
export function pageRow({ corpus, what, ...measure }: Measure, figure: Figure): string {
  const { measured, target, met, beside } = cellsOf(measure, figure)
  return `| ${[corpus, what, measured, target, met, beside].join(' | ')} |`
}

const INTRO = `# Measured on real input

<!-- Written by npm run corpora -- --write. A test compares its rows with what it measures. -->

\`npm run corpora\` takes these figures anew, in about two minutes. The corpora are other people's tool definitions, calls, schemas and texts; they lie beside the repository (\`../shared/corpora\`, with their sources and licences), or in the folder that \`DRAGOMAN_CORPORA\` names. \`npm test\` takes the same measures, the long ones on a part. No live API was asked: a provider's place is taken by a script that answers in the wire's own words, and by a judge of its requests.`

const HEAD = [
  '| Corpus | Figure | Measured | Target | Met | Beside |',
  '| --- | --- | --- | --- | --- | --- |',
]

const METHOD = `## How

- **Encoded and judged**: the tools of a case (\`tool()\`, names and descriptions as they are) go through \`model.call\` of the three adapters with a fetch that keeps the body, and \`judge\` of \`@dragoman/conformance\` must find nothing in it. That is done with \`strict: true\` and \`strict: false\` on every tool.
- **Fed back**: the expected calls are said as each wire's own answer under the names that stand in the request, whole and streamed, to strict tools and to others, and \`run()\` executes tools that record. In strict mode on OpenAI, properties that are left out come back as \`null\`, as that mode has it. The calls of a case of one turn stand in one answer; those of a turn of several are a step each, then an answer, then the next turn on the same messages. Excluded beforehand are the Java and JavaScript categories, whose expected values are source literals, and cases that state no expectation. Cases with a value that does not fit its own schema, or a tool that is not there yet, are fed back to see that exactly those calls are refused.
- **Strict**: each different tool alone, with \`strict: true\`. \`lossless\` goes out strict with every rule, \`downgraded\` with some rules told in the description and checked here, \`non-strict\` as a tool that is not strict, with a notice. \`refused\` are tools that \`tool()\` does not take, each by its name and path.
- **Rewrite and back**: up to 8 values are drawn for each schema and as many for its rewritten form, always the same ones. What the original takes, the rewrite takes, and \`restore\` gives it back; what the rewrite takes, restored, the original takes.
- **Verdicts**: the recorded schemas stand in the least request of the provider's wire. The judge knows what OpenAI and Anthropic take; compatible servers take dialects of it. It sees neither how complex a schema is to Anthropic's compiler, nor that an answer broke the schema of its own tool.
- **JSON Schema**: the required tests. Left out are \`format\` and schemas that refer to another document, which \`tool()\` refuses. Rules beside a \`$ref\` count in every draft, as 2020-12 has it.`

const WRONG = '## What is not as the figure asks'

const SHOWN = 20

function formatWrong({ measure, figure: { wrong } }: Measured): string {
  const more = wrong.length > SHOWN ? [`  - and ${wrong.length - SHOWN} more`] : []
  const lines = wrong.slice(0, SHOWN).map((line) => `  - ${line.replaceAll(/[<>|`*_]/g, String.raw`\$&`)}`)
  return [`- ${measure.corpus}, ${measure.what}:`, ...lines, ...more].join('\n')
}
