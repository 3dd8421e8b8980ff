import type { Path } from './problem.ts'

/** Whether what stands under such a key is not to be shown, and not to be written into a file. */
export function isSecretName(name: string | number | undefined): boolean {
  return typeof name === 'string' && /(key|token|secret|password|authorization|cookie)$/i.test(name)
}

/** Whether a text stands under such a key, or in a list under one. */
export function isUnderSecretName(path: Path): boolean {
  return isSecretName(path.findLast((step) => typeof step === 'string'))
}
