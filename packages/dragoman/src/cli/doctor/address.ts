import { fillText, variable, type Environment } from '../../config/environment.ts'
import type { ConfiguredProvider } from '../../providers/provider.ts'
import type { Finding } from './findings.ts'

/** What is wrong, or doubtful, in where a provider is asked. */
export function addressFindings(provider: ConfiguredProvider, environment: Environment): readonly Finding[] {
  const { name, config, builtin } = provider
  const fromVariable = builtin && variable(environment, builtin.baseURL)
  const address = fillText(config.baseURL ?? fromVariable ?? '', environment)
  if (address === undefined || !/^https?:/.test(address) || !URL.canParse(address)) return []
  const where =
    config.baseURL === undefined && builtin
      ? `The address in ${builtin.baseURL}`
      : `providers.${name}.baseURL`
  const url = new URL(address)
  return [
    ...(builtin ? versionFindings(where, url, builtin.version === 'added') : []),
    ...(url.protocol === 'http:' && !isNear(url.hostname)
      ? [
          {
            kind: 'mend',
            message: `${where} sends keys and texts over the network in the clear: it begins with http://.`,
            remedy: 'Begin it with https://.',
          } as const,
        ]
      : []),
  ]
}

const CALLS = /\/(chat\/completions|completions|responses|messages)\/?$/

function versionFindings(where: string, { pathname, hostname }: URL, isAdded: boolean): readonly Finding[] {
  const path = pathname.replace(/\/$/, '')
  const call = CALLS.exec(path)?.[1]
  if (call !== undefined) {
    const remedy = `Remove "/${call}"${isAdded ? ', and "/v1" before it' : ''}.`
    return [{ kind: 'mend', message: `${where} ends with the name of a call, which the SDK adds.`, remedy }]
  }
  if (isAdded) {
    if (!/\/v\d+$/.test(path)) return []
    const message = `${where} ends with "${/\/v\d+$/.exec(path)?.[0]}", which Anthropic's SDK adds itself: calls would go to /v1/v1.`
    return [{ kind: 'mend', message, remedy: 'Remove it from the address.' }]
  }
  if (path.endsWith('/v1/v1')) {
    return [{ kind: 'mend', message: `${where} has "/v1" twice.`, remedy: 'Remove one of them.' }]
  }
  if (/\/v\d/.test(path)) return []
  return hostname === 'api.openai.com'
    ? [{ kind: 'mend', message: `${where} lacks "/v1".`, remedy: 'Add it at the end.' }]
    : [
        {
          kind: 'advice',
          message: `${where} has no "/v1", which most servers that speak as OpenAI's does expect at the end.`,
          remedy: 'Add it if calls fail with not-found.',
        },
      ]
}

/** Whether a host is this machine, or in the same network. */
function isNear(hostname: string): boolean {
  return (
    !hostname.includes('.') ||
    /^(127|10|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))\./.test(hostname) ||
    /\.(local|localhost|internal|lan|home\.arpa)$/.test(hostname)
  )
}
