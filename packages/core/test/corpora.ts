import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const BESIDE_REPOSITORY = new URL('../../../../shared/', import.meta.url)

/** A file of the corpora, or the reason why the tests that need it are skipped. */
export function corpus<Content>(
  path: string,
):
  | { readonly content: Content; readonly missing?: never }
  | { readonly content?: never; readonly missing: string } {
  const root = process.env['DRAGOMAN_CORPORA'] ?? fileURLToPath(BESIDE_REPOSITORY)
  const file = `${root}/corpora/${path}`
  if (!existsSync(file)) {
    return { missing: `corpora/${path} is absent beside the repository and in $DRAGOMAN_CORPORA` }
  }
  return { content: JSON.parse(readFileSync(file, 'utf8')) as Content } // the shape that corpora/README.md states
}
