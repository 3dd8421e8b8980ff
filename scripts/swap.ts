// Does what the README promises, from packed tarballs, and prints the terminal with times; --write puts it into docs/swap.txt.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { followReadme } from './follow-readme.ts'
import { build, pack, ROOT } from './pack.ts'

/** The folders of the packages that an application needs. */
const NEEDED = ['core', 'openai', 'anthropic', 'dragoman']

const temporary = await mkdtemp(join(tmpdir(), 'dragoman-swap-'))
try {
  console.error('Packing…')
  await build()
  const tarballs: string[] = []
  for (const name of NEEDED) tarballs.push((await pack(join(ROOT, 'packages', name), temporary)).tarball)
  console.error('Installing and running in an empty folder…')
  const terminal = await followReadme(join(temporary, 'project'), tarballs)
  console.log(terminal)
  if (process.argv.includes('--write')) await writeFile(join(ROOT, 'docs/swap.txt'), terminal)
} finally {
  await rm(temporary, { recursive: true, force: true })
}
