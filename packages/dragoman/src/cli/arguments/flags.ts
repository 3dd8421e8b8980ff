// What several commands take, said once.

export const CONFIG = {
  type: 'string',
  short: 'c',
  value: 'file',
  about: 'The configuration. Default: DRAGOMAN_CONFIG, or the nearest dragoman.config.json.',
} as const

export const HELP = { type: 'boolean', short: 'h', about: 'Shows this.' } as const

/** What a run takes, whichever command makes it. */
export const RUN_FLAGS = {
  tools: {
    type: 'string',
    short: 't',
    multiple: true,
    value: 'file',
    about: 'A file that exports tools (.ts or .js). May be given again.',
  },
  system: { type: 'string', short: 's', value: 'text', about: 'Instructions before the prompt.' },
  config: CONFIG,
  yes: { type: 'boolean', about: 'Lets calls run that need approval, without a question.' },
  'no-stream': { type: 'boolean', about: 'Asks for whole answers instead of streams.' },
} as const
