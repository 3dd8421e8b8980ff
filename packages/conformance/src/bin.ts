#!/usr/bin/env node
import process from 'node:process'
import { runProgram } from './program.ts'

// What a shell tells of a program that SIGPIPE ended: 0 would say that every law holds.
const UNREAD = 141

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(UNREAD)
  })
}

const output = {
  say: (text: string) => void process.stdout.write(`${text}\n`),
  complain: (text: string) => void process.stderr.write(`${text}\n`),
}

process.exitCode = await runProgram(process.argv.slice(2), output, process.env)
