#!/usr/bin/env node
import process from 'node:process'
import { runProgram } from './program.ts'

const output = {
  say: (text: string) => void process.stdout.write(`${text}\n`),
  complain: (text: string) => void process.stderr.write(`${text}\n`),
}

process.exitCode = await runProgram(process.argv.slice(2), output, process.env)
