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
import { REASONING } from './reasoning.ts'
import type { ResponsesRequest } from './request.ts'
import { RESPONSES_SETTINGS } from './settings.ts'

/** What Responses asks of a request, beyond its types. */
export const RESPONSES_RULES: readonly Rule<ResponsesRequest>[] = [
  ...PAIRING,
  ...IDENTIFIERS,
  ...REASONING,
  ...NAMES,
  ...CONTENT,
  ...FILES,
  ...TEXTS,
  ...TOOLS,
  ...TOOL_SCHEMAS,
  ...STRICT,
  ...SETTINGS,
  ...RESPONSES_SETTINGS,
]
