import { showLaws } from './show-laws.ts'

await showLaws('../test/subject.ts')
