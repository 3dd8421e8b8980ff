import { DragomanError } from '../neutral/error.ts'
import type { WireEvent } from '../neutral/event.ts'
import type { FitPolicy } from '../neutral/model.ts'
import type { Notice } from '../neutral/notice.ts'
import type { ModelRequest } from '../neutral/request.ts'
import { fitCachePoints } from './cache.ts'
import { requestOf } from './draft.ts'
import { repairHistory } from './history.ts'
import { dropForeignTools } from './hosted.ts'
import { renameForWire } from './names.ts'
import { fitOutput } from './output.ts'
import { fitParts } from './parts.ts'
import { fitPropertyNames } from './property-names.ts'
import { fitSettings } from './settings.ts'
import { fitStrict } from './strict.ts'
import { strictBudget } from './strict-budget.ts'
import type { FitTarget } from './target.ts'
import { quietThinking } from './thinking.ts'

export interface Fitted {
  readonly request: ModelRequest
  readonly notices: readonly Notice[]
  /** Gives an event of the answer the names, ids and arguments of the given request. One answer at a time. */
  readonly restore: (event: WireEvent) => WireEvent
}

/**
 * Changes a request into one that the model takes: parts, history, settings, structured output, schemas of strict tools,
 * cache points, then names and ids. The given request stays as it is, each change is a notice, and a request that
 * already fits comes back itself.
 * Under `strict`, a change is an `unsupported` error instead.
 */
export function fit(request: ModelRequest, target: FitTarget, policy: FitPolicy = 'adjust'): Fitted {
  const notices: Notice[] = []
  const reportGiven = (notice: Notice): void => void notices.push(notice)
  const parts = fitParts(request.messages, target, reportGiven)
  // An empty conversation is the caller's own matter; one that became empty is not.
  const entries = request.messages.length === 0 ? parts : repairHistory(parts, target, reportGiven)
  const { request: own, report } = dropForeignTools(request, target, reportGiven)
  const quiet = quietThinking({ request: own, entries }, target, report)
  const settled = fitSettings(quiet.request, target, report)
  const budget = strictBudget(target.capabilities.strict)
  const asked = fitOutput({ request: settled, entries }, target, budget, report)
  const { request: strict, restore: restoreInput } = fitStrict(asked.draft.request, target, budget, report)
  const { request: named, restore: restoreProperties } = fitPropertyNames(strict, target, report)
  const limited = fitCachePoints({ request: named, entries: asked.draft.entries }, target, report)
  const { draft, restore: restoreNames } = renameForWire(limited, target, report)
  const changes = notices.filter(({ action }) => action !== 'advice')
  if (policy === 'strict' && changes.length > 0) throw unfit(changes, target)
  const restore = (event: WireEvent): WireEvent =>
    asked.restore(restoreInput(restoreProperties(restoreNames(event))))
  return { request: requestOf(draft), notices, restore }
}

function unfit(notices: readonly Notice[], { provider, wire, model }: FitTarget): DragomanError {
  const changes = notices.map(({ code, path, action }) => `${path} would be ${action} (${code})`)
  return new DragomanError(
    'unsupported',
    `${provider}:${model} does not take this request as it is, and fit is 'strict': ${changes.join('; ')}.`,
    { provider, wire },
  )
}
