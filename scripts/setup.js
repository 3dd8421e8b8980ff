// Installs the dependencies before `npm test` and `npm run demo`. JavaScript, because it runs on the Node.js that is
// there; the scripts after it run on the one that it installs.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const OLDEST_NODE = 20
const LOCKFILE = 'pnpm-lock.yaml'
const INSTALLED_LOCKFILE = 'node_modules/.pnpm/lock.yaml'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
requireNode()
if (!isInstalled()) install()

function requireNode() {
  if (Number.parseInt(process.versions.node, 10) >= OLDEST_NODE) return
  fail(
    `This repository needs Node.js ${OLDEST_NODE} or newer, found ${process.versions.node}: install a newer Node.js.`,
  )
}

function isInstalled() {
  if (!existsSync(INSTALLED_LOCKFILE)) return false
  return readFileSync(INSTALLED_LOCKFILE, 'utf8') === readFileSync(LOCKFILE, 'utf8')
}

function install() {
  console.log('Installing the dependencies (less than a minute) …')
  const started = Date.now()
  const command = 'npx --yes pnpm@12 install --frozen-lockfile'
  const { status, error, stdout, stderr } = spawnSync(command, {
    shell: true, // npx is a script on Windows
    encoding: 'utf8',
    env: { ...process.env, npm_config_loglevel: 'error', npm_config_update_notifier: 'false' },
    maxBuffer: Infinity,
  })
  if (status === 0) return console.log(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`)
  fail(
    `${stdout ?? ''}${stderr ?? ''}${error ? `${error.message}\n` : ''}\n"${command}" failed: the reason is above.`,
  )
}

/** @param {string} message */
function fail(message) {
  console.error(message)
  process.exit(1)
}
