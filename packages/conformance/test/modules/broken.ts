import { HONEST, tinyCodec, tinySubject } from '../tiny.ts'

export const TINY = tinySubject(tinyCodec({ stop: (word) => ({ ...HONEST.stop(word), raw: null }) }))
