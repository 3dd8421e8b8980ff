import type { Subject } from '@dragoman/conformance'
import { decode } from '../stubs/decode.ts'
import { decoder } from '../stubs/stream.ts'
import { subjectWith } from '../subject-with.ts'

export const OLLAMA: Subject = subjectWith({ decode, decoder })
