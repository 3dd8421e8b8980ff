import { harmless } from '../../harmless.ts'
import type { Screen } from '../screen/terminal.ts'

/** Writes an answer as it comes. */
export interface AnswerText {
  write(text: string): void
  /** Begins a new line, unless one has just begun. */
  endLine(): void
}

export function answerTextOn(screen: Screen): AnswerText {
  let isMidLine = false
  let half = ''

  return {
    write(text) {
      const whole = half + text
      // Two pieces of an answer may share a letter of two code units.
      half = /[\ud800-\udbff]$/.test(whole) ? whole.slice(-1) : ''
      const ready = half === '' ? whole : whole.slice(0, -1)
      if (ready === '') return
      screen.write(screen.isTerminal ? harmless(ready) : ready)
      isMidLine = !ready.endsWith('\n')
    },
    endLine() {
      if (isMidLine) screen.write('\n')
      isMidLine = false
    },
  }
}
