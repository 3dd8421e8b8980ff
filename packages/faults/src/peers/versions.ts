import { readFileSync } from 'node:fs'

const PACKAGES = ['openai', '@anthropic-ai/sdk', 'ai', '@ai-sdk/openai', '@ai-sdk/anthropic'] as const

/** What was measured, such as `openai 7.57.0`. */
export function readVersions(): readonly string[] {
  return PACKAGES.map((name) => `${name} ${versionOf(name)}`)
}

function versionOf(name: string): string {
  // Not every package exports its own.
  const path = new URL(`../../node_modules/${name}/package.json`, import.meta.url)
  const { version } = JSON.parse(readFileSync(path, 'utf8')) as { version: string } // every package has one
  return version
}
