import { serve } from './serve.ts'

// Whatever ends the parent, even a kill, closes the channel: no server outlives its bench.
process.once('disconnect', () => process.exit())

const { origin } = await serve(Number(process.argv[2]))
process.send?.(origin)
