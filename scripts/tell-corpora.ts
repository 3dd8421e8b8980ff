import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

/** Says before the tests why those on recordings are skipped, where they are. */
export function setup(): void {
  const folder = resolve(process.env['DRAGOMAN_CORPORA'] ?? '../shared')
  if (existsSync(resolve(folder, 'wire', 'INDEX.md'))) return
  console.log(
    'Tests on recorded traffic are skipped: there is no ../shared/wire, and DRAGOMAN_CORPORA names no other folder (see docs/recordings.md).',
  )
}
