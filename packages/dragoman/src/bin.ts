#!/usr/bin/env node
import { Console } from 'node:console'
import process from 'node:process'
import { runCommandLine } from './cli/command-line.ts'
import { processTerminal } from './cli/screen/process-terminal.ts'

// What a tool logs is no part of the answer.
globalThis.console = new Console(process.stderr)

const { terminal, exit } = processTerminal()
await exit(await runCommandLine(process.argv.slice(2), terminal))
