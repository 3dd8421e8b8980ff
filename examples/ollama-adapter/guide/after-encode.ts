import { showLaws } from './show-laws.ts'

await showLaws(['encode', 'decodeError'])
