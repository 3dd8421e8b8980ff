import { stderr } from 'node:process'
import { DragomanError, wrap, type Model, type StreamEvent } from '@dragoman/core'
import { variable, type Environment } from './config/environment.ts'
import { oneLine } from './harmless.ts'

/** What DRAGOMAN_LOG may say: nothing, a line for each call and what befell it, or one for each event too. */
const LEVELS = ['off', 'info', 'debug'] as const

type Level = (typeof LEVELS)[number]

/**
 * Tells on the standard error what is called, as DRAGOMAN_LOG says: names, times, tokens and codes, never content.
 * Throws `config` for another level.
 */
export function logged(
  model: Model,
  environment: Environment,
  write: (line: string) => void = toStandardError,
): Model {
  const level = levelOf(environment)
  if (level === 'off') return model
  return wrap(model, async function* (request, options, next) {
    const begin = performance.now()
    const tell = (what: string): void =>
      // A server says some of the names.
      write(`dragoman ${(performance.now() - begin).toFixed(0)} ms ${oneLine(what)}\n`)
    tell(
      `call ${model.provider}:${model.id}, ${request.messages.length} messages, ${request.tools.length} tools`,
    )
    try {
      for await (const event of next(request, options)) {
        const line = describe(event) ?? (level === 'debug' ? event.type : undefined)
        if (line !== undefined) tell(line)
        yield event
      }
    } catch (error) {
      tell(`failed ${DragomanError.is(error) ? error.code : 'with what is no DragomanError'}`)
      throw error
    }
  })
}

function toStandardError(line: string): void {
  stderr.write(line)
}

function levelOf(environment: Environment): Level {
  const given = variable(environment, 'DRAGOMAN_LOG') ?? 'off'
  const level = LEVELS.find((name) => name === given)
  if (level) return level
  throw new DragomanError(
    'config',
    `DRAGOMAN_LOG is ${JSON.stringify(given)}: set it to ${LEVELS.join(', ')}, or not at all.`,
  )
}

/** What befalls a call, in words; `undefined` for the pieces of an answer. */
function describe(event: StreamEvent): string | undefined {
  switch (event.type) {
    case 'message-start':
      return `answer from ${event.origin.provider}:${event.origin.servedModel ?? event.origin.model}`
    case 'message-end': {
      const { inputTokens = '?', outputTokens = '?' } = event.usage
      return `end ${event.stop.reason}, ${inputTokens} tokens in, ${outputTokens} out`
    }
    case 'retry':
      return `retry after attempt ${event.attempt} (${event.code}) in ${event.delayMs.toFixed(0)} ms`
    case 'attempt-discarded':
      return `attempt ${event.attempt} is void (${event.code})`
    case 'notice': {
      const { code, path, action, from, to } = event.notice
      return `notice ${code} ${action} at ${path}${from === undefined ? '' : ` from ${from}`}${to === undefined ? '' : ` to ${to}`}`
    }
    default:
      return undefined
  }
}
