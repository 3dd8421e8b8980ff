import { BUILTINS, builtinOf } from '../providers/builtin.ts'
import { refusedSpecifier } from '../providers/specifier.ts'
import { isVariableName, variablesIn } from './environment.ts'
import type { Path, Problem } from './problem.ts'
import type { Config, ProviderConfig } from './schema.ts'
import { isSecretName } from './secret-name.ts'

/** What is wrong in how providers are reached, as far as it can be seen without their adapters. */
export function checkProviders({ providers = {}, literalKeys = [] }: Config): readonly Problem[] {
  const problems = Object.entries(providers).flatMap(([name, provider]) => [
    ...checkAdapter(name, provider),
    ...textsIn(provider, ['providers', name]).flatMap(([path, text]) => [
      ...checkReferences(path, text),
      ...(literalKeys.includes(name) ? [] : checkLiteral(name, path, text)),
    ]),
    ...checkAddress(name, provider),
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
        remedy: `Add "adapter": the package of one, such as "@dragoman/openai" for a server that speaks as OpenAI does. Without it go ${Object.keys(BUILTINS).join(', ')}.`,
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
          message: `is no name of an export, found ${JSON.stringify(exported)}`,
          remedy: 'Give a name, or names with dots between, such as "openai.responses".',
        },
      ]
    : []
}

function checkReferences(path: Path, text: string): readonly Problem[] {
  const wrong = variablesIn(text).find((name) => !isVariableName(name))
  if (wrong === undefined) return []
  return [
    {
      path,
      message: `refers to the variable ${JSON.stringify(wrong)}, which is no name of one`,
      remedy: 'Write {env:NAME} with letters, digits and "_".',
    },
  ]
}

function checkLiteral(name: string, path: Path, text: string): readonly Problem[] {
  if (!isSecretName(path.at(-1)) || variablesIn(text).length > 0) return []
  const meant = /^(?:\$\{?|env:|process\.env\.|%)([A-Z][A-Z0-9_]*)[}%]?$/.exec(text)?.[1]
  const wanted = meant ?? `${name.replaceAll(/[^A-Za-z0-9]/g, '_').toUpperCase()}_API_KEY`
  return [
    {
      path,
      message: meant === undefined ? 'is a key that stands in the file' : 'is no reference to a variable',
      remedy:
        meant === undefined
          ? `Write "{env:${wanted}}" and set that variable, or add ${JSON.stringify(name)} to literalKeys.`
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
        message: `is no address, found ${JSON.stringify(baseURL)}`,
        remedy: 'Begin it with http:// or https://.',
      },
    ]
  }
  if (address.password === '' && address.username === '') return []
  return [
    {
      path,
      message: 'holds a user or a password',
      remedy:
        'Give them as a header under options, with {env:NAME}, or put the whole address into a variable.',
    },
  ]
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

function textsIn(value: unknown, path: Path): readonly (readonly [Path, string])[] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    textsIn(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  )
}
