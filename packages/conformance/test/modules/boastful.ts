import { tinyCodec, tinySubject } from '../tiny.ts'

export const TINY = tinySubject(tinyCodec(), { cannotStopFor: ['context-full', 'refusal', 'filtered'] })
