import { answerTextOn } from './answer-text.ts'
import { statusOn } from '../screen/status.ts'
import { styled, type Style } from '../screen/style.ts'
import type { Terminal } from '../screen/terminal.ts'
import { truncate } from '../screen/width.ts'

/** The two screens of a run, which are one where both are a terminal: nothing begins in the middle of a line. */
export interface RunLines {
  /** Writes a piece of the answer. */
  say(text: string): void
  /** Writes a piece of what the model thinks. Only people are interested. */
  think(text: string): void
  /** Writes a line beside the answer. */
  tell(mark: string, text: string, style: Style): void
  /** Shows what goes on for now. */
  show(status: string): void
  /** Ends what was begun; the answer's own line where both screens are one. */
  settle(): void
  /** Ends the line of the answer, wherever it is written. */
  endAnswer(): void
}

/** How long a line is where nobody says how wide the screen is. */
const WIDEST = 200

export function runLinesOn({ out, aside, environment }: Terminal): RunLines {
  const answer = answerTextOn(out)
  const thought = answerTextOn(aside)
  const status = statusOn(aside, environment)

  function settle(): void {
    status.clear()
    thought.endLine()
    if (out.isTerminal) answer.endLine()
  }

  return {
    say(text) {
      if (text === '') return
      status.clear()
      thought.endLine()
      answer.write(text)
    },
    think(text) {
      if (!aside.isTerminal || text === '') return
      status.clear()
      if (out.isTerminal) answer.endLine()
      thought.write(text)
    },
    tell(mark, text, style) {
      settle()
      const line = truncate(`${mark} ${text}`, aside.isTerminal ? aside.columns - 1 : WIDEST)
      aside.write(`${styled(aside, style, line)}\n`)
    },
    show(text) {
      // What is drawn over takes its whole line with it.
      thought.endLine()
      if (out.isTerminal) answer.endLine()
      status.show([text])
    },
    settle,
    endAnswer() {
      settle()
      answer.endLine()
    },
  }
}
