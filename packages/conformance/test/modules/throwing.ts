import { readFixtures } from '@dragoman/conformance'

export const FIXTURES = readFixtures(new URL('nowhere', import.meta.url))
