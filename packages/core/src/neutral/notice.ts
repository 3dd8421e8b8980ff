/**
 * A machine-readable record that something was changed or dropped to fit a model.
 * It holds ids, names and kinds only, never content.
 */
export interface Notice {
  /** Stable kebab-case name of what happened, such as `foreign-reasoning`. */
  readonly code: string
  /** Where, as a path into the request or the answer, such as `messages[2].parts[0]`. */
  readonly path: string
  readonly action: 'dropped' | 'downgraded' | 'renamed' | 'synthesized' | 'advice'
  readonly from?: string
  readonly to?: string
}
