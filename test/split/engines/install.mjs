// Installs what runs the snippets where it is missing: DuckDB from npm and, for root on Debian, PostgreSQL and pandas.
// Where that fails, or nobody may, the tests of that engine skip, and say so.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('./', import.meta.url))

export function installEngines() {
  if (!existsSync(`${folder}node_modules`))
    attempt('npm', ['ci', '--prefix', folder, '--no-audit', '--no-fund'], 'Installing DuckDB (once)')
  const packages = [
    ...(existsSync('/usr/lib/postgresql') ? [] : ['postgresql']),
    ...(spawnSync('/usr/bin/python3', ['-c', 'import pandas']).status === 0 ? [] : ['python3-pandas']),
  ]
  if (packages.length === 0 || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return
  attempt('apt-get', ['update', '-qq'], 'Looking up Debian’s packages')
  attempt(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', ...packages],
    `Installing Debian’s ${packages.join(' and ')} (once)`,
  )
}

function attempt(command, parameters, title) {
  console.log(`${title} …`)
  const { status } = spawnSync(command, parameters, {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (status !== 0) console.log(`${title}: did not work.`)
}
