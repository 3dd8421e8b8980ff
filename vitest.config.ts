import { defineConfig } from 'vitest/config'

// Tests of real recordings read ../shared, or the folder that DRAGOMAN_CORPORA names; without it they are skipped.
export default defineConfig({
  // The packages' sources stand in for their builds; the rest are Vite's own conditions for a server.
  ssr: { resolve: { conditions: ['source', 'module', 'node', 'development|production'] } },
  test: {
    globalSetup: ['scripts/tell-corpora.ts'],
    include: [
      'architecture.test.ts',
      'scripts/**/*.test.ts',
      'packages/*/test/**/*.test.ts',
      'examples/**/*.test.ts',
    ],
    maxWorkers: 2,
    testTimeout: 30_000,
    sequence: { shuffle: { files: false, tests: true } },
  },
})
