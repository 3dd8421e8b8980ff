import { models, run } from 'dragoman'
import { cached } from './caching.ts'
import { logged } from './logging.ts'
import { recorded } from './recording.ts'

// The last one stands outside: it is asked first, and sees also what comes from the cache.
const asked = recorded((await models())(), process.argv[2] ?? 'calls.jsonl')
const model = logged(cached(asked))

for (const messages of ['Name a harbour in Portugal.', 'Name a harbour in Portugal.']) {
  const { text } = await run({ model, messages })
  console.log(text)
}
