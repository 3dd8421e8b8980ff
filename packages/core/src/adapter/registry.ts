import { DragomanError } from '../neutral/error.ts'
import type { Provider } from '../neutral/model.ts'
import { isProviderName, readModelName } from './model-name.ts'

/**
 * A provider over providers: `registry({ anthropic, openai })('anthropic:claude-…')`. `provider/model` works too;
 * the name is split at the first separator, because ids hold both. Throws `config` for an unknown or malformed name.
 */
export function registry(providers: Readonly<Record<string, Provider>>): Provider {
  const names = Object.keys(providers)
  const malformed = names.filter((name) => !isProviderName(name))
  if (malformed.length > 0) {
    throw new DragomanError(
      'config',
      `A provider's name has no ':', '/' or space: found ${malformed.map((name) => JSON.stringify(name)).join(', ')}.`,
    )
  }
  return (name) => {
    const { provider, id } = readModelName(name, names)
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
