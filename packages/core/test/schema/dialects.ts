import type { Dialect } from '@dragoman/core'

/** The rules of the adapters' own strict modes. Core does not depend on them, so they are read from their files. */
export const OPENAI: Dialect = await strictOf('openai')
export const MESSAGES: Dialect = await strictOf('anthropic')

async function strictOf(adapter: string): Promise<Dialect> {
  const file = new URL(`../../../${adapter}/src/dialect.ts`, import.meta.url)
  const { STRICT }: { readonly STRICT: Dialect } = await import(/* @vite-ignore */ file.href)
  return STRICT
}
