// Installs what is missing, then measures. See `benchmark.mjs`, `evaluation.mjs` for `--evaluate`, `page.mjs` for `--page`,
// `containers.mjs` for `--containers` and `replicates.mjs` for `--gpu`.
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { installPackages, root, run } from '../../src/build/install.mjs'

const argv = process.argv.slice(2)
installPackages()
if (argv.includes('--gpu')) {
  const { benchmarkReplicates } = await import('./replicates.mjs')
  process.exit(await benchmarkReplicates(argv))
}

if (argv.includes('--containers')) {
  const { benchmarkContainers } = await import('./containers.mjs')
  process.exit(await benchmarkContainers(argv))
}

if (argv.includes('--page')) {
  const { benchmarkPage } = await import('./page.mjs')
  process.exit(await benchmarkPage(argv))
}

const installed = join(root, 'test/bench/node_modules/.package-lock.json')
const isCurrent =
  existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(root, 'test/bench/package-lock.json')).mtimeMs
if (!isCurrent) run('npm', ['ci', '--prefix', 'test/bench', '--no-audit', '--no-fund'], 'Installing the peers (once)')

if (argv.includes('--evaluate')) {
  const { benchmarkEvaluation } = await import('./evaluation.mjs')
  process.exitCode = await benchmarkEvaluation(argv)
} else {
  const { benchmark } = await import('./benchmark.mjs')
  process.exitCode = await benchmark(argv)
}
