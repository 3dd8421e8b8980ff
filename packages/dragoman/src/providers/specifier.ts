/** How an adapter is named: a package, or a file of the project. */
export type Specifier =
  | { readonly kind: 'package'; readonly name: string; readonly specifier: string }
  | { readonly kind: 'file'; readonly specifier: string }

/** Reads what stands under `adapter`. A refused one is a file. */
export function readSpecifier(specifier: string): Specifier {
  const name = PACKAGE.exec(specifier)?.[1]
  return name === undefined ? { kind: 'file', specifier } : { kind: 'package', name, specifier }
}

// As npm takes new names: https://docs.npmjs.com/cli/configuring-npm/package-json#name
const PACKAGE = /^((?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*)(?:\/[\w./~-]+)?$/

/** Why nothing is loaded from there, and what to write. */
export function refusedSpecifier(
  specifier: string,
): { readonly message: string; readonly remedy: string } | undefined {
  // Without the address itself: it may hold a password.
  const scheme = /^[a-z][a-z0-9+.-]+:/i.exec(specifier)?.[0]
  if (scheme !== undefined) {
    return {
      message: `is an address (${scheme}), and no code is loaded from one`,
      remedy: 'Install the package with npm, and give its name.',
    }
  }
  if (/^(\/|\\|[a-z]:[/\\])/i.test(specifier)) {
    return {
      message: `is an absolute path, found ${JSON.stringify(specifier)}`,
      remedy: 'Give the name of an installed package, or a file of the project that begins with "./".',
    }
  }
  if (/^\.\.?[/\\]/.test(specifier) || PACKAGE.test(specifier)) return undefined
  return {
    message: `is not the name of a package, found ${JSON.stringify(specifier)}`,
    remedy: specifier.slice(1).includes('@')
      ? 'Give the name without a version: package.json says which one.'
      : 'Give the name of an installed package, or a file of the project that begins with "./".',
  }
}
