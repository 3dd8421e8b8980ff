import { testLaws } from '@dragoman/conformance/vitest'
import { OLLAMA, OLLAMA_VISION } from './subject.ts'

testLaws(OLLAMA)
testLaws(OLLAMA_VISION)
