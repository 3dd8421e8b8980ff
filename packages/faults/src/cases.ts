import { neverFigure, type Figure } from './figure.ts'
import { reproduce, type Case, type Pace } from './target.ts'
import { WIRES } from './wires.ts'

/** What must never happen, and what happened. */
export interface Breach<Claim extends string = string> {
  readonly claim: Claim
  readonly detail: string
}

/** Why a case is not as it should be, and what it came to. */
export interface Tried<Claim extends string, Outcome> {
  readonly breaches: readonly Breach<Claim>[]
  readonly outcome: Outcome
}

export interface Trials<Claim extends string, Outcome> {
  /** As in the command that tries one again. */
  readonly name: string
  /** What the cases are called. */
  readonly noun: string
  /** How many are under way at a time. */
  readonly concurrency: number
  readonly claims: readonly Claim[]
  describe(one: Case): string
  attempt(one: Case): Promise<Tried<Claim, Outcome>>
}

/** Tries the chosen cases. Each claim is a figure: in how many of them it was broken. The outcomes are there for others. */
export async function tryCases<Claim extends string, Outcome>(
  cases: readonly Case[],
  { choose, advance }: Pace,
  trials: Trials<Claim, Outcome>,
): Promise<{ readonly figures: readonly Figure[]; readonly outcomes: readonly Outcome[] }> {
  const chosen = choose(cases)
  const outcomes: Outcome[] = []
  const failures: { readonly claim: Claim; readonly line: string }[] = []
  await forEach(chosen, trials.concurrency, async (one) => {
    const { breaches, outcome } = await trials.attempt(one).catch((cause: unknown) => {
      throw new Error(`${trials.describe(one)}: the trial broke.\n${reproduce(one, trials.name)}`, { cause })
    })
    outcomes.push(outcome)
    for (const [claim, found] of Map.groupBy(breaches, (breach) => breach.claim)) {
      const details = found.map(({ detail }) => detail).join('; ')
      failures.push({
        claim,
        line: `${trials.describe(one)}: ${details}\n    ${reproduce(one, trials.name)}`,
      })
    }
    advance(outcomes.length, chosen.length)
  })
  const figures = trials.claims.map((claim) => {
    const lines = failures.filter((failure) => failure.claim === claim).map(({ line }) => line)
    return neverFigure(claim, { count: chosen.length, noun: trials.noun }, lines)
  })
  return { figures, outcomes }
}

/** So many cases, on one wire after the other. */
export function drawnCases(count: number): readonly Case[] {
  return Array.from({ length: count }).flatMap((_, seed) => {
    const wire = WIRES[seed % WIRES.length]
    return wire ? [{ seed, wire }] : []
  })
}

/** Does something with each item, with so many under way at a time. */
export async function forEach<Item>(
  items: readonly Item[],
  concurrency: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = items.values()
  async function workThrough(): Promise<void> {
    for (const item of waiting) await work(item)
  }
  await Promise.all(Array.from({ length: concurrency }, workThrough))
}
