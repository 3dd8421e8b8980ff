import type { Subject } from '@dragoman/conformance'
import { decoder } from '../stubs/stream.ts'
import { subjectWith } from '../subject-with.ts'

export const OLLAMA: Subject = subjectWith({ decoder })
