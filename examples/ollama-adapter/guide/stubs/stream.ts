import { DragomanError } from '@dragoman/core'

export function decoder(): never {
  throw new DragomanError('unsupported', 'decoder is not written yet.')
}
