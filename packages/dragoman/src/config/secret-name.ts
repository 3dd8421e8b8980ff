/** Whether what stands under such a key is not to be shown, and not to be written into a file. */
export function isSecretName(name: string | number | undefined): boolean {
  return typeof name === 'string' && /(key|token|secret|password|authorization|cookie)$/i.test(name)
}
