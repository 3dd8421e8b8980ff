import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { parseSync, type Node } from 'oxc-parser'

/** The files of the repository, or of a small one that a test makes up. */
export interface SourceTree {
  /** Every file's text, by its path from the root. */
  readonly texts: ReadonlyMap<string, string>
  readonly sources: readonly SourceFile[]
}

export interface SourceFile {
  readonly path: string
  readonly text: string
  /** The text with each letter of a comment replaced by a space. */
  readonly code: string
  readonly nodes: readonly Node[]
  readonly imports: readonly Import[]
  /** The numbers of the lines that a comment touches. */
  readonly commentLines: ReadonlySet<number>
  lineAt(offset: number): number
}

export interface Import {
  readonly specifier: string
  /** The imported file's path from the root, where the specifier is relative. */
  readonly path?: string
  /** Erased before the program runs. */
  readonly isType: boolean
  readonly line: number
}

const NOT_OURS = ['.git', 'coverage', 'dist', 'node_modules']

/** Reads a folder and all below it, without what tools made. */
export function readTree(root: string): SourceTree {
  return treeOf(Object.fromEntries(readFolder(root, '')))
}

function readFolder(root: string, folder: string): readonly (readonly [string, string])[] {
  const entries = readdirSync(posix.join(root, folder), { withFileTypes: true })
  return entries
    .filter(({ name }) => !NOT_OURS.includes(name))
    .flatMap((entry) => {
      const path = posix.join(folder, entry.name)
      if (entry.isDirectory()) return readFolder(root, path)
      return entry.isFile() ? [[path, readFileSync(posix.join(root, path), 'utf8')] as const] : []
    })
}

/** The tree of files given as texts by path. */
export function treeOf(files: Readonly<Record<string, string>>): SourceTree {
  const texts = new Map(Object.entries(files))
  const sources = [...texts].filter(([path]) => /\.[cm]?[jt]s$/.test(path))
  return { texts, sources: sources.map(([path, text]) => parseSource(path, text)) }
}

function parseSource(path: string, text: string): SourceFile {
  const { program, comments, errors } = parseSync(path, text)
  const [error] = errors
  if (error) throw new SyntaxError(`${path}: ${error.message}`)
  const lineAt = lineFinder(text)
  const nodes = collectNodes(program)
  return {
    path,
    text,
    code: comments.reduce((code, { start, end }) => blank(code, start, end), text),
    nodes,
    imports: nodes.flatMap((node) => readImport(node, path, lineAt)),
    commentLines: new Set(comments.flatMap(({ start, end }) => lines(lineAt(start), lineAt(end)))),
    lineAt,
  }
}

function lineFinder(text: string): (offset: number) => number {
  const starts = [...text.matchAll(/\n/g)].map(({ index }) => index)
  return (offset) => starts.filter((start) => start < offset).length + 1
}

function collectNodes(value: unknown): readonly Node[] {
  if (Array.isArray(value)) return value.flatMap(collectNodes)
  if (!isNode(value)) return []
  return [value, ...Object.values(value).flatMap(collectNodes)]
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}

function blank(text: string, start: number, end: number): string {
  return text.slice(0, start) + text.slice(start, end).replaceAll(/\S/g, ' ') + text.slice(end)
}

function readImport(node: Node, path: string, lineAt: (offset: number) => number): readonly Import[] {
  const found = importOf(node)
  if (!found) return []
  const { specifier, isType } = found
  const target = specifier.startsWith('.') ? { path: posix.join(posix.dirname(path), specifier) } : {}
  return [{ specifier, isType, ...target, line: lineAt(node.start) }]
}

function importOf(node: Node): Pick<Import, 'specifier' | 'isType'> | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
      return { specifier: node.source.value, isType: node.importKind === 'type' }
    case 'ExportAllDeclaration':
      return { specifier: node.source.value, isType: node.exportKind === 'type' }
    case 'ExportNamedDeclaration':
      return node.source ? { specifier: node.source.value, isType: node.exportKind === 'type' } : undefined
    case 'TSImportType':
      return { specifier: node.source.value, isType: true }
    case 'ImportExpression': {
      const specifier = node.source.type === 'Literal' ? node.source.value : undefined
      return typeof specifier === 'string' ? { specifier, isType: false } : undefined
    }
    default:
      return undefined
  }
}

function lines(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_line, index) => first + index)
}
