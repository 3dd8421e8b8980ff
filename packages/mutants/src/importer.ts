import { readFileSync } from 'node:fs'
import { registerHooks, stripTypeScriptTypes } from 'node:module'
import { fileURLToPath } from 'node:url'

/** Other texts than the files hold, by the address of the file. */
export type Texts = Readonly<Record<string, string>>

/** Imports modules anew each time, with all that they import from their own package, some of it changed. */
export interface Importer {
  import(texts: Texts, urls: readonly string[]): Promise<readonly object[]>
}

/** An importer of the modules of one package, whose folder has this address. */
export function importerOf(folder: string): Importer {
  const stripped = new Map<string, string>()
  const changes = new Map<string, Texts>()

  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context)
      const time = context.parentURL && new URL(context.parentURL).searchParams.get(TIME)
      const isOwn = resolved.url.startsWith(folder) && !resolved.url.includes('/node_modules/')
      return time && isOwn ? { ...resolved, url: addressOf(resolved.url, time) } : resolved
    },
    load(url, context, next) {
      const address = new URL(url)
      const time = address.searchParams.get(TIME)
      if (!time) return next(url, context)
      address.search = ''
      return { format: 'module', source: sourceOf(address.href, changes.get(time)), shortCircuit: true }
    },
  })

  function sourceOf(url: string, texts: Texts = {}): string {
    const changed = texts[url]
    if (changed !== undefined) return stripTypeScriptTypes(changed)
    const known = stripped.get(url) ?? stripTypeScriptTypes(readFileSync(fileURLToPath(url), 'utf8'))
    stripped.set(url, known)
    return known
  }

  return {
    async import(texts, urls) {
      const time = String(changes.size)
      changes.set(time, texts)
      // A module is an object.
      return (await Promise.all(urls.map((url) => import(addressOf(url, time))))) as readonly object[]
    },
  }
}

/** Modules of one time have its number in their address: Node keeps what it imported under its address for good. */
const TIME = 'time'

function addressOf(url: string, time: string): string {
  return `${url}?${TIME}=${time}`
}
