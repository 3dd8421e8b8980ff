import { fstatSync } from 'node:fs'
import process from 'node:process'
import { createInterface } from 'node:readline/promises'
import { addAbortSignal } from 'node:stream'
import { text } from 'node:stream/consumers'
import { isatty, type WriteStream } from 'node:tty'
import { EXIT } from '../exit.ts'
import type { Input, Screen, Terminal } from './terminal.ts'

/** The terminal of this process. */
export interface ProcessTerminal {
  readonly terminal: Terminal
  /** Ends the process when all is written. */
  exit(code: number): Promise<never>
}

/**
 * Listens to Ctrl-C and SIGTERM: the first one aborts what is done, the second one ends the process. Where nobody reads
 * what is written any more, as behind `| head -1`, it ends quietly.
 */
export function processTerminal(): ProcessTerminal {
  const { stdin, stdout, stderr } = process
  const stop = new AbortController()
  const closed = new AbortController()

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(EXIT.interrupted)
      stop.abort(new Error(`The process got ${signal}.`))
    })
  }
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
      closed.abort()
      stop.abort(new Error('Nobody reads the output any more.'))
    })
  }

  const out = screenOf(stdout, closed.signal)
  const aside = screenOf(stderr, closed.signal)
  return {
    terminal: {
      out,
      aside,
      ...(!stdin.isTTY && { input: inputOf(stop.signal) }),
      ...(stdin.isTTY && aside.isTerminal && { ask: (question) => ask(question, stop.signal) }),
      environment: process.env,
      directory: process.cwd(),
      signal: stop.signal,
    },
    async exit(code) {
      // A tools file may have left something open, which would keep the process alive.
      await Promise.all([stdout, stderr].map((stream) => new Promise((resolve) => stream.write('', resolve))))
      return process.exit(closed.signal.aborted ? EXIT.ok : code)
    },
  }
}

function screenOf(stream: WriteStream & { readonly fd: number }, closed: AbortSignal): Screen {
  const isTerminal = isatty(stream.fd)
  return {
    write: (words) => {
      if (!closed.aborted) stream.write(words)
    },
    isTerminal,
    hasColour: hasColour(stream, isTerminal),
    get columns() {
      return stream.columns || 80
    },
  }
}

// FORCE_COLOR before NO_COLOR, as Node.js itself has it.
function hasColour(stream: WriteStream, isTerminal: boolean): boolean {
  const { FORCE_COLOR: forced, NO_COLOR: refused } = process.env
  if (forced !== undefined) return !['0', 'false'].includes(forced)
  return isTerminal && !refused && stream.getColorDepth() > 1
}

function inputOf(signal: AbortSignal): Input {
  return {
    get isGiven() {
      try {
        const stats = fstatSync(process.stdin.fd)
        return stats.isFIFO() || stats.isFile()
      } catch {
        return false // closed
      }
    },
    read: () => text(addAbortSignal(signal, process.stdin)),
  }
}

async function ask(question: string, signal: AbortSignal): Promise<string> {
  // Not as a terminal: that would take Ctrl-C from the process.
  const reader = createInterface({ input: process.stdin, output: process.stderr, terminal: false })
  try {
    const closed = new Promise<undefined>((resolve) => reader.once('close', () => resolve(undefined)))
    const typed = await Promise.race([reader.question(question, { signal }), closed])
    // Ctrl-D leaves the cursor behind the question.
    if (typed === undefined) process.stderr.write('\n')
    return typed ?? ''
  } finally {
    reader.close()
  }
}
