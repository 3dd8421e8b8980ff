#!/usr/bin/env node
import { Console } from 'node:console'
import process from 'node:process'
import { runCommandLine } from './cli/command-line.ts'
import { EXIT } from './cli/exit.ts'
import { processTerminal } from './cli/screen/process-terminal.ts'

// What a tool logs is no part of the answer.
globalThis.console = new Console(process.stderr)

// A tools file or an adapter that waits for what never comes leaves nothing to do, and Node.js ends.
process.once('exit', (code) => {
  if (code !== UNSETTLED) return
  terminal.aside.write(
    'error config A tools file or an adapter waits for what never comes, so that it is not loaded.\n',
  )
  process.exitCode = EXIT.usage
})
const UNSETTLED = 13

const { terminal, exit } = processTerminal()
await exit(await runCommandLine(process.argv.slice(2), terminal))
