import { posix } from 'node:path'
import type { Expression, Node } from 'oxc-parser'
import type { Import, SourceFile, SourceTree } from './source-tree.ts'

/** Lists what breaks a rule, each with its place. An empty list means that the rule holds. */
export type Finder = (tree: SourceTree) => readonly string[]

/** Finds imports in the sources whose path matches. */
export function findImports(where: RegExp, isBreach: (found: Import, file: SourceFile) => boolean): Finder {
  return inSources(where, (file) => {
    const found = file.imports.filter((candidate) => isBreach(candidate, file))
    return found.map(({ line, specifier }) => `${file.path}:${line} imports ${specifier}`)
  })
}

/** Finds syntax in the sources whose path matches. */
export function findNodes(where: RegExp, isBreach: (node: Node, file: SourceFile) => boolean): Finder {
  return inSources(where, (file) => {
    const found = file.nodes.filter((node) => isBreach(node, file))
    return found.map((node) => `${file.path}:${file.lineAt(node.start)} ${excerpt(file, node)}`)
  })
}

/** Finds text outside of comments in the sources whose path matches. */
export function findInCode(where: RegExp, pattern: RegExp): Finder {
  return inSources(where, (file) => {
    const found = [...file.code.matchAll(pattern)]
    return found.map(({ 0: text, index }) => `${file.path}:${file.lineAt(index)} says ${text}`)
  })
}

/** Finds text in all files. */
export function findInTexts(pattern: RegExp): Finder {
  return ({ texts }) =>
    [...texts].flatMap(([path, text]) =>
      [...text.matchAll(pattern)].map((found) => `${path} says ${found[0]}`),
    )
}

/** Finds files by their path. */
export function findPaths(isBreach: (path: string) => boolean): Finder {
  return ({ texts }) => [...texts.keys()].filter(isBreach)
}

/** Finds dependencies of a package that have no reason, and reasons whose dependency is gone. */
export function findUnexplained(manifestPath: string, reasons: Readonly<Record<string, string>>): Finder {
  return ({ texts }) => {
    const manifest = texts.get(manifestPath)
    if (manifest === undefined) return []
    const { dependencies = {} }: { dependencies?: object } = JSON.parse(manifest)
    const unexplained = Object.keys(dependencies).filter((name) => !(name in reasons))
    const gone = Object.keys(reasons).filter((name) => !(name in dependencies))
    return [
      ...unexplained.map((name) => `${manifestPath} depends on ${name} without a reason`),
      ...gone.map((name) => `${manifestPath} does not depend on ${name}, which has a reason`),
    ]
  }
}

/** Finds files that are longer than allowed, and allowances that are not needed. */
export function findLong(where: RegExp, longest: number, reasons: Readonly<Record<string, string>>): Finder {
  return ({ sources }) =>
    sources
      .filter(({ path }) => where.test(path))
      .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
      .filter(({ path, lines }) => lines > longest !== path in reasons)
      .map(({ path, lines }) => `${path} has ${lines} lines`)
}

export interface Layout {
  /** What a file may be named. */
  readonly names: Readonly<Record<string, string>>
  readonly everyAdapter: readonly string[]
  /** A folder that holds one of these holds all of them. */
  readonly everyWire: readonly string[]
}

/** Finds files of adapters that are named by no job, and jobs that have no file. */
export function findMisnamed(where: RegExp, { names, everyAdapter, everyWire }: Layout): Finder {
  return ({ sources }) => {
    const paths = sources.map(({ path }) => path).filter((path) => where.test(path))
    const unknown = paths.filter((path) => !(stemOf(path) in names))
    const folders = Map.groupBy(paths, (path) => posix.dirname(path))
    const missing = [...folders].flatMap(([folder, files]) => {
      const stems = new Set(files.map(stemOf))
      const isWire = everyWire.some((job) => stems.has(job))
      const jobs = [...(folder.endsWith('/src') ? everyAdapter : []), ...(isWire ? everyWire : [])]
      return jobs.filter((job) => !stems.has(job)).map((job) => `${folder}/${job}.ts is missing`)
    })
    return [...unknown.map((path) => `${path} has a name that stands for no job`), ...missing]
  }
}

function inSources(where: RegExp, find: (file: SourceFile) => readonly string[]): Finder {
  return ({ sources }) => sources.filter(({ path }) => where.test(path)).flatMap(find)
}

function excerpt({ text }: SourceFile, { start, end }: Node): string {
  return text
    .slice(start, Math.min(end, start + 80))
    .split('\n', 1)
    .join('')
}

/** The package that a specifier names, without a path into it. */
export function dependencyOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}

/** The folder below `packages` that a path lies in; `''` for other paths. */
export function packageOf(path: string): string {
  const [top, name = ''] = path.split('/')
  return top === 'packages' ? name : ''
}

const TEXT_TESTS = ['endsWith', 'exec', 'includes', 'match', 'matchAll', 'search', 'startsWith', 'test']
const MODEL_ID = /(^|\.)(model|model\.id|modelId|servedModel)$/

/** A call that asks what letters the id of a model has. */
export function testsModelId(node: Node, { text }: SourceFile): boolean {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false
  const { object, property } = node.callee
  if (property.type !== 'Identifier' || !TEXT_TESTS.includes(property.name)) return false
  return [object, ...node.arguments].some(({ start, end }) => MODEL_ID.test(text.slice(start, end)))
}

/** `x as T`, except `as const` and `as unknown`, which claim nothing. */
export function isCast(node: Node): boolean {
  if (node.type !== 'TSAsExpression') return false
  const { typeAnnotation: type } = node
  const isConst = type.type === 'TSTypeReference' && isNamed(type.typeName, 'const')
  return !isConst && type.type !== 'TSUnknownKeyword'
}

/** Is there a comment on a line of the node, or on the line above? */
export function hasComment({ start, end }: Node, { commentLines, lineAt }: SourceFile): boolean {
  return [...commentLines].some((line) => line >= lineAt(start) - 1 && line <= lineAt(end))
}

/** A class that does not extend an error. */
export function isPlainClass(node: Node): boolean {
  if (node.type !== 'ClassDeclaration' && node.type !== 'ClassExpression') return false
  return node.superClass?.type !== 'Identifier' || !node.superClass.name.endsWith('Error')
}

/** The name that an interface, a type, a class or a function is declared by. */
export function declaredName(node: Node): string | undefined {
  switch (node.type) {
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
    case 'ClassDeclaration':
    case 'FunctionDeclaration':
      return node.id?.name
    default:
      return undefined
  }
}

/** The file's name without its ending. */
export function stemOf(path: string): string {
  return posix.parse(path).name
}

function isNamed(node: Expression | Node, name: string): boolean {
  return node.type === 'Identifier' && node.name === name
}
