import type { Capabilities } from '../neutral/capabilities.ts'
import type { Origin } from '../neutral/message.ts'
import type { Notice } from '../neutral/notice.ts'

/** The model that a request is fitted to. */
export interface FitTarget extends Pick<Origin, 'provider' | 'wire' | 'model'> {
  readonly capabilities: Capabilities
}

/** Takes what was changed. */
export type Report = (notice: Notice) => void
