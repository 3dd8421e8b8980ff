import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** The files of a project, by their paths. */
export type Files = Readonly<Record<string, string>>

export interface ProjectFiles {
  readonly files?: Files
  /** Links, each with what it leads to, from its own folder. */
  readonly links?: Files
}

/** Writes a project into a folder of its own, and removes it in the end. */
export async function withProject<Value>(
  { files = {}, links = {} }: ProjectFiles,
  use: (directory: string) => Promise<Value>,
): Promise<Value> {
  const root = await mkdtemp(join(tmpdir(), 'dragoman-'))
  const directory = join(root, 'project')
  try {
    await mkdir(directory)
    for (const [path, text] of Object.entries(files)) await write(join(directory, path), text)
    for (const [path, target] of Object.entries(links)) {
      await mkdir(dirname(join(directory, path)), { recursive: true })
      await symlink(target, join(directory, path))
    }
    return await use(directory)
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

/** A package.json that names packages. */
export function manifest(...dependencies: readonly string[]): string {
  return JSON.stringify({ dependencies: Object.fromEntries(dependencies.map((name) => [name, '1.0.0'])) })
}

/** An installed package with one module. */
export function installed(name: string, module: string): Files {
  return {
    [`node_modules/${name}/package.json`]: JSON.stringify({ name, type: 'module', exports: './index.js' }),
    [`node_modules/${name}/index.js`]: module,
  }
}

/** The module of an adapter that answers each request with what it was made of. */
export const ECHO = `
const row = (provider, id, options, capabilities = {}) => ({ provider, wire: 'acme', id, capabilities, options,
  async *call(request, callOptions) {
    const origin = { provider, wire: 'acme', model: id }
    yield { type: 'message-start', origin }
    const text = JSON.stringify({ options, settings: request.settings, deadlines: callOptions?.deadlines })
    yield { type: 'part-start', index: 0, part: { type: 'text', text: '' } }
    yield { type: 'text-delta', index: 0, text }
    yield { type: 'part-end', index: 0 }
    yield { type: 'message-end', stop: { reason: 'stop', raw: 'stop' }, usage: { inputTokens: 1, outputTokens: 1 } }
  } })
const options = { type: 'object', additionalProperties: false, properties: {
  apiKey: { type: 'string' }, baseURL: { type: 'string' }, region: { enum: ['eu', 'us'] }, retries: { type: 'number' },
  provider: { type: 'string' }, extra: { type: 'object' }, capabilities: { type: 'object' },
  headers: { type: 'object', additionalProperties: { type: 'string' } } } }
export const acme = Object.assign((id, given = {}) => row(given.provider ?? 'acme', id, given, given.capabilities),
  { specVersion: 1, options })
`

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
}
