import type { Environment } from '../../src/config/environment.ts'
import { models } from '../../src/models.ts'
import { withProject, type ProjectFiles } from './project.ts'

/** A configuration that cannot be used, and all that is said about it. */
export interface Broken extends ProjectFiles {
  readonly kind: string
  /** The text of its dragoman.config.json. */
  readonly text?: string
  /** Default: no variable is set. */
  readonly environment?: Environment
  /** The model that is asked for, where the fault shows no earlier; `''` is the model where none is named. */
  readonly ask?: string
  readonly message: string
}

/** Uses a configuration as a program would; what it throws. */
export async function breakWith({
  text,
  files,
  links = {},
  environment = {},
  ask,
}: Omit<Broken, 'kind' | 'message'>): Promise<unknown> {
  const written = { ...files, ...(text !== undefined && { 'dragoman.config.json': text }) }
  return await withProject({ files: written, links }, async (directory) => {
    try {
      const provide = await models({ directory, environment })
      if (ask !== undefined) provide(ask === '' ? undefined : ask)
      return undefined
    } catch (error) {
      return error
    }
  })
}
