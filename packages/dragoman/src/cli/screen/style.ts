import { styleText } from 'node:util'
import type { Screen } from './terminal.ts'

export type Style = 'dim' | 'bold' | 'red' | 'green' | 'yellow' | 'cyan'

/** The text in a style, where the screen takes any. */
export function styled(screen: Screen, style: Style, text: string): string {
  // The screen knows whether it takes colours.
  return screen.hasColour ? styleText(style, text, { validateStream: false }) : text
}
