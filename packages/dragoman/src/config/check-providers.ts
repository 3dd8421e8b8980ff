import { BUILTINS, builtinOf } from '../providers/builtin.ts'
import { refusedSpecifier } from '../providers/specifier.ts'
import { isVariableName, variablesIn } from './environment.ts'
import type { Path, Problem } from './problem.ts'
import type { Config, ProviderConfig } from './schema.ts'
import { isSecretName, isUnderSecretName } from './secret-name.ts'
import { textsIn } from './texts.ts'

/** What is wrong in how providers are reached, as far as it can be seen without their adapters. */
export function checkProviders({ providers = {}, literalKeys = [] }: Config): readonly Problem[] {
  const problems = Object.entries(providers).flatMap(([name, provider]) => [
    ...checkAdapter(name, provider),
    ...textsIn(provider, ['providers', name]).flatMap(([path, text]) => [
      ...checkReferences(path, text),
      ...(literalKeys.includes(name) ? [] : checkLiteral(name, path, text)),
    ]),
    ...checkAddress(name, provider),
    ...checkOptionNames(name, provider),
  ])
  return [...problems, ...checkLiteralKeys(Object.keys(providers), literalKeys)]
}

function checkAdapter(name: string, { adapter, export: exported }: ProviderConfig): readonly Problem[] {
  if (adapter === undefined) {
    if (builtinOf(name)) return []
    return [
      {
        path: ['providers', name],
        message: 'names no adapter',
        remedy: `Add "adapter": the name of its package, such as "@dragoman/openai" for a server that speaks as OpenAI's does. Only ${Object.keys(BUILTINS).join(', ')} need none.`,
      },
    ]
  }
  const path = ['providers', name, 'adapter']
  const refused = refusedSpecifier(adapter)
  if (refused) return [{ path, ...refused }]
  return exported !== undefined && !/^[\w$]+(\.[\w$]+)*$/.test(exported)
    ? [
        {
          path: ['providers', name, 'export'],
          message: `is not the name of an export, found ${JSON.stringify(exported)}`,
          remedy: 'Give a name, or names with dots between, such as "openai.responses".',
        },
      ]
    : []
}

function checkReferences(path: Path, text: string): readonly Problem[] {
  // Not shown: somebody may have put the key itself there.
  if (variablesIn(text).every((name) => isVariableName(name))) return []
  return [
    {
      path,
      message: 'has {env:…} around what is not the name of a variable',
      remedy:
        'Write {env:NAME}, such as {env:OPENAI_API_KEY}: letters, digits and "_", and never the key itself.',
    },
  ]
}

function checkLiteral(name: string, path: Path, text: string): readonly Problem[] {
  if (!isUnderSecretName(path) || variablesIn(text).length > 0) return []
  const meant = /^(?:\$\{?|\{|env:|process\.env\.|%)([A-Z][A-Z0-9_]*)[}%]?$/.exec(text)?.[1]
  const wanted = meant ?? `${name.replaceAll(/[^A-Za-z0-9]/g, '_').toUpperCase()}_API_KEY`
  return [
    {
      path,
      message: meant === undefined ? 'holds a key in plain text' : 'is not how a variable is written here',
      remedy:
        meant === undefined
          ? `Write "${/^(Bearer|Basic) /.exec(text)?.[0] ?? ''}{env:${wanted}}" and set that variable, or add ${JSON.stringify(name)} to literalKeys.`
          : `Write "{env:${wanted}}".`,
    },
  ]
}

function checkAddress(name: string, { baseURL }: ProviderConfig): readonly Problem[] {
  const path = ['providers', name, 'baseURL']
  if (baseURL === undefined || variablesIn(baseURL).length > 0) return []
  const address = URL.canParse(baseURL) ? new URL(baseURL) : undefined
  if (!address || !/^https?:$/.test(address.protocol)) {
    return [
      {
        path,
        message: 'is not the address of a server',
        remedy: 'Begin it with http:// or https://, such as "http://localhost:11434/v1".',
      },
    ]
  }
  const isLiteral = [...address.searchParams].some(([key, value]) => isSecretName(key) && value !== '')
  if (address.password === '' && address.username === '' && !isLiteral) return []
  return [
    {
      path,
      message: isLiteral ? 'holds a key' : 'holds a user or a password',
      remedy: 'Put the whole address into a variable, and write "{env:NAME}" here.',
    },
  ]
}

// In one place only, so that everything that looks at a key or an address sees it.
function checkOptionNames(name: string, { options = {} }: ProviderConfig): readonly Problem[] {
  return ['apiKey', 'baseURL']
    .filter((key) => Object.hasOwn(options, key))
    .map((key) => ({
      path: ['providers', name, 'options', key],
      message: 'stands under options',
      remedy: `Move it up: ${key} is a key of the provider itself.`,
    }))
}

function checkLiteralKeys(providers: readonly string[], literalKeys: readonly string[]): readonly Problem[] {
  return literalKeys.flatMap((name, index) =>
    providers.includes(name)
      ? []
      : [
          {
            path: ['literalKeys', index],
            message: `names ${JSON.stringify(name)}, which is not among the providers`,
            remedy: `There are: ${providers.join(', ') || 'none'}.`,
          },
        ],
  )
}
