/** The package that an import did not find; `undefined` where it failed for another reason. */
export function missingPackage(error: unknown): string | undefined {
  if (codeOf(error) !== 'ERR_MODULE_NOT_FOUND' || !(error instanceof Error)) return undefined
  return MISSING_PACKAGE.exec(error.message)?.[1]
}

/** The code that Node.js gives to what it throws. */
export function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
}

const MISSING_PACKAGE = /^Cannot find package '((?:@[^/']+\/)?[^/']+)/
