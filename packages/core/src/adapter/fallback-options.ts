import { DragomanError, type ErrorCode } from '../neutral/error.ts'
import { isJsonObject } from '../neutral/json.ts'
import type { StopReason } from '../neutral/message.ts'
import type { Model } from '../neutral/model.ts'

/** Why the next model is asked. */
export type FallbackReason =
  | 'rate-limit'
  | 'overloaded'
  | 'server'
  | 'network'
  | 'timeout'
  | 'quota'
  | 'context-full'
  | 'refusal'

export interface FallbackOptions {
  /** On what the next model is asked. Merged over the default: all but `refusal`. */
  readonly on?: Partial<Readonly<Record<FallbackReason, boolean>>>
  /** How long a model that failed rests, in milliseconds, where its server did not say. Default 30,000. */
  readonly cooldownMs?: number
  /**
   * Whether the next model is also asked where some of the answer is out: then `attempt-discarded` says that it is void.
   * Default `false`.
   */
  readonly restart?: boolean
  /** How often a model is asked while there is another one: to switch is faster than to wait. Default 1. */
  readonly attempts?: number
}

/** What a fallback does, complete and checked. */
export interface FallbackPlan {
  readonly on: Readonly<Record<FallbackReason, boolean>>
  readonly cooldownMs: number
  readonly restart: boolean
  readonly attempts: number
}

/** A failure and an ending that mean the same to a fallback. */
export const REASONS_OF_CODES: Readonly<Record<ErrorCode, FallbackReason | undefined>> = {
  'rate-limit': 'rate-limit',
  overloaded: 'overloaded',
  server: 'server',
  // A server that does not speak its wire is broken.
  'bad-response': 'server',
  network: 'network',
  'cut-stream': 'network',
  timeout: 'timeout',
  quota: 'quota',
  'context-full': 'context-full',
  'content-policy': 'refusal',
  // The same mistake would be made with the next model, or is one that somebody should see.
  config: undefined,
  unsupported: undefined,
  'invalid-request': undefined,
  'too-large': undefined,
  conflict: undefined,
  auth: undefined,
  permission: undefined,
  'not-found': undefined,
  aborted: undefined,
  'output-invalid': undefined,
}

export const REASONS_OF_STOPS: Readonly<Partial<Record<StopReason, 'refusal' | 'context-full'>>> = {
  refusal: 'refusal',
  filtered: 'refusal',
  'context-full': 'context-full',
}

/** Whether the reason is about the model, or about what it was asked: then it does not rest. */
export const IS_ABOUT_MODEL: Readonly<Record<FallbackReason, boolean>> = {
  'rate-limit': true,
  overloaded: true,
  server: true,
  network: true,
  timeout: true,
  quota: true,
  'context-full': false,
  refusal: false,
}

const DEFAULTS: FallbackPlan = {
  on: {
    'rate-limit': true,
    overloaded: true,
    server: true,
    network: true,
    timeout: true,
    quota: true,
    'context-full': true,
    refusal: false,
  },
  cooldownMs: 30_000,
  restart: false,
  attempts: 1,
}

/** Merges the given options over the defaults. Throws `config` for what is none. */
export function planFallback(given: FallbackOptions = {}): FallbackPlan {
  checkObjects(given)
  const plan = { ...DEFAULTS, ...known(given), on: { ...DEFAULTS.on, ...known(given.on) } }
  checkNames(plan, DEFAULTS, 'option of fallback()')
  checkNames(plan.on, DEFAULTS.on, 'reason of fallback({ on })')
  for (const [name, value] of Object.entries({ ...plan.on, restart: plan.restart })) {
    if (typeof value === 'boolean') continue
    throw config(`${name} of fallback() is ${show(value)}: give true or false.`)
  }
  for (const [name, least] of [['cooldownMs', 0] as const, ['attempts', 1] as const]) {
    if (typeof plan[name] === 'number' && plan[name] >= least) continue
    throw config(`${name} of fallback() is ${show(plan[name])}: give a number from ${least} up.`)
  }
  return plan
}

/** Throws `config` for what is no list of models. */
export function checkModels(models: readonly Model[]): void {
  if (!Array.isArray(models) || models.length === 0) {
    throw config(`fallback() takes a list of models: give at least one; found ${show(models)}.`)
  }
  const other = models.findIndex((model: Partial<Model> | undefined) => typeof model?.call !== 'function')
  if (other === -1) return
  throw config(
    `models[${other}] of fallback() is no model: give one as a provider makes it, such as registry({ … })("provider:model"); found ${show(models[other])}.`,
  )
}

// A program without types may give anything.
function checkObjects(given: FallbackOptions): void {
  if (!isJsonObject(given)) throw config(`The options of fallback() are ${show(given)}: give an object.`)
  const { on } = given
  if (on === undefined || isJsonObject(on)) return
  throw config(`on of fallback() is ${show(on)}: give an object, such as { refusal: true }.`)
}

function checkNames(given: object, defaults: object, what: string): void {
  const name = Object.keys(given).find((each) => !Object.hasOwn(defaults, each))
  if (name === undefined) return
  throw config(`"${name}" is no ${what}: there are ${Object.keys(defaults).join(', ')}.`)
}

function known(options: object = {}): object {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
}

function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  return value === null || typeof value !== 'object' ? String(value) : 'an object'
}

function config(message: string): DragomanError {
  return new DragomanError('config', message)
}
