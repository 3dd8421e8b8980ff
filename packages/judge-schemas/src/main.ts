import { writeFileSync } from 'node:fs'
import { generateSchemas } from './generate.ts'

for (const { path, text } of generateSchemas()) writeFileSync(path, text)
