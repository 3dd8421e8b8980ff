import type { Environment } from '../../config/environment.ts'
import { styled } from './style.ts'
import type { Screen } from './terminal.ts'
import { truncate } from './width.ts'

/** Lines at the end of a terminal that change in their place. Elsewhere there are none. */
export interface Status {
  show(lines: readonly string[]): void
  clear(): void
}

export function statusOn(screen: Screen, { TERM: kind }: Environment): Status {
  const isDrawn = screen.isTerminal && kind !== 'dumb'
  let shown: readonly string[] = []

  function clear(): void {
    if (shown.length === 0) return
    const up = shown.length > 1 ? `\u001b[${shown.length - 1}A` : ''
    screen.write(`\r${up}\u001b[J`)
    shown = []
  }

  return {
    show(lines) {
      // One column is left free: some terminals break the line when it is full.
      const drawn = lines.map((line) => truncate(line, screen.columns - 1))
      if (!isDrawn || drawn.join('\n') === shown.join('\n')) return
      clear()
      screen.write(drawn.map((line) => styled(screen, 'dim', line)).join('\n'))
      shown = drawn
    },
    clear,
  }
}
