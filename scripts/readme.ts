// Fills the marked blocks of README.md and docs/*.md from the files that they name; with --check it only compares.
//
//   <!-- code examples/first-openai.ts -->                            the whole file, in its language
//   <!-- diff examples/first-openai.ts examples/first-anthropic.ts --> the lines that differ
//   <!-- commands demo test -->                                       npm scripts of the root
//   <!-- output examples/demo.ts -->                                  what the file prints, without any key
//
// Each block ends at <!-- end -->.
import { execFile } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const ROOT = new URL('../', import.meta.url)

const BLOCK = /^<!-- (?<kind>code|diff|commands|output) (?<names>.+) -->\n[^]*?^<!-- end -->$/gm

/** How the code of each kind of file is coloured; any other kind is text. */
const LANGUAGES: Readonly<Record<string, string>> = { ts: 'ts', json: 'json', yml: 'yaml', yaml: 'yaml' }

if (import.meta.main) await main(process.argv.includes('--check'))

/** The pages whose blocks are filled, as paths from the root. */
export async function pages(): Promise<readonly string[]> {
  const docs = await readdir(new URL('docs/', ROOT)).catch(() => [])
  return ['README.md', ...docs.filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)]
}

/** The text of a file of the repository. */
export function readPage(path: string): Promise<string> {
  return readFile(new URL(path, ROOT), 'utf8')
}

/** The page with every marked block as it should be. */
export async function fillBlocks(page: string): Promise<string> {
  const found = [...page.matchAll(BLOCK)]
  const filled = await Promise.all(
    found.map(({ groups }) => fillBlock(groups?.['kind'], groups?.['names'] ?? '')),
  )
  return page.replaceAll(BLOCK, () => filled.shift() ?? '')
}

/** The fences of code and shell commands outside the marked blocks: nothing runs those. */
export function unmarkedFences(page: string): readonly string[] {
  const rest = page.replaceAll(BLOCK, '')
  return [...rest.matchAll(/^```(?:ts|typescript|js|javascript|sh|bash|shell|diff|console)\b.*$/gm)].map(
    ([fence]) => fence,
  )
}

async function main(isCheck: boolean): Promise<void> {
  for (const path of await pages()) {
    const page = await readPage(path)
    const filled = await fillBlocks(page)
    if (filled === page) continue
    if (isCheck) {
      process.exitCode = 1
      console.error(`${path} has a stale block: run node scripts/readme.ts`)
    } else {
      await writeFile(new URL(path, ROOT), filled)
      console.log(`${path} is filled.`)
    }
  }
}

async function fillBlock(kind: string | undefined, names: string): Promise<string> {
  const files = names.split(' ')
  const [language, text] = await readBlock(kind, files)
  return `<!-- ${kind} ${names} -->\n\n\`\`\`${language}\n${text.trimEnd()}\n\`\`\`\n\n<!-- end -->`
}

async function readBlock(
  kind: string | undefined,
  names: readonly string[],
): Promise<readonly [string, string]> {
  const [first = '', second = ''] = names
  switch (kind) {
    case 'code':
      return [languageOf(first), await readPage(first)]
    case 'diff':
      return ['diff', diff(await readPage(first), await readPage(second))]
    case 'commands':
      return ['sh', await commands(names)]
    case 'output':
      return ['text', await output(first)]
    default:
      throw new Error(`There is no block of kind "${kind}".`)
  }
}

function languageOf(file: string): string {
  return LANGUAGES[file.slice(file.lastIndexOf('.') + 1)] ?? 'text'
}

function diff(before: string, after: string): string {
  const [old, fresh] = [before.split('\n'), after.split('\n')]
  if (old.length !== fresh.length) throw new Error('A diff block compares files of equally many lines.')
  return old
    .flatMap((line, index) => (line === fresh[index] ? [] : [`- ${line}`, `+ ${fresh[index]}`]))
    .join('\n')
}

async function commands(names: readonly string[]): Promise<string> {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(await readPage('package.json'))
  const missing = names.filter((name) => !(name in scripts))
  if (missing.length > 0) throw new Error(`package.json has no script ${missing.join(', ')}.`)
  return names.map((name) => (name === 'test' ? 'npm test' : `npm run ${name}`)).join('\n')
}

async function output(file: string): Promise<string> {
  const path = fileURLToPath(new URL(file, ROOT))
  const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=source', path], {
    env: { NO_COLOR: '1' },
  })
  return stdout
}
