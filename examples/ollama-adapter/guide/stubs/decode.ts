import { DragomanError } from '@dragoman/core'

export function decode(): never {
  throw new DragomanError('unsupported', 'decode is not written yet.')
}
