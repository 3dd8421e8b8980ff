import { ROOT } from '../root.ts'

/** A mutant of the kit's own tiny wire, as the kit's tests hold it. */
export interface TinyMutant {
  readonly name: string
  readonly law: string
}

const MUTANTS = new URL('packages/conformance/test/mutants/mutants.ts', ROOT)

/** The mutants that the kit is tested with. They are part of its tests, which the package does not export. */
export async function readTinyMutants(): Promise<readonly TinyMutant[]> {
  const { MUTANTS: mutants } = (await import(MUTANTS.href)) as { MUTANTS: readonly TinyMutant[] } // what it exports
  return mutants
}
