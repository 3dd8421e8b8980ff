import { HONEST, tinyCodec, tinySubject } from '../tiny.ts'

const MANY_WORDS = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`word${at}`, at]))

export const TINY = tinySubject(tinyCodec({ stop: (word) => ({ ...HONEST.stop(word), detail: MANY_WORDS }) }))
