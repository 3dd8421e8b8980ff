import type { Deadlines, Limits, Model } from '@dragoman/core'

/** A model that the configuration describes, with what it says about runs with it. */
export interface ConfiguredModel extends Model {
  readonly defaults: RunDefaults
}

/** What `run` and `streamRun` of this package take from the configuration, where the program does not say otherwise. */
export interface RunDefaults {
  readonly limits?: Partial<Limits>
  readonly deadlines?: Partial<Deadlines>
}

/** What the configuration says about runs with a model; nothing for a model that a program made itself. */
export function defaultsOf(model: Model): RunDefaults {
  return 'defaults' in model ? (model as ConfiguredModel).defaults : {} // only configured models have the field
}
