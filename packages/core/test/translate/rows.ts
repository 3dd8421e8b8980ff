import { expect, test } from 'vitest'
import { fit, type Capabilities, type Message, type ModelRequest, type Notice } from '@dragoman/core'
import { failureOf } from '../collect.ts'
import { freeze } from '../freeze.ts'
import { requestOf, targetOf } from './conversation.ts'

/** A history, and what is sent of it. */
export interface HistoryRow {
  /** A sentence, with the numbers of its cases in EDGE-CASES.md. */
  readonly what: string
  readonly takes?: Partial<Capabilities>
  readonly given: readonly Message[]
  /** Default: the very same request. */
  readonly sent?: readonly Message[]
  readonly notices?: readonly Notice[]
}

/** Tests that each row is true: as it stands, under `strict`, and of what was sent once more. */
export function testHistories(rows: readonly HistoryRow[]): void {
  test.each(rows)('$what', ({ takes, given, sent, notices = [] }) => {
    const target = targetOf(takes)
    const request: ModelRequest = freeze(requestOf(given))
    const fitted = fit(request, target)
    expect({ sent: fitted.request.messages, notices: fitted.notices }).toEqual({
      sent: sent ?? given,
      notices,
    })
    if (!sent) expect(fitted.request).toBe(request)
    expect(fit(freeze(fitted.request), target)).toMatchObject({ request: fitted.request, notices: [] })
  })

  test.each(rows)("under 'strict', it is refused or goes as it is: $what", async ({ takes, given, sent }) => {
    const request = requestOf(given)
    const fitting = Promise.resolve().then(() => fit(request, targetOf(takes), 'strict').request)
    if (sent) expect(await failureOf(fitting)).toMatchObject({ code: 'unsupported' })
    else expect(await fitting).toBe(request)
  })
}
