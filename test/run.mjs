// Installs what is missing, checks the types, runs the unit tests and the browser tests, and counts.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { installPackages, root, run } from '../src/build/install.mjs'
import { installEngines } from './split/engines/install.mjs'

const script = (path) => join(root, 'node_modules', path)
installPackages()
await installChromium()
installEngines()

const counts = { passed: 0, failed: 0, skipped: 0 }
const reports = mkdtempSync(join(tmpdir(), 'good-enough-'))
await Promise.all([
  check('layout (npm run format sets it)', [script('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.']),
  check('lint', [script('eslint/bin/eslint.js'), '.']),
  check('types of the engine', [script('typescript/bin/tsc'), '-p', 'src']),
  check('types of the command', [script('typescript/bin/tsc'), '-p', 'src/cli']),
  check('types of the tests', [script('typescript/bin/tsc'), '-p', 'test']),
  check('types of the browser tests', [script('typescript/bin/tsc'), '-p', 'test/browser']),
  check('types of the page', [
    script('svelte-check/bin/svelte-check'),
    '--tsconfig',
    'src/page/tsconfig.json',
    '--fail-on-warnings',
  ]),
])
run(process.execPath, [join(root, 'src/build/build.mjs')], 'Building')
vitest('unit')
vitest('browser')
rmSync(reports, { recursive: true, force: true })
console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0

/** One check that counts as one test. */
async function check(title, parameters) {
  const [status] = await once(spawn(process.execPath, parameters, { cwd: root, stdio: 'inherit' }), 'close')
  console.log(`${status === 0 ? '✓' : '×'} ${title}`)
  counts[status === 0 ? 'passed' : 'failed']++
}

/** Runs a project of vite.config.ts; a run that ends without a report counts as one failure. */
function vitest(project) {
  const report = join(reports, `${project}.json`)
  const { status } = spawnSync(
    process.execPath,
    [
      script('vitest/vitest.mjs'),
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { cwd: root, stdio: 'inherit' },
  )
  const result = existsSync(report)
    ? JSON.parse(readFileSync(report, 'utf8'))
    : { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0 }
  counts.passed += result.numPassedTests
  counts.failed += result.numFailedTests + (status !== 0 && result.numFailedTests === 0 ? 1 : 0)
  counts.skipped += result.numPendingTests
}

/** The system's Chromium if there is one, Debian's package when root, else Playwright's. */
async function installChromium() {
  const { chromium } = await import('playwright-core')
  const folders = (process.env.PATH ?? '').split(delimiter)
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  const candidates = [
    process.env.CHROMIUM,
    ...names.flatMap((name) => folders.map((folder) => join(folder, name))),
    chromium.executablePath(),
  ]
  if (candidates.some((path) => path && existsSync(path))) return
  const isDebianRoot = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  if (isDebianRoot) {
    run('apt-get', ['update', '-qq'], 'Looking up Debian’s Chromium')
    run(
      'apt-get',
      ['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
      'Installing Debian’s Chromium (once)',
    )
  } else {
    run(
      process.execPath,
      [script('playwright-core/cli.js'), 'install', 'chromium'],
      'Installing Playwright’s Chromium (once)',
    )
  }
}
