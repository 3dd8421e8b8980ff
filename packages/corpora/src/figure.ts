/** What was measured on a corpus. */
export interface Figure {
  /** How many are as they must be, of how many. */
  readonly right: number
  readonly of: number
  /** How many there are, where only a part was measured. */
  readonly all?: number
  /** Other numbers, by what they count. */
  readonly counts?: Readonly<Record<string, number>>
  /** What is not as it must be, each in a line. */
  readonly wrong: readonly string[]
}

/** How much is measured, and who is told. */
export interface Pace {
  /** Of so many, one is measured. All, where it is 1. */
  readonly every: number
  readonly advance: (done: number, of: number) => void
}

/** Examines items one after another. Of each come the lines that say what is wrong with it. */
export async function examine<Item>(
  items: readonly Item[],
  { every, advance }: Pace,
  find: (item: Item) => readonly string[] | Promise<readonly string[]>,
): Promise<Figure> {
  const chosen = items.filter((_, at) => at % every === 0)
  const faults: (readonly string[])[] = []
  for (const item of chosen) {
    faults.push(await find(item))
    advance(faults.length, chosen.length)
  }
  const right = faults.filter((lines) => lines.length === 0).length
  return { right, of: faults.length, all: items.length, wrong: faults.flat() }
}

/** The figure of all, where the rest is as the part that was measured: nothing wrong was found in it. */
export function wholeOf(figure: Figure): Figure {
  const { right, of, all = of } = figure
  return { ...figure, right: right + all - of, of: all }
}

/** How often each text stands in a list, in the order of the texts. */
export function countBy(texts: readonly string[]): Readonly<Record<string, number>> {
  const groups = Map.groupBy(texts.toSorted(), (text) => text)
  return Object.fromEntries([...groups].map(([text, all]) => [text, all.length]))
}

/** Every item with every other list's. */
export function pairs<One, Other>(
  ones: readonly One[],
  others: readonly Other[],
): readonly (readonly [One, Other])[] {
  return ones.flatMap((one) => others.map((other) => [one, other] as const))
}
