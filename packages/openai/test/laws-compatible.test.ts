import { testLaws } from '@dragoman/conformance/vitest'
import { COMPATIBLE } from './compatible.ts'

testLaws(COMPATIBLE)
