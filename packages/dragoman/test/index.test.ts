import * as core from '@dragoman/core'
import * as dragoman from 'dragoman'
import { expect, test } from 'vitest'

test('the front door gives everything that core gives', () => {
  const missing = Object.keys(core).filter((name) => !(name in dragoman))
  expect(missing).toEqual([])
})

test('only run and streamRun are the front door’s own in place of core’s', () => {
  const own = Object.entries(core).filter(
    ([name, value]) => value !== new Map(Object.entries(dragoman)).get(name),
  )
  expect(own.map(([name]) => name)).toEqual(['run', 'streamRun'])
})
