import { DragomanError } from '../neutral/error.ts'

/** A model's name in its two halves. */
export interface ModelName {
  readonly provider: string
  readonly id: string
}

/**
 * Reads `provider:model` or `provider/model`: the name is split at the first separator, because ids hold both.
 * Throws `config` for what is no such name; `providers` are those that the message offers.
 */
export function readModelName(name: unknown, providers: readonly string[] = []): ModelName {
  const at = typeof name === 'string' ? name.search(/[:/]/) : -1
  if (typeof name === 'string' && at > 0 && at < name.length - 1) {
    return { provider: name.slice(0, at), id: name.slice(at + 1) }
  }
  const offer =
    providers.length > 0 ? `Configured providers: ${providers.join(', ')}.` : 'No provider is configured.'
  throw new DragomanError(
    'config',
    `A model's name is "provider:model", such as "${providers[0] ?? 'provider'}:<id>"; found ${JSON.stringify(name) ?? 'undefined'}. ${offer}`,
  )
}

/** Whether a text may stand before the separator of a model's name. */
export function isProviderName(name: string): boolean {
  return /^[^:/\s]+$/.test(name)
}
