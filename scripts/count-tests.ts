// Prints "passed failed skipped" from the JSON report of vitest that the first argument names.
import { readFile } from 'node:fs/promises'

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly testResults: readonly TestFile[]
}

interface TestFile {
  readonly status: 'passed' | 'failed'
  readonly assertionResults: readonly { readonly status: string }[]
}

const report: Report = JSON.parse(await readFile(process.argv[2] ?? '', 'utf8'))
const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = report
const failed = numFailedTests + testResults.filter(brokeOutsideItsTests).length
console.log(numPassedTests, failed, numPendingTests + numTodoTests)

/** A file that did not load, or a hook that threw: no single test failed. */
function brokeOutsideItsTests({ status, assertionResults }: TestFile): boolean {
  return status === 'failed' && assertionResults.every((test) => test.status !== 'failed')
}
