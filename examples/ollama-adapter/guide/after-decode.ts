import { showLaws } from './show-laws.ts'

await showLaws('subjects/after-decode.ts')
