import type { Rule } from '../rule.ts'
import { TEXTS } from '../text.ts'
import { CACHE } from './cache.ts'
import { CONTENT } from './content.ts'
import { IDENTIFIERS } from './identifiers.ts'
import { PAIRING } from './pairing.ts'
import type { MessagesRequest } from './request.ts'
import { ROLES } from './roles.ts'
import { SETTINGS } from './settings.ts'
import { STRICT } from './strict.ts'
import { THINKING } from './thinking.ts'
import { TOOLS } from './tools.ts'

/** What Messages asks of a request, beyond its types. */
export const MESSAGES_RULES: readonly Rule<MessagesRequest>[] = [
  ...PAIRING,
  ...IDENTIFIERS,
  ...ROLES,
  ...CONTENT,
  ...THINKING,
  ...CACHE,
  ...TEXTS,
  ...TOOLS,
  ...STRICT,
  ...SETTINGS,
]
