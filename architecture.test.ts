// The architecture as rules that fail the build. Each rule says why it is there, and holds small files that break it,
// each of which it must find (`caught`), and files that look alike, which it must let pass (`allowed`).
import { isBuiltin } from 'node:module'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import {
  declaredName,
  dependencyOf,
  findImports,
  findInCode,
  findInTexts,
  findLong,
  findMisnamed,
  findNodes,
  findPaths,
  findUnexplained,
  hasComment,
  isCast,
  isPlainClass,
  packageOf,
  stemOf,
  testsModelId,
  type Finder,
} from './scripts/breaches.ts'
import { readTree, treeOf } from './scripts/source-tree.ts'

interface Rule {
  readonly claim: string
  readonly reason: string
  readonly breaches: Finder
  readonly caught: Readonly<Record<string, string>>
  readonly allowed: Readonly<Record<string, string>>
}

/** From the top: each layer of core may import itself and those after it. */
const LAYERS = ['index.ts', 'loop', 'adapter', 'call', 'translate', 'schema', 'neutral']

const CORE_DEPENDENCIES: Readonly<Record<string, string>> = {
  'p-retry': 'makes attempts until one succeeds or is the last; the waits and the reasons are our own',
  typebox: 'checks values against any JSON Schema, and carries the types of its schemas',
  'secure-json-parse': "refuses `__proto__` in a model's arguments, which JSON.parse lets through",
}

/** The packages that are adapters, and the one SDK that each may import. */
const ADAPTERS: Readonly<Record<string, string>> = { openai: 'openai', anthropic: '@anthropic-ai/sdk' }

const FRONT_DOOR_DEPENDENCIES: Readonly<Record<string, string>> = {
  '@dragoman/core': 'what it gives to applications',
  '@dragoman/openai': 'the adapter of two built-in providers, loaded when one is configured',
  '@dragoman/anthropic': 'the adapter of a built-in provider, loaded when it is configured',
  '@humanwhocodes/momoa': 'reads JSON with the line and column of everything in it',
  'import-meta-resolve': "finds an adapter among the project's dependencies, as an import there would",
  'string-width': 'how wide a text stands in a terminal, for tables',
  typebox: 'the type of the configuration file and its JSON Schema, from one place',
}

/** What the front door may not import before it is asked for. */
const LAZY = ['@dragoman/openai', '@dragoman/anthropic', ...Object.values(ADAPTERS), '@pydantic/genai-prices']

/** What the files of an adapter are named, and the job that each name stands for. */
const ADAPTER_FILES: Readonly<Record<string, string>> = {
  index: 'the adapter itself, and what it exports',
  transport: 'the I/O, with the client of the SDK',
  models: 'facts about models, as rows',
  dialect: 'the rules of strict mode, as data',
  error: 'what the provider throws, as a DragomanError',
  wire: 'the types and words of the wire',
  encode: 'a request, to the wire',
  decode: 'an answer, from the wire',
  stream: 'a streamed answer, from the wire',
  codec: 'the functions of the wire, as one value',
  content: 'files and texts, to and from the wire',
  options: 'what the adapter takes',
  replay: 'what the wire must see again',
  'call-deltas': 'a streamed tool call, from pieces in any order',
  reasoning: 'what a model thought: asked for, read, and sent back',
}
const ADAPTER_JOBS = ['index', 'transport', 'error', 'models']
const WIRE_JOBS = ['wire', 'encode', 'decode', 'stream']

const LONGEST_FILE = 300
/** Longer files, each with its reason. */
const LONG_FILES: Readonly<Record<string, string>> = {}

const EVERYWHERE = /^/
const CORE = /^packages\/core\/src\//
const ADAPTER = new RegExp(`^packages/(${Object.keys(ADAPTERS).join('|')})/src/`)
const FRONT_DOOR = /^packages\/dragoman\/src\//
const BELOW_THE_FRONT_DOOR = /^packages\/(?!dragoman\/)/
const PUBLISHED = /^packages\/(?!bench\/)[^/]+\/src\//

const RULES: readonly Rule[] = [
  {
    claim: 'core runs anywhere',
    reason: 'A browser, a worker and an edge function have no Node.js modules.',
    breaches: findImports(CORE, ({ specifier }) => isBuiltin(specifier)),
    caught: {
      'packages/core/src/call/clock.ts': `import { setTimeout } from 'node:timers/promises'`,
      'packages/core/src/call/bytes.ts': `export type Bytes = import('buffer').Buffer`,
    },
    allowed: { 'packages/core/test/clock.test.ts': `import { setTimeout } from 'node:timers/promises'` },
  },
  {
    claim: 'core has few dependencies, each with its reason, and no SDK',
    reason: 'Whoever installs core installs all of them; a provider comes with its own adapter.',
    breaches: (tree) => [
      ...findImports(
        CORE,
        ({ specifier, path }) => !path && !(dependencyOf(specifier) in CORE_DEPENDENCIES),
      )(tree),
      ...findUnexplained('packages/core/package.json', CORE_DEPENDENCIES)(tree),
    ],
    caught: {
      'packages/core/src/call/send.ts': `import type { ClientOptions } from 'openai'`,
      'packages/core/src/call/retry.ts': `const retry = await import('cockatiel')`,
      'packages/core/package.json': `{ "dependencies": { "left-pad": "1.0.0" } }`,
    },
    allowed: { 'packages/core/src/schema/check.ts': `import { Compile } from 'typebox/schema'` },
  },
  {
    claim: `inside core the order is ${LAYERS.slice(1).join(' → ')}, never upwards`,
    reason: 'A layer that knows what is above it cannot be used, read or tested without it.',
    breaches: findImports(CORE, ({ path }, file) => {
      const isUnknown = layerOf(file.path) === -1
      return path !== undefined && (isUnknown || layerOf(path) < layerOf(file.path))
    }),
    caught: {
      'packages/core/src/neutral/message.ts': `import type { RunOptions } from '../loop/options.ts'`,
      'packages/core/src/call/call.ts': `export { run } from '../index.ts'`,
      'packages/core/src/policy/retry.ts': `import type { Model } from '../neutral/model.ts'`,
    },
    allowed: {
      'packages/core/src/loop/run.ts': `import { fit } from '../translate/fit.ts'\nimport './options.ts'`,
    },
  },
  {
    claim: 'core names no provider',
    reason: 'What only one provider needs belongs to its adapter, or is a row of capabilities.',
    breaches: findInCode(CORE, /openai|anthropic|claude|gemini|\bgpt\b/gi),
    caught: {
      'packages/core/src/translate/fit.ts': `export const isClaude = true`,
      'packages/core/src/call/call.ts': `const model = 'gpt-5'`,
    },
    allowed: {
      'packages/core/src/adapter/registry.ts': `/** Reads \`openai:gpt-5\`. */\nexport const split = ':' // as in anthropic:claude`,
    },
  },
  {
    claim: 'an adapter imports core and its own SDK, and nothing else',
    reason: 'Adapters that know each other, or Node.js, cannot be installed one by one and run anywhere.',
    breaches: findImports(ADAPTER, ({ specifier, path }, file) => {
      const allowed = ['@dragoman/core', ADAPTERS[packageOf(file.path)]]
      return !path && !allowed.includes(dependencyOf(specifier))
    }),
    caught: {
      'packages/openai/src/encode.ts': `import { json } from '@dragoman/anthropic'`,
      'packages/anthropic/src/transport.ts': `import OpenAI from 'openai'`,
      'packages/anthropic/src/error.ts': `import { inspect } from 'node:util'`,
      'packages/openai/src/stream.ts': `import { laws } from '@dragoman/conformance'`,
    },
    allowed: {
      'packages/anthropic/src/wire.ts': `import type { Message } from '@anthropic-ai/sdk/resources/messages'`,
      'packages/openai/test/laws.test.ts': `import { laws } from '@dragoman/conformance'`,
    },
  },
  {
    claim: 'the code of an SDK is imported by transport.ts and index.ts only; others import its types',
    reason: 'A codec is pure and loads without the client: that is what makes it testable and portable.',
    breaches: findImports(ADAPTER, ({ specifier, isType }, file) => {
      const isSdk = dependencyOf(specifier) === ADAPTERS[packageOf(file.path)]
      return isSdk && !isType && !/\/src\/(transport|index)\.ts$/.test(file.path)
    }),
    caught: {
      'packages/openai/src/error.ts': `import { APIError } from 'openai'`,
      'packages/anthropic/src/encode.ts': `import { type MessageParam } from '@anthropic-ai/sdk/resources'`,
      'packages/openai/src/chat/transport.ts': `import OpenAI from 'openai'`,
    },
    allowed: {
      'packages/openai/src/transport.ts': `import OpenAI from 'openai'`,
      'packages/openai/src/chat/encode.ts': `import type { ChatCompletionTool } from 'openai/resources'`,
    },
  },
  {
    claim: 'conformance never imports an adapter',
    reason: 'The kit judges adapters that it has never seen.',
    breaches: findImports(/^packages\/conformance\//, ({ specifier }) =>
      Object.keys(ADAPTERS).some((name) => dependencyOf(specifier) === `@dragoman/${name}`),
    ),
    caught: {
      'packages/conformance/src/law.ts': `import { openai } from '@dragoman/openai'`,
      'packages/conformance/test/laws.test.ts': `import { anthropic } from '@dragoman/anthropic'`,
    },
    allowed: { 'packages/conformance/src/law.ts': `import type { Codec } from '@dragoman/core'` },
  },
  {
    claim: 'nothing that an application is built on imports the front door',
    reason: 'Core, an adapter and the kit work without it; it stands on them.',
    breaches: findImports(BELOW_THE_FRONT_DOOR, ({ specifier }) => dependencyOf(specifier) === 'dragoman'),
    caught: { 'packages/openai/src/index.ts': `import { models } from 'dragoman'` },
    allowed: { 'examples/weather.ts': `import { models } from 'dragoman'` },
  },
  {
    claim: 'the front door loads adapters, SDKs and prices only when they are asked for',
    reason: 'What is not installed, or not configured, costs nothing.',
    breaches: findNodes(FRONT_DOOR, (node) => {
      const source = node.type === 'ImportDeclaration' && node.importKind !== 'type' && node.source.value
      return typeof source === 'string' && LAZY.includes(dependencyOf(source))
    }),
    caught: {
      'packages/dragoman/src/models.ts': `import { openai } from '@dragoman/openai'`,
      'packages/dragoman/src/cost.ts': `import { calcPrice } from '@pydantic/genai-prices'`,
    },
    allowed: {
      'packages/dragoman/src/providers/builtin.ts': `const load = () => import('@dragoman/openai')`,
      'packages/dragoman/src/cost.ts': `import type { Usage } from '@pydantic/genai-prices'`,
    },
  },
  {
    claim: 'the front door has few dependencies, each with its reason',
    reason: 'Whoever installs it installs all of them.',
    breaches: findUnexplained('packages/dragoman/package.json', FRONT_DOOR_DEPENDENCIES),
    caught: { 'packages/dragoman/package.json': `{ "dependencies": { "left-pad": "1.0.0" } }` },
    allowed: {
      'packages/dragoman/package.json': JSON.stringify({ dependencies: FRONT_DOOR_DEPENDENCIES }),
    },
  },
  {
    claim: 'a package is imported by its name, never by a path into it',
    reason: 'What a package does not export may change at any time.',
    breaches: findImports(EVERYWHERE, ({ path = '' }, file) => {
      return packageOf(path) !== '' && packageOf(path) !== packageOf(file.path)
    }),
    caught: {
      'packages/openai/src/encode.ts': `import { fit } from '../../core/src/translate/fit.ts'`,
      'examples/weather.ts': `import { run } from '../packages/core/src/index.ts'`,
    },
    allowed: { 'packages/core/test/run.test.ts': `import { run } from '../src/index.ts'` },
  },
  {
    claim: 'only models.ts looks inside the id of a model',
    reason: 'What a model can do is a row of data, which a user can override.',
    breaches: findNodes(PUBLISHED, (node, file) => {
      // `capability-rows` compares an id with the patterns that the rows of an adapter hold.
      return !['models', 'capability-rows'].includes(stemOf(file.path)) && testsModelId(node, file)
    }),
    caught: {
      'packages/openai/src/chat/encode.ts': `const isReasoning = model.id.startsWith('o')`,
      'packages/anthropic/src/encode.ts': `const isOld = /claude-2/.test(modelId)`,
      'packages/core/src/translate/fit.ts': `if (SMALL.includes(request.model)) drop()`,
    },
    allowed: {
      'packages/openai/src/models.ts': `const isReasoning = (id: string) => model.id.startsWith('o')`,
      'packages/openai/src/chat/encode.ts': `const isCall = call.id.startsWith('call_')`,
    },
  },
  {
    claim: 'exports are named, one by one',
    reason: 'The public surface is a list that a reader can see; a name means the same everywhere.',
    breaches: findNodes(EVERYWHERE, ({ type }, { path }) => {
      const isConfiguration = stemOf(path).endsWith('.config')
      return type === 'ExportAllDeclaration' || (type === 'ExportDefaultDeclaration' && !isConfiguration)
    }),
    caught: {
      'packages/core/src/index.ts': `export * from './loop/run.ts'`,
      'examples/weather.ts': `export default {}`,
    },
    allowed: {
      'vitest.config.ts': `export default {}`,
      'examples/weather.ts': `export { run } from './run.ts'`,
    },
  },
  {
    claim: 'no file and no folder is named for holding what has no name',
    reason: 'A file is named by what it holds; what fits nowhere is not understood yet.',
    breaches: findPaths((path) => /(^|\/)(utils?|helpers?|shared|common|misc)(\/|\.[^/]*$)/.test(path)),
    caught: { 'packages/core/src/utils/json.ts': '', 'examples/helpers.ts': '', 'docs/shared/page.md': '' },
    allowed: { 'packages/core/src/neutral/utility.ts': '', 'docs/common-mistakes.md': '' },
  },
  {
    claim: 'nothing is typed any',
    reason: 'It switches the compiler off for everything that it touches.',
    breaches: findNodes(EVERYWHERE, ({ type }) => type === 'TSAnyKeyword'),
    caught: { 'examples/weather.ts': `const city = input as any` },
    allowed: { 'packages/anthropic/src/encode.ts': `const choice = { type: 'any' } // any of them` },
  },
  {
    claim: 'a cast has its reason in a comment on its line or the line above',
    reason: 'A cast is a claim that the compiler cannot check, so a reader must be able to.',
    breaches: findNodes(PUBLISHED, (node, file) => isCast(node) && !hasComment(node, file)),
    caught: {
      'packages/core/src/neutral/json.ts': `// Parsed.\n\nconst value = text as unknown as JsonValue`,
    },
    allowed: {
      'packages/core/src/neutral/json.ts': `// Parsed JSON.\nconst value = text as unknown as JsonValue\nconst kind = 'x' as const`,
    },
  },
  {
    claim: 'a class is an error',
    reason: 'State that lives across calls lives in a closure; values are plain data.',
    breaches: findNodes(PUBLISHED, isPlainClass),
    caught: { 'packages/core/src/loop/ledger.ts': `export class Ledger {}` },
    allowed: { 'packages/core/src/neutral/error.ts': `export class DragomanError extends Error {}` },
  },
  {
    claim: 'no type is named by a version',
    reason: 'Two versions of one thing side by side are two things that nobody can tell apart.',
    breaches: findNodes(PUBLISHED, (node) => /V\d+$/.test(declaredName(node) ?? '')),
    caught: {
      'packages/core/src/neutral/model.ts': `export interface ModelV2 {}`,
      'packages/core/src/neutral/codec.ts': `type CodecV1 = object`,
    },
    allowed: { 'packages/core/src/schema/accept.ts': `interface TypeBox34 {}` },
  },
  {
    claim: 'to the wire is encode, from the wire is decode',
    reason: 'One word for each direction, so that a reader never asks which way a function goes.',
    breaches: findNodes(ADAPTER, (node) =>
      /^(convert|transform|serialize|map|to|from)(?=[A-Z]|$)/.test(declaredName(node) ?? ''),
    ),
    caught: { 'packages/openai/src/encode.ts': `function toWireMessage() {}` },
    allowed: { 'packages/openai/src/encode.ts': `function encodeMessage() {}\nfunction total() {}` },
  },
  {
    claim: 'the same job has the same file name in every adapter',
    reason: 'Whoever knows one adapter finds their way in all of them.',
    breaches: findMisnamed(ADAPTER, {
      names: ADAPTER_FILES,
      everyAdapter: ADAPTER_JOBS,
      everyWire: WIRE_JOBS,
    }),
    caught: {
      'packages/openai/src/convert.ts': '',
      'packages/anthropic/src/encode.ts': '',
      'packages/openai/src/chat/wire.ts': '',
    },
    allowed: emptyFiles('packages/anthropic/src', [...ADAPTER_JOBS, ...WIRE_JOBS]),
  },
  {
    claim: `a source file has at most ${LONGEST_FILE} lines, or a reason here`,
    reason: 'What rots in comparable projects is the one file where everything meets.',
    breaches: findLong(PUBLISHED, LONGEST_FILE, LONG_FILES),
    caught: { 'packages/core/src/loop/run.ts': '\n'.repeat(LONGEST_FILE + 1) },
    allowed: { 'packages/core/src/loop/run.ts': '\n'.repeat(LONGEST_FILE) },
  },
  {
    claim: 'no file names a machine, a home folder or a registry host',
    reason: 'What works on one machine only is not in the repository.',
    breaches: findInTexts(
      /(?<![\w.~)-])\/(?:work|root|home|Users)\/\w+|registry\.(?:npmjs|yarnpkg|npmmirror)\./g,
    ),
    caught: {
      'docs/setup.md': `cd ${['', 'root', 'project'].join('/')}`,
      'pnpm-lock.yaml': `tarball: https://${['registry', 'npmjs', 'org'].join('.')}/x.tgz`,
    },
    allowed: { 'docs/setup.md': 'Data lies in ../shared, at https://example.com/home/page.' },
  },
]

const repository = readTree(fileURLToPath(new URL('.', import.meta.url)))

for (const { claim, reason, breaches, caught, allowed } of RULES) {
  describe(claim, () => {
    test('holds in this repository', () => {
      expect(breaches(repository), reason).toEqual([])
    })

    test.each(Object.entries(caught))('is found broken by %s', (path, text) => {
      expect(breaches(treeOf({ [path]: text }))).not.toEqual([])
    })

    test('lets pass what looks alike', () => {
      expect(breaches(treeOf(allowed))).toEqual([])
    })
  })
}

function layerOf(path: string): number {
  return LAYERS.indexOf(path.replace(CORE, '').split('/', 1).join(''))
}

function emptyFiles(folder: string, stems: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(stems.map((stem) => [`${folder}/${stem}.ts`, '']))
}
