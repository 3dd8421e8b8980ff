import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT, type Packed } from './pack.ts'

/** What the tarballs hold, as it was last reviewed: a path from the root. */
export const LIST = 'scripts/release-files.txt'

const HEADING = `# What each tarball holds. Written by "npm run release:check -- --update", and reviewed with the change.
# "built" stands for the four files in dist that a source compiles to.
`

/** What differs from the reviewed list, a line for each file. */
export async function unreviewedFiles(packed: readonly Packed[]): Promise<readonly string[]> {
  const text = await readFile(join(ROOT, LIST), 'utf8').catch(() => '')
  const reviewed = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return differences(reviewed, packed.flatMap(listFiles))
}

/** Writes the list of what the tarballs hold. */
export async function reviewFiles(packed: readonly Packed[]): Promise<void> {
  await writeFile(join(ROOT, LIST), `${HEADING}${packed.flatMap(listFiles).join('\n')}\n`)
}

/** A line for each file of a tarball; what a source compiles to stands on the source's line. */
export function listFiles({ manifest, files }: Pick<Packed, 'manifest' | 'files'>): readonly string[] {
  const all = new Set(files)
  const built = files.filter((path) => {
    const outputs = outputsOf(path)
    return outputs.length > 0 && outputs.every((output) => all.has(output))
  })
  const outputs = new Set(built.flatMap(outputsOf))
  return files
    .filter((path) => !outputs.has(path))
    .toSorted()
    .map((path) => `${manifest.name} ${path}${built.includes(path) ? ', built' : ''}`)
}

function outputsOf(path: string): readonly string[] {
  const stem = /^src\/(?<stem>.+)\.ts$/.exec(path)?.groups?.['stem']
  return stem === undefined ? [] : ['d.ts', 'd.ts.map', 'js', 'js.map'].map((end) => `dist/${stem}.${end}`)
}

/** What must be added to one list, and taken from it, to make it the other. */
export function differences(reviewed: readonly string[], found: readonly string[]): readonly string[] {
  const [known, there] = [new Set(reviewed), new Set(found)]
  return [
    ...reviewed.filter((line) => !there.has(line)).map((line) => `- ${line}`),
    ...found.filter((line) => !known.has(line)).map((line) => `+ ${line}`),
  ]
}
