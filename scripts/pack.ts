import { glob, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execute } from './execute.ts'

/** The folder of the repository. */
export const ROOT: string = fileURLToPath(new URL('..', import.meta.url))

export interface Manifest {
  readonly name: string
  readonly version?: string
  readonly private?: boolean
  readonly scripts?: Readonly<Record<string, string>>
  readonly exports?: Readonly<Record<string, unknown>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>
}

/** A public package as it would be published. */
export interface Packed {
  readonly folder: string
  /** The manifest in the tarball, which differs from the one in the folder. */
  readonly manifest: Manifest
  readonly manifestText: string
  readonly tarball: string
  readonly files: readonly string[]
}

/** Builds the packages that are published, from nothing: what an earlier source compiled to would be packed as well. */
export async function build(): Promise<void> {
  for (const folder of await publicFolders()) await rm(join(folder, 'dist'), { recursive: true, force: true })
  await execute('npm', ['run', '--silent', 'build'], ROOT, 120_000)
}

/** The folders of the packages that are published, with paths from the root of the file system. */
export async function publicFolders(): Promise<readonly string[]> {
  const paths = await Array.fromAsync(glob('packages/*/package.json', { cwd: ROOT }))
  const folders = paths.toSorted().map((path) => join(ROOT, path, '..'))
  const manifests = await Promise.all(folders.map((folder) => readManifest(join(folder, 'package.json'))))
  return folders.filter((_folder, index) => manifests[index]?.private !== true)
}

/** Reads a `package.json`. */
export async function readManifest(path: string): Promise<Manifest> {
  return parseManifest(await readFile(path, 'utf8'))
}

function parseManifest(text: string): Manifest {
  const manifest: Manifest = JSON.parse(text)
  return manifest
}

/** Packs a package's folder into a tarball. */
export async function pack(folder: string, into: string): Promise<Packed> {
  const tarball = join(into, `${folder.split(/[\\/]/).at(-1)}.tgz`)
  await runPnpm(['pack', '--out', tarball], folder)
  const list = await execute('tar', ['-tzf', tarball], folder)
  const manifestText = await execute('tar', ['-xzOf', tarball, 'package/package.json'], folder)
  const files = list
    .trim()
    .split('\n')
    .map((path) => path.replace('package/', ''))
  return { folder, tarball, files, manifestText, manifest: parseManifest(manifestText) }
}

// In a new home folder, the first npx was seen to wait for ever on the registry, and the next one not at all.
async function runPnpm(given: readonly string[], folder: string): Promise<void> {
  const command = ['--yes', '--prefer-offline', 'pnpm@12', ...given]
  try {
    await execute('npx', command, folder)
  } catch {
    await execute('npx', command, folder)
  }
}

/** The packages, each behind those of them that it needs. */
export function publishingOrder<Item extends { readonly manifest: Manifest }>(
  packed: readonly Item[],
): readonly Item[] {
  const depthOf = ({ manifest }: Item): number => {
    const needed = packed.filter(
      (other) => other.manifest.name in { ...manifest.dependencies, ...manifest.peerDependencies },
    )
    return needed.reduce((depth, other) => Math.max(depth, depthOf(other) + 1), 0)
  }
  return packed.toSorted((a, b) => depthOf(a) - depthOf(b))
}
