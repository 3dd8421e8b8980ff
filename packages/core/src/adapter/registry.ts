import { DragomanError } from '../neutral/error.ts'
import type { Provider } from '../neutral/model.ts'

/**
 * A provider over providers: `registry({ anthropic, openai })('anthropic:claude-…')`. `provider/model` works too;
 * the name is split at the first separator, because ids hold both. Throws `config` for an unknown or malformed name.
 */
export function registry(providers: Readonly<Record<string, Provider>>): Provider {
  const names = Object.keys(providers)
  const malformed = names.filter((name) => !/^[^:/\s]+$/.test(name))
  if (malformed.length > 0) {
    throw new DragomanError(
      'config',
      `A provider's name has no ':', '/' or space: found ${malformed.map((name) => JSON.stringify(name)).join(', ')}.`,
    )
  }
  return (name) => {
    const [provider, id] = splitName(name, names)
    const found = Object.hasOwn(providers, provider) ? providers[provider] : undefined
    if (!found) {
      throw new DragomanError(
        'config',
        `Unknown provider "${provider}" in "${name}". ${names.length > 0 ? `Configured: ${names.join(', ')}` : 'None is configured'}.`,
      )
    }
    return found(id)
  }
}

function splitName(name: unknown, providers: readonly string[]): readonly [provider: string, id: string] {
  const at = typeof name === 'string' ? name.search(/[:/]/) : -1
  if (typeof name !== 'string' || at < 1 || at === name.length - 1) {
    throw new DragomanError(
      'config',
      `A model's name is "provider:model", such as "${providers[0] ?? 'provider'}:<id>"; found ${JSON.stringify(name) ?? 'undefined'}. ` +
        `${providers.length > 0 ? `Configured providers: ${providers.join(', ')}` : 'No provider is configured'}.`,
    )
  }
  return [name.slice(0, at), name.slice(at + 1)]
}
