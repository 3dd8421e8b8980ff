import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { features, version } from 'node:process'
import { pathToFileURL } from 'node:url'
import { DragomanError, isJsonObject, type Tool } from '@dragoman/core'
import { codeOf, missingPackage } from '../../import-failure.ts'

/**
 * The tools that files export: each export that is one, and each in an export that is a list. Throws `config` for a file
 * that cannot be loaded or exports none, and for two tools of one name.
 */
export async function loadTools(files: readonly string[], directory: string): Promise<readonly Tool[]> {
  const found: FoundTool[] = []
  // One after the other: the order of the tools is that of the files.
  for (const file of files) found.push(...(await toolsOf(file, directory)))
  const distinct = found.filter(({ tool }, at) => found.findIndex((other) => other.tool === tool) === at)
  for (const [at, { tool, file }] of distinct.entries()) {
    const earlier = distinct.slice(0, at).find((other) => other.tool.name === tool.name)
    if (!earlier) continue
    const where = earlier.file === file ? `in ${file}` : `in ${earlier.file} and ${file}`
    throw new DragomanError('config', `Two tools are called "${tool.name}", ${where}. Rename one of them.`)
  }
  return distinct.map(({ tool }) => tool)
}

interface FoundTool {
  readonly tool: Tool
  readonly file: string
}

async function toolsOf(file: string, directory: string): Promise<readonly FoundTool[]> {
  const module = await importFile(file, directory)
  const tools = Object.values(module).flat().filter(isTool)
  if (tools.length > 0) return tools.map((tool) => ({ tool, file }))
  const names = Object.keys(module).join(', ') || 'nothing'
  throw new DragomanError(
    'config',
    `${file} exports no tool. It exports: ${names}. Export what tool() or hostedTool() returns: export const weather = tool({ … })`,
  )
}

// The file imports its own copy of the package, so a tool is known by what it looks like.
function isTool(value: unknown): value is Tool {
  if (typeof value !== 'object' || value === null) return false
  const { type, name, input, definition }: { [Field in keyof FunctionOrHosted]?: unknown } = value
  if (typeof name !== 'string') return false
  return (type === 'function' && isJsonObject(input)) || (type === 'hosted' && isJsonObject(definition))
}

interface FunctionOrHosted {
  readonly type: unknown
  readonly name: unknown
  readonly input: unknown
  readonly definition: unknown
}

async function importFile(file: string, directory: string): Promise<object> {
  const path = resolve(directory, file)
  if (!existsSync(path)) throw new DragomanError('config', `The tools file ${file} is not there: ${path}`)
  if (/\.[cm]?ts$/.test(path) && !features.typescript) {
    throw new DragomanError(
      'config',
      `${file} is TypeScript, which Node.js runs from 22.18 on, and this is ${version}. Update Node.js, or compile the file to JavaScript.`,
    )
  }
  try {
    const module: object = await import(pathToFileURL(path).href)
    return module
  } catch (cause) {
    throw new DragomanError(
      'config',
      `The tools file ${file} cannot be loaded: ${problemOf(cause)}${remedyFor(cause)}`,
      { cause },
    )
  }
}

/** What was thrown; of a syntax error also where, which only its stack tells. */
function problemOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const [place = ''] = error.stack?.split('\n', 1) ?? []
  const line = /:(\d+)$/.exec(place)?.[1]
  const where = error instanceof SyntaxError && line !== undefined ? ` (line ${line})` : ''
  return `${error.name}: ${error.message}${where}`
}

function remedyFor(error: unknown): string {
  const message = error instanceof Error ? error.message : ''
  const missing = missingPackage(error)
  if (missing !== undefined) return `\nRun: npm i ${missing}`
  if (/Cannot use import statement|Unexpected token 'export'/.test(message)) {
    return '\nIt is read as CommonJS: set "type": "module" in package.json, or rename the file to .mts or .mjs.'
  }
  if (/ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX/.test(String(codeOf(error)))) {
    return '\nNode.js only strips types: write it without enum, namespace and parameter properties, or compile it.'
  }
  return ''
}
