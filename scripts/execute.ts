import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { stripVTControlCharacters } from 'node:util'

const QUIET = { npm_config_loglevel: 'error', npm_config_update_notifier: 'false', NO_COLOR: '1' }

/** Runs a command without a terminal and gives what it printed. Throws where it fails, or takes too long. */
export async function execute(
  command: string,
  given: readonly string[],
  folder: string,
  timeoutMs: number = 40_000,
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const child = spawn(command, given, {
    cwd: folder,
    env: { ...process.env, ...QUIET, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that what npm starts ends with it.
    detached: true,
  })
  const kill = (): void => killGroup(child.pid)
  process.once('exit', kill)
  // A registry that does not answer must fail a check, not hold it.
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    kill()
  }, timeoutMs)
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  try {
    const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exited])
    if (code === 0) return stdout
    const reason = isLate ? `took more than ${timeoutMs / 1000} s` : 'failed'
    const printed = stripVTControlCharacters(`${stdout}${stderr}`).trim()
    throw new Error(`${command} ${given.join(' ')} ${reason}:\n${printed}`)
  } finally {
    clearTimeout(timer)
    process.off('exit', kill)
  }
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It ended by itself.
  }
}

/** What went wrong, as a text: nothing, when nothing did. */
export async function problemsOf(execution: Promise<unknown>): Promise<readonly string[]> {
  try {
    await execution
    return []
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}
