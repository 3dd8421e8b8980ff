import { FILES } from '../openai/files.ts'
import { NAMES } from '../openai/names.ts'
import { SETTINGS } from '../openai/settings.ts'
import { STRICT } from '../openai/strict.ts'
import { TOOL_SCHEMAS } from '../openai/tool-schema.ts'
import { TOOLS } from '../openai/tools.ts'
import type { Rule } from '../rule.ts'
import { TEXTS } from '../text.ts'
import { CONTENT } from './content.ts'
import { IDENTIFIERS } from './identifiers.ts'
import { PAIRING } from './pairing.ts'
import type { ChatRequest } from './request.ts'
import { CHAT_SETTINGS } from './settings.ts'

/** What Chat Completions asks of a request, beyond its types. */
export const CHAT_RULES: readonly Rule<ChatRequest>[] = [
  ...PAIRING,
  ...IDENTIFIERS,
  ...NAMES,
  ...CONTENT,
  ...FILES,
  ...TEXTS,
  ...TOOLS,
  ...TOOL_SCHEMAS,
  ...STRICT,
  ...SETTINGS,
  ...CHAT_SETTINGS,
]
