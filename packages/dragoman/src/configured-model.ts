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
  // A program without types may give anything: the run says what is wrong with it.
  const isConfigured = typeof model === 'object' && model !== null && 'defaults' in model
  return isConfigured ? (model as ConfiguredModel).defaults : {} // only configured models have the field
}
