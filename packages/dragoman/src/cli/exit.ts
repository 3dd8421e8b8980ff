/** What a command ends with, for scripts. */
export const EXIT = {
  /** All went well. */
  ok: 0,
  /** The provider failed, or `doctor` found what must be mended. */
  failed: 1,
  /** The command line, the configuration or the tools file is wrong: nothing was sent. */
  usage: 2,
  /** The run ended without an answer: a limit, a refusal, a length, calls that wait for results or a yes. */
  unfinished: 3,
  /** Ctrl-C: 128 and the number of SIGINT. */
  interrupted: 130,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
