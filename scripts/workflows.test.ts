// What the workflows on GitHub must be, so that nobody but a reviewed release can publish.
import { execFile } from 'node:child_process'
import { chmod, glob, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it, test } from 'vitest'
import { parse } from 'yaml'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

interface Workflow {
  readonly on: unknown
  readonly permissions?: Permissions
  readonly jobs: Readonly<Record<string, Job>>
}

type Permissions = string | Readonly<Record<string, string>>

interface Job {
  readonly 'runs-on'?: string
  readonly 'timeout-minutes'?: number
  readonly permissions?: Permissions
  readonly environment?: string
  readonly steps: readonly Step[]
}

interface Step {
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
}

interface Rule {
  readonly claim: string
  readonly reason: string
  /** What breaks it. */
  readonly breaches: (workflow: Workflow, text: string) => readonly string[]
  /** A change of the release that breaks it. */
  readonly broken: readonly [string, string]
}

const RULES: readonly Rule[] = [
  {
    claim: 'an action is pinned by the full SHA of a commit, and its version stands beside it',
    reason: 'A tag can be moved to other code.',
    breaches: (_workflow, text) =>
      [...text.matchAll(/^.*\buses:.*$/gm)]
        .map(([line]) => line.trim())
        .filter((line) => !/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line)),
    broken: ['@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1', '@v7'],
  },
  {
    claim: 'no workflow runs for a stranger with rights of its own',
    reason: 'These events give code of a fork the secrets and the token of this repository.',
    breaches: ({ on }) =>
      JSON.stringify(on).match(/pull_request_target|workflow_run|issue\w*|discussion\w*/g) ?? [],
    broken: ['on:\n', 'on:\n  pull_request_target:\n'],
  },
  {
    claim: 'a checkout leaves no credentials behind',
    reason: 'What runs later in the job could read the token from .git/config.',
    breaches: (workflow) =>
      using(workflow, 'actions/checkout')
        .filter((step) => step.with?.['persist-credentials'] !== false)
        .map(told),
    broken: ['persist-credentials: false', 'fetch-depth: 1'],
  },
  {
    claim: 'nothing may write, but for the one job that proves by OIDC where it runs',
    reason: 'A step that is taken over can do what its job may do, and no more.',
    breaches: ({ permissions = 'default', jobs }) => [
      ...rights(permissions),
      ...Object.entries(jobs).flatMap(([name, job]) =>
        rights(job.permissions ?? {}).filter((right) => `${name} ${right}` !== 'publish id-token: write'),
      ),
    ],
    broken: ['contents: read', 'contents: write'],
  },
  {
    claim: 'who may publish needs an approval',
    reason: 'Whoever can push a tag could publish.',
    breaches: (workflow) =>
      publishers(workflow).flatMap(([name, { environment }]) => (environment === 'npm' ? [] : [name])),
    broken: ['    environment: npm\n', ''],
  },
  {
    claim: 'who may publish runs neither code of this repository nor of its dependencies',
    reason: 'Whatever runs in that job can publish in our name.',
    breaches: (workflow) =>
      publishers(workflow).flatMap(([, { steps }]) => steps.map(told).filter(isForeignCode)),
    broken: ['npm publish', 'npm ci && npm publish'],
  },
  {
    claim: 'no cache is read or written',
    reason: 'What another run left there would get into what is published.',
    breaches: (workflow) => [
      ...using(workflow, 'actions/cache').map(told),
      ...using(workflow, 'actions/setup-node')
        .filter((step) => step.with?.['package-manager-cache'] !== false || 'cache' in step.with)
        .map(told),
    ],
    broken: ['package-manager-cache: false', 'cache: npm'],
  },
  {
    claim: 'there is no secret and no token',
    reason: 'What does not exist cannot be stolen.',
    breaches: (_workflow, text) => text.match(/secrets\.|\w*_TOKEN\b|_authToken/g) ?? [],
    broken: ['permissions: {}', 'permissions: {}\nenv:\n  NODE_AUTH_TOKEN: hunter2'],
  },
  {
    claim: 'no expression stands in a script',
    reason: 'The name of a branch or a tag would be run as a command. The environment holds the same values.',
    breaches: (workflow) =>
      stepsOf(workflow)
        .filter(({ run }) => run?.includes('${{'))
        .map(told),
    broken: ['"$GITHUB_REF_NAME"', `\${{ github.ref_name }}`],
  },
  {
    claim: "each job has an end, and runs on GitHub's own machines",
    reason: 'npm trusts no others, and a job that hangs costs hours.',
    breaches: ({ jobs }) =>
      Object.entries(jobs)
        .filter(([, job]) => !job['timeout-minutes'] || !/^ubuntu-\d/.test(job['runs-on'] ?? ''))
        .map(([name]) => name),
    broken: ['timeout-minutes: 60', 'continue-on-error: false'],
  },
]

const paths = await Array.fromAsync(glob('.github/workflows/*', { cwd: ROOT }))
const texts = new Map(await Promise.all(paths.map(async (path) => [path, await read(path)] as const)))
const release = texts.get(join('.github', 'workflows', 'release.yml')) ?? ''

describe.each(RULES)('$claim', ({ reason, breaches, broken }) => {
  it.each(paths)('in %s', (path) => {
    const text = texts.get(path) ?? ''
    expect(breaches(parseWorkflow(text), text), reason).toEqual([])
  })

  it('and is found broken', () => {
    const changed = release.replace(...broken)
    expect(breaches(parseWorkflow(changed), changed)).not.toEqual([])
  })
})

test('there is a workflow that runs all checks, and one that releases', () => {
  const runs = [...texts].map(([path, text]) => [path.split(/[\\/]/).at(-1), runsOf(parseWorkflow(text))])
  expect(Object.fromEntries(runs)).toEqual({
    'ci.yml': ['bash .ci/run', 'npm run release:check'],
    'release.yml': [
      'bash .ci/run',
      expect.stringContaining('npm pkg set repository.type=git'),
      'npm run release:check -- --tag "$GITHUB_REF_NAME" --keep tarballs',
      expect.stringContaining('npm publish "./$tarball" --access public --provenance'),
    ],
  })
})

describe('the script that publishes', () => {
  const folders: string[] = []
  afterEach(() => Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true }))))

  it('publishes in the order of names, and leaves alone what is there', async () => {
    const published = await publish(['1-core', '2-anthropic', '3-openai'], { there: 'anthropic@1.2.3' })
    expect(published).toEqual([
      'publish ./tarballs/1-core.tgz --access public --provenance --ignore-scripts',
      'publish ./tarballs/3-openai.tgz --access public --provenance --ignore-scripts',
    ])
  })

  it('ends at the first that npm refuses', async () => {
    await expect(publish(['1-core', '2-openai'], { refused: '1-core' })).rejects.toThrow('refused 1-core')
  })

  /** Runs the script as GitHub does, with an npm that only writes down how it is called. */
  async function publish(
    names: readonly string[],
    { there = 'nothing', refused = 'nothing' }: { readonly there?: string; readonly refused?: string },
  ): Promise<readonly string[]> {
    const folder = await mkdtemp(join(tmpdir(), 'dragoman-publish-'))
    folders.push(folder)
    await writeTarballs(folder, names)
    await mkdir(join(folder, 'bin'))
    await writeFile(join(folder, 'bin', 'npm'), NPM)
    await chmod(join(folder, 'bin', 'npm'), 0o755)
    const script = runsOf(parseWorkflow(release)).at(-1) ?? ''
    const path = [join(folder, 'bin'), process.env['PATH']].join(delimiter)
    const environment = { ...process.env, PATH: path, THERE: there, REFUSED: refused }
    await promisify(execFile)('bash', ['-e', '-c', script], { cwd: folder, env: environment })
    return (await readFile(join(folder, 'calls'), 'utf8')).trim().split('\n')
  }
})

const NPM = `#!/usr/bin/env bash
if [ "$1" = view ]; then [ "$2" = "$THERE" ]; exit; fi
case "$2" in *"$REFUSED"*) echo "refused $REFUSED" >&2; exit 1;; esac
echo "$*" >> calls
`

async function writeTarballs(folder: string, names: readonly string[]): Promise<void> {
  await mkdir(join(folder, 'tarballs'))
  await mkdir(join(folder, 'package'))
  for (const name of names) {
    const manifest = { name: name.slice(2), version: '1.2.3' }
    await writeFile(join(folder, 'package', 'package.json'), JSON.stringify(manifest))
    await promisify(execFile)('tar', ['-czf', `tarballs/${name}.tgz`, 'package'], { cwd: folder })
  }
}

function parseWorkflow(text: string): Workflow {
  const workflow: Workflow = parse(text)
  return workflow
}

function publishers({ jobs }: Workflow): readonly (readonly [string, Job])[] {
  return Object.entries(jobs).filter(([, { permissions }]) =>
    rights(permissions ?? {}).includes('id-token: write'),
  )
}

/** Whether a step may run more than npm itself and the lines of the workflow. */
function isForeignCode(step: string): boolean {
  if (/^actions\/(setup-node|download-artifact)@/.test(step)) return false
  return !step.includes('npm publish') || FOREIGN_CODE.test(step)
}

const FOREIGN_CODE =
  /\bnpm (ci|i|install|run|test|exec|x|rebuild)\b|\b(npx|pnpm)\b|\bnode (?!-p )|\.(ts|js|sh)\b/

function stepsOf({ jobs }: Workflow): readonly Step[] {
  return Object.values(jobs).flatMap(({ steps }) => steps)
}

function runsOf(workflow: Workflow): readonly string[] {
  return stepsOf(workflow).flatMap(({ run }) => (run === undefined ? [] : [run.trim()]))
}

function using(workflow: Workflow, action: string): readonly Step[] {
  return stepsOf(workflow).filter(({ uses }) => uses?.startsWith(action))
}

function told({ uses, run }: Step): string {
  return uses ?? run ?? ''
}

function rights(permissions: Permissions): readonly string[] {
  if (typeof permissions === 'string') return [permissions]
  return Object.entries(permissions)
    .map(([scope, right]) => `${scope}: ${right}`)
    .filter((right) => !/: (read|none)$/.test(right))
}

function read(path: string): Promise<string> {
  return readFile(join(ROOT, path), 'utf8')
}
