import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../', import.meta.url))

/** Installs the packages of package-lock.json where they are missing or older than it. */
export function installPackages() {
  const installed = `${root}node_modules/.package-lock.json`
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(`${root}package-lock.json`).mtimeMs) return
  run('npm', ['ci', '--no-audit', '--no-fund'], 'Installing packages (once)')
}

/** Runs a step to its end in the project's folder; where it fails, so does this program. */
export function run(command, parameters, title) {
  console.log(`${title} …`)
  const { status, error } = spawnSync(command, parameters, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32' && command === 'npm',
  })
  if (status === 0) return
  console.error(error ? `${command} could not be started: ${error.message}` : `${title}: ended with status ${status}.`)
  process.exit(1)
}
