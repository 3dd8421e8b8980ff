import type { Effort, ModelRequest, Settings } from '../neutral/request.ts'
import type { FitTarget, Report } from './target.ts'
import { isThinking } from './thinking.ts'

/** Fits everything but the messages: tools, the choice among them, settings. */
export function fitSettings(request: ModelRequest, target: FitTarget, report: Report): ModelRequest {
  return RULES.reduce((fitted, rule) => rule(fitted, target, report), request)
}

/** One rule of fitting: pure, and silent where it changes nothing. */
type Rule = (request: ModelRequest, target: FitTarget, report: Report) => ModelRequest

const RULES: readonly Rule[] = [
  dropSampling,
  limitTemperature,
  limitStop,
  raiseOutputTokens,
  nearestEffort,
  limitEffortWithTools,
  dropReasoningSetting,
  dropSamplingWhileThinking,
  dropSecondSampling,
  relaxToolChoice,
  relaxParallelCalls,
  adviseReasoningWire,
]

const SAMPLING = ['temperature', 'topP', 'stop', 'seed'] as const

function dropSampling(...[request, target, report]: Parameters<Rule>): ModelRequest {
  const { sampling } = target.capabilities
  return drop(
    SAMPLING.filter((name) => !sampling.includes(name)),
    request,
    report,
  )
}

function drop(
  refused: readonly (typeof SAMPLING)[number][],
  request: ModelRequest,
  report: Report,
): ModelRequest {
  const given = refused.filter((name) => request.settings[name] !== undefined)
  if (given.length === 0) return request
  for (const name of given) {
    report({ code: 'unsupported-setting', path: `settings.${name}`, action: 'dropped', from: name })
  }
  const kept = Object.entries(request.settings).filter(([name]) => !given.some((other) => other === name))
  return { ...request, settings: Object.fromEntries(kept) as Settings } // a subset of the same optional fields
}

function limitTemperature(...[request, target, report]: Parameters<Rule>): ModelRequest {
  const { temperature = 0 } = request.settings
  const { maxTemperature: most = Infinity } = target.capabilities
  if (temperature <= most) return request
  const change = { action: 'downgraded', from: `${temperature}`, to: `${most}` } as const
  report({ code: 'setting-range', path: 'settings.temperature', ...change })
  return { ...request, settings: { ...request.settings, temperature: most } }
}

// What was asked for first stays.
function limitStop(...[request, target, report]: Parameters<Rule>): ModelRequest {
  const { stop, ...rest } = request.settings
  if (stop === undefined) return request
  const { blankText, stopTexts = Infinity } = target.capabilities
  const taken = stop.filter((text) => blankText || text.trim() !== '').slice(0, stopTexts)
  if (taken.length === stop.length) return request
  const change = { action: 'dropped', from: `${stop.length}`, to: `${taken.length}` } as const
  report({ code: 'unsupported-stop', path: 'settings.stop', ...change })
  return { ...request, settings: taken.length === 0 ? rest : { ...rest, stop: taken } }
}

function raiseOutputTokens(...[request, target, report]: Parameters<Rule>): ModelRequest {
  const { maxOutputTokens: asked } = request.settings
  const { minOutputTokens: least = 0 } = target.capabilities
  if (asked === undefined || asked >= least) return request
  const change = { action: 'downgraded', from: `${asked}`, to: `${least}` } as const
  report({ code: 'setting-range', path: 'settings.maxOutputTokens', ...change })
  return { ...request, settings: { ...request.settings, maxOutputTokens: least } }
}

const EFFORTS: readonly Effort[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']

function nearestEffort(...[request, target, report]: Parameters<Rule>): ModelRequest {
  const { effort: asked, ...rest } = request.settings
  const levels = target.capabilities.effort
  if (asked === undefined || levels.includes(asked)) return request
  const distance = (level: Effort): number => Math.abs(EFFORTS.indexOf(level) - EFFORTS.indexOf(asked))
  const nearest = levels.toSorted((a, b) => distance(a) - distance(b))[0]
  if (nearest === undefined) {
    report({ code: 'unsupported-setting', path: 'settings.effort', action: 'dropped', from: asked })
    return { ...request, settings: rest }
  }
  report({ code: 'nearest-effort', path: 'settings.effort', action: 'downgraded', from: asked, to: nearest })
  return { ...request, settings: { ...rest, effort: nearest } }
}

function limitEffortWithTools(...[request, target, report]: Parameters<Rule>): ModelRequest {
  const { effort, ...rest } = request.settings
  const { effortWithTools } = target.capabilities
  const needed = effortWithTools === 'none' ? 'none' : undefined
  if (effortWithTools === undefined || request.tools.length === 0 || effort === needed) return request
  const code = 'effort-with-tools'
  const path = 'settings.effort'
  report({ code, path, action: 'downgraded', ...(effort && { from: effort }), to: effortWithTools })
  return { ...request, settings: needed ? { ...rest, effort: needed } : rest }
}

function dropReasoningSetting(...[request, target, report]: Parameters<Rule>): ModelRequest {
  const { reasoning, ...rest } = request.settings
  if (reasoning === undefined || target.capabilities.reasoning.includes(reasoning)) return request
  report({ code: 'unsupported-setting', path: 'settings.reasoning', action: 'dropped', from: reasoning })
  return { ...request, settings: rest }
}

// What the model takes then counts: an effort that it does not have is gone by now.
function dropSamplingWhileThinking(...[request, target, report]: Parameters<Rule>): ModelRequest {
  const { samplingWhileThinking: ranges = {} } = target.capabilities
  if (!isThinking(request.settings)) return request
  const refused = (['temperature', 'topP'] as const).filter((name) => {
    const [least, most] = ranges[name] ?? [-Infinity, Infinity]
    const value = request.settings[name] ?? least
    return value < least || value > most
  })
  return drop(refused, request, report)
}

function dropSecondSampling(...[request, target, report]: Parameters<Rule>): ModelRequest {
  const isTaken = target.capabilities.samplingTogether ?? true
  return isTaken || request.settings.temperature === undefined ? request : drop(['topP'], request, report)
}

function relaxToolChoice(...[request, target, report]: Parameters<Rule>): ModelRequest {
  const { toolChoice } = request
  if (toolChoice === 'auto' || toolChoice === 'none') return request
  if (takesForcedChoice(request, target) && hasChosen(request)) return request
  const from = typeof toolChoice === 'string' ? toolChoice : toolChoice.tool
  report({ code: 'unsupported-tool-choice', path: 'toolChoice', action: 'downgraded', from, to: 'auto' })
  return { ...request, toolChoice: 'auto' }
}

/** Whether the model may be made to call a tool. */
export function takesForcedChoice(
  { settings }: Pick<ModelRequest, 'settings'>,
  { capabilities: { forcedToolChoice } }: FitTarget,
): boolean {
  return forcedToolChoice === 'yes' || (forcedToolChoice === 'without-thinking' && !isThinking(settings))
}

// A hosted tool may have been dropped.
function hasChosen({ tools, toolChoice }: ModelRequest): boolean {
  return typeof toolChoice === 'string'
    ? tools.length > 0
    : tools.some((tool) => tool.name === toolChoice.tool)
}

function relaxParallelCalls(...[request, target, report]: Parameters<Rule>): ModelRequest {
  if (request.parallelToolCalls !== false || target.capabilities.parallelToolCalls) return request
  report({ code: 'unsupported-setting', path: 'parallelToolCalls', action: 'dropped' })
  const { parallelToolCalls: _dropped, ...rest } = request
  return rest
}

function adviseReasoningWire(...[request, target, report]: Parameters<Rule>): ModelRequest {
  const { reasoningWire } = target.capabilities
  if (reasoningWire === undefined || request.tools.length === 0) return request
  report({
    code: 'reasoning-not-kept',
    path: 'model',
    action: 'advice',
    from: target.wire,
    to: reasoningWire,
  })
  return request
}
