// Installs what is missing; checks layout, lint and types and builds; runs all tests; counts.
// `npm test -- --thorough`: property tests draw many more examples. `npm run check`: layout, lint and types only.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { installPackages, root, run } from '../src/build/install.mjs'
import { installEngines } from './split/engines/install.mjs'

const script = (path) => join(root, 'node_modules', path)
const startedMs = Date.now()
const isCheck = process.argv.includes('--check')
installPackages()
if (!isCheck) {
  await installChromium()
  installEngines()
}

const counts = { passed: 0, failed: 0, skipped: 0 }
const tsc = (project) => [script('typescript-native/bin/tsc'), '-p', project]
// The longest first, as many at a time as the machine has cores.
const steps = [
  ...(isCheck ? [] : [() => build()]),
  () =>
    check('types of the page', [
      script('svelte-check/bin/svelte-check'),
      '--tsconfig',
      'src/page/tsconfig.json',
      '--fail-on-warnings',
    ]),
  () => check('lint', [script('eslint/bin/eslint.js'), '.']),
  () => check('types of the tests', tsc('test')),
  () =>
    check('layout (npm run format sets it)', [script('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.']),
  () => check('types of the engine', tsc('src')),
  () => check('types of the workers', tsc('src/worker')),
  () => check('types of the command', tsc('src/cli')),
  () => check('types of the page’s tests', tsc('test/page')),
  () => check('types of the browser tests', tsc('test/browser')),
  () => check('types of the benchmark', tsc('test/bench')),
]
await Promise.all(
  Array.from({ length: availableParallelism() }, async () => {
    for (let step = steps.shift(); step !== undefined; step = steps.shift()) await step()
  }),
)
if (!isCheck) await vitest()
const minutes = ((Date.now() - startedMs) / 60_000).toFixed(1)
console.log(`\nIn ${minutes} minutes:\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0

/** Builds what the tests run and open; ends the program where that fails. */
async function build() {
  if ((await ended([join(root, 'src/build/build.mjs')])) === 0) return
  console.error('The build failed.')
  process.exit(1)
}

/** One check that counts as one test. */
async function check(title, parameters) {
  const isPassed = (await ended(parameters)) === 0
  console.log(`${isPassed ? '✓' : '×'} ${title}`)
  counts[isPassed ? 'passed' : 'failed']++
}

/** Runs all projects of vite.config.ts; a run that ends without a report counts as one failure. */
async function vitest() {
  const folder = mkdtempSync(join(tmpdir(), 'good-enough-'))
  const report = join(folder, 'report.json')
  const status = await ended(
    [script('vitest/vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    process.argv.includes('--thorough') ? { THOROUGH: '1' } : {},
  )
  const result = existsSync(report)
    ? JSON.parse(readFileSync(report, 'utf8'))
    : { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0 }
  rmSync(folder, { recursive: true, force: true })
  counts.passed += result.numPassedTests
  counts.failed += result.numFailedTests + (status !== 0 && result.numFailedTests === 0 ? 1 : 0)
  counts.skipped += result.numPendingTests
}

/** Runs a script in the project's folder, and gives its exit status. */
async function ended(parameters, environment = {}) {
  const child = spawn(process.execPath, parameters, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  })
  const [status] = await once(child, 'close')
  return status
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
