import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

/** Runs an example as its reader would: in a process of its own, with nothing but the given environment and what is typed. */
export async function spawnExample(
  file: string,
  environment: Readonly<Record<string, string>>,
  flags: readonly string[] = [],
  typed = '',
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const path = fileURLToPath(new URL(file, import.meta.url))
  const child = spawn(process.execPath, ['--conditions=source', path, ...flags], {
    env: environment,
    stdio: 'pipe',
  })
  // A program may end before it reads what was typed.
  child.stdin.on('error', () => undefined).end(typed)
  const closed = new Promise<number | null>((resolve, reject) =>
    child.on('close', resolve).on('error', reject),
  )
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), closed])
  return { code, stdout, stderr }
}
