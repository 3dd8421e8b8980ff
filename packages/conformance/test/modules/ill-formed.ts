import { tinyCodec, tinySubject } from '../tiny.ts'

const { answers: _answers, ...subject } = tinySubject(tinyCodec())

export const TINY = { ...subject, model: 'tiny-1', fixtures: [], judge: null }
