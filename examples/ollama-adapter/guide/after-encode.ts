import { showLaws } from './show-laws.ts'

await showLaws('subjects/after-encode.ts')
