import type { Alphabet, Capabilities, ModelRequest, SamplingSetting, Settings } from '@dragoman/core'
import { set } from './capability-requests.ts'

/** What shows that a model has a capability, or that it lacks it. */
export interface CapabilityRow {
  readonly name: string
  /** Whether a model with these capabilities says that it has this one. */
  readonly isDeclared: (capabilities: Capabilities) => boolean
  /** A request that needs it. */
  readonly needs: (capabilities: Capabilities) => ModelRequest
  /** Requests that do not, or that need another of its kind: none may be sent as the same. */
  readonly unlike: (capabilities: Capabilities) => readonly ModelRequest[]
  /** The codes of notices that tell that a model lacks it. */
  readonly notices: readonly string[]
}

export function row(
  name: string,
  isDeclared: CapabilityRow['isDeclared'],
  notices: readonly string[],
  needs: ModelRequest,
  unlike: ModelRequest,
): CapabilityRow {
  return { name, isDeclared, needs: () => needs, unlike: () => [unlike], notices }
}

export function samplingRow(name: SamplingSetting, settings: Settings): CapabilityRow {
  return row(name, ({ sampling }) => sampling.includes(name), ['unsupported-setting'], set(settings), set({}))
}

// Two names that nearly every alphabet takes or refuses, so that what a model says of it is seen both ways.
export function alphabetRows(
  what: string,
  notice: string,
  alphabetOf: (capabilities: Capabilities) => Alphabet | undefined,
  needs: (name: string) => ModelRequest,
): readonly CapabilityRow[] {
  const names = { longest: longestOf, 'too long': tooLongOf, odd: () => 'grüße.2' }
  return Object.entries(names).map(([kind, nameOf]) => {
    const named = (capabilities: Capabilities): string => nameOf(alphabetOf(capabilities))
    return {
      name: `${kind} ${what}`,
      isDeclared: (capabilities) => isOf(alphabetOf(capabilities), named(capabilities)),
      needs: (capabilities) => needs(named(capabilities)),
      unlike: () => [needs('a')],
      notices: [notice],
    }
  })
}

const LONG = 1_000

function longestOf(alphabet: Alphabet | undefined): string {
  return 'a'.repeat(Math.min(alphabet?.max ?? LONG, LONG))
}

function tooLongOf(alphabet: Alphabet | undefined): string {
  return 'a'.repeat((alphabet?.max ?? LONG) + 1)
}

function isOf(alphabet: Alphabet | undefined, name: string): boolean {
  if (!alphabet) return true
  return name.length <= alphabet.max && new RegExp(alphabet.pattern, 'u').test(name)
}
