import type {
  AssistantPart,
  Notice,
  RunEvent,
  RunResult,
  RunStream,
  ToolResultPart,
  Usage,
} from '@dragoman/core'
import { printable, wrap, type Screen, type Style } from './screen.ts'

/** Prints the events of a run while they happen. */
export async function printRun(
  run: RunStream,
  screen: Screen,
  tellNotice: (notice: Notice) => string = describeNotice,
): Promise<RunResult> {
  const print = eventPrinter(screen, tellNotice)
  for await (const event of run) print(event)
  return run.result
}

const LABEL_WIDTH = 10
const INDENT = `\n${' '.repeat(LABEL_WIDTH + 2)}`

function eventPrinter(
  { write, style, columns }: Screen,
  tellNotice: (notice: Notice) => string,
): (event: RunEvent) => void {
  const labels = new Map<number, string>()
  const told = new Set<string>()
  let open: number | undefined

  function line(label: string, text: string, color: Style = 'dim'): void {
    close()
    write(`  ${style(color, label.padEnd(LABEL_WIDTH))}${text.replaceAll('\n', INDENT)}\n`)
  }

  /** Writes on the open line of a part; parts that arrive interleaved start a new line at each change. */
  function append(index: number, text: string): void {
    if (text === '') return
    if (open !== index) {
      close()
      write(`  ${style('dim', (labels.get(index) ?? '').padEnd(LABEL_WIDTH))}`)
      open = index
    }
    write(printable(text).replaceAll('\n', INDENT))
  }

  function close(): void {
    if (open !== undefined) write('\n')
    open = undefined
  }

  /** Each step is fitted to its model anew, and says the same again. */
  function tellOnce(notice: Notice): void {
    const text = tellNotice(notice)
    if (!told.has(text)) line('notice', wrap(text, columns - INDENT.length).join('\n'), 'yellow')
    told.add(text)
  }

  return (event) => {
    switch (event.type) {
      case 'step-start':
        close()
        return write(`${style('bold', `Step ${event.step}`)}\n`)
      case 'part-start':
        labels.set(event.index, labelOf(event.part))
        return append(event.index, firstText(event.part))
      case 'text-delta':
      case 'reasoning-delta':
      case 'input-delta':
        return append(event.index, event.text)
      case 'tool-end':
        return line(
          event.result.isError ? 'error' : 'result',
          resultText(event.result),
          event.result.isError ? 'red' : 'green',
        )
      case 'notice':
        return tellOnce(event.notice)
      case 'retry':
        return line('retry', `attempt ${event.attempt} after ${event.code}`, 'yellow')
      case 'attempt-discarded':
        return line('discarded', `attempt ${event.attempt}: ${event.code}`, 'yellow')
      case 'step-end':
        return line('end', `${event.message.stop?.reason}, ${describeUsage(event.message.usage)}`)
      case 'message-start':
      case 'part-end':
      case 'message-end':
      case 'tool-start':
      case 'run-end':
        return close()
      default:
        event satisfies never
    }
  }
}

/** A notice on one line, such as `nearest-effort: settings.effort was downgraded from xhigh to high`. */
export function describeNotice({ code, path, action, from, to }: Notice): string {
  if (action === 'advice') return `${code} on ${from ?? path}${to === undefined ? '' : `: ${to} is advised`}`
  const change = from === undefined || to === undefined ? '' : ` from ${from} to ${to}`
  return `${code}: ${path} was ${action}${change}`
}

/** Tokens as they were reported. */
export function describeUsage({ inputTokens, outputTokens }: Usage = {}): string {
  return `${inputTokens ?? 'unreported'} tokens in, ${outputTokens ?? 'unreported'} out`
}

function labelOf(part: AssistantPart): string {
  return part.type === 'tool-call' ? 'call' : part.type
}

function firstText(part: AssistantPart): string {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return part.text
    case 'tool-call':
      return `${part.name} ${part.inputText}`
    case 'file':
      return part.mediaType
    case 'opaque':
      return part.kind
  }
}

function resultText({ name, parts }: ToolResultPart): string {
  const texts = parts.map((part) => (part.type === 'text' ? part.text : part.mediaType))
  return printable(`${name} → ${texts.join(' ')}`)
}
