import { DragomanError } from '@dragoman/core'

export function encode(): never {
  throw new DragomanError('unsupported', 'encode is not written yet.')
}
