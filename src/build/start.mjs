import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { serveFolder } from './serve.mjs'

const root = fileURLToPath(new URL('../../', import.meta.url))

if (!isInstalled()) run('npm', ['ci', '--no-audit', '--no-fund'], 'Installing what the build needs (once)')
run(process.execPath, [`${root}src/build/build.mjs`], 'Building the page')
const { url } = await serveFolder(`${root}dist/site`, { port: Number(process.env.PORT ?? 4173) })
console.log(`\n  Good Enough is at  ${url}\n  Ctrl+C stops it.\n`)

/** Installed, and not before the lock file last changed. */
function isInstalled() {
  const installed = `${root}node_modules/.package-lock.json`
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(`${root}package-lock.json`).mtimeMs
}

function run(command, parameters, title) {
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
