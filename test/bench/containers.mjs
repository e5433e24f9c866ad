// The same predictions as CSV, Parquet and Arrow, evaluated by the command: `npm run bench -- --containers`; or in the built
// page, with `--in-page`.
import { spawn, spawnSync } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, readSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { columnFromArray, dictionary, float64, int32, tableFromColumns, tableToIPC, utf8 } from '@uwdata/flechette'
import { buildCommand } from '../../src/build/command.mjs'
import { root } from '../../src/build/install.mjs'
import { buildPage } from '../../src/build/page.mjs'
import { installEngines } from '../split/engines/install.mjs'
import { launchChromium, watchMemory } from './browser.mjs'
import { machineLine } from './machine.mjs'
import { predictionsFile, removePredictions } from './predictions.mjs'

const cache = join(root, '.cache/bench')
const engines = join(root, 'test/split/engines')
const roles = ['--label', 'label', '--candidate', 'score', '--production', 'score_v1', '--split', 'split']
const batchRows = 100_000

/** Checks that every file gives the same numbers, measures, prints. @returns the exit status: 1 where an answer was wrong */
export async function benchmarkContainers(argv) {
  const { values } = parseArgs({
    args: argv,
    options: {
      containers: { type: 'boolean' },
      rows: { type: 'string', multiple: true },
      rounds: { type: 'string', default: '3' },
      replicates: { type: 'string', default: '200' },
      'in-page': { type: 'boolean' },
      keep: { type: 'boolean' },
    },
  })
  const runner = values['in-page'] ? await pageRunner(values.replicates) : await commandRunner(values.replicates)
  installEngines()
  console.log(machineLine(`Node ${process.version}`))
  for (const rowCount of (values.rows ?? ['1e6', '1e7']).map(Number)) {
    const csv = predictionsFile(cache, rowCount, 1)
    const files = filesOf(csv.path)
    try {
      const runs = new Map(Object.keys(files).map((name) => [name, []]))
      for (let round = 0; round < Number(values.rounds); round++)
        for (const [name, path] of Object.entries(files)) runs.get(name).push(await runner.evaluate(path))
      const [{ digest }] = runs.get('CSV')
      const other = [...runs].find(([, of]) => of.some((each) => each.digest !== digest))
      if (other !== undefined) {
        console.error(`${other[0]} gives ${other[1][0].digest}, but CSV ${digest}.`)
        return 1
      }
      console.log(
        `${rowCount.toLocaleString('en')} rows, ${values.replicates} replicates; one SHA-256 of all: ${digest}`,
      )
      const best = (of) => of.toSorted((a, b) => a.ms - b.ms)[0]
      const ofCsv = best(runs.get('CSV')).ms
      for (const [name, of] of runs) {
        const { ms, peakMb } = best(of)
        const size = (statSync(files[name]).size / 1e6).toFixed(0)
        const memory = peakMb === null ? '' : `, at most ${peakMb.toFixed(0)} MB of memory`
        console.log(`  ${name.padEnd(16)} ${size.padStart(5)} MB  ${(ms / ofCsv).toFixed(2)} of CSV’s time${memory}`)
      }
    } finally {
      if (values.keep !== true) {
        for (const [name, path] of Object.entries(files)) if (name !== 'CSV') rmSync(path, { force: true })
        removePredictions(csv)
      }
    }
  }
  await runner.end()
  return 0
}

/** The same rows in every container; written where they are not there. */
function filesOf(csv) {
  const path = (end) => csv.replace(/\.csv$/, end)
  const files = {
    CSV: csv,
    'Parquet, Snappy': path('.snappy.parquet'),
    'Parquet, Zstd': path('.zstd.parquet'),
    Arrow: path('.arrow'),
  }
  for (const codec of ['snappy', 'zstd']) {
    const to = path(`.${codec}.parquet`)
    if (!existsSync(to)) writeParquet(csv, to, codec)
  }
  if (!existsSync(files.Arrow)) writeFileSync(files.Arrow, arrowOf(csv))
  return files
}

/** By DuckDB, in a process of its own: its package lies where the engines of split snippets are. */
function writeParquet(from, to, codec) {
  const text = (value) => `'${value.replaceAll("'", "''")}'`
  const script = `
    import { DuckDBInstance } from '@duckdb/node-api'
    const connection = await (await DuckDBInstance.create(':memory:')).connect()
    await connection.run(${JSON.stringify(`COPY (SELECT * FROM read_csv(${text(from)})) TO ${text(to)} (FORMAT parquet, COMPRESSION ${codec})`)})`
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: engines,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`DuckDB ended with ${status}: ${stderr}`)
}

/** The columns that the evaluation uses, in batches. Their cells have fixed widths, but for the last one. */
function arrowOf(csv) {
  const bytes = Buffer.alloc(statSync(csv).size)
  const file = openSync(csv, 'r')
  for (let at = 0; at < bytes.length;) at += readSync(file, bytes, at, Math.min(1 << 26, bytes.length - at))
  closeSync(file)
  const [label, score, scoreV1, split] = [[], [], [], []]
  for (let at = bytes.indexOf(0x0a) + 1; at < bytes.length;) {
    const end = bytes.indexOf(0x0a, at)
    label.push(bytes[at + 11] - 0x30)
    score.push(Number(bytes.latin1Slice(at + 13, at + 25)))
    scoreV1.push(Number(bytes.latin1Slice(at + 26, at + 38)))
    split.push(bytes.latin1Slice(at + 39, end))
    at = end + 1
  }
  const options = { maxBatchRows: batchRows }
  const table = tableFromColumns({
    label: columnFromArray(Int32Array.from(label), int32(), options),
    score: columnFromArray(Float64Array.from(score), float64(), options),
    score_v1: columnFromArray(Float64Array.from(scoreV1), float64(), options),
    split: columnFromArray(split, dictionary(utf8()), options),
  })
  return tableToIPC(table, { format: 'file' })
}

async function commandRunner(replicates) {
  await buildCommand({ outDir: join(cache, 'command'), version: 'bench' })
  return { evaluate: (path) => evaluated(path, replicates), end() {} }
}

/** Drops a file and a policy into the built page, each time in a browser of its own. */
async function pageRunner(replicates) {
  await buildPage({ outDir: join(cache, 'site'), version: 'bench' })
  const address = pathToFileURL(join(cache, 'site/index.html')).href
  const policy = join(cache, 'containers-policy.yaml')
  writeFileSync(
    policy,
    `version: 1
task: binary
replicates: ${replicates}
threshold: 0.5
columns: {label: label, candidate: score, production: score_v1, split: split}
requirements: [{metric: roc_auc, at_least: 0.7}]
`,
  )
  return { evaluate: (path) => evaluatedInPage(address, path, policy), end: () => rmSync(policy) }
}

async function evaluatedInPage(address, path, policy) {
  const browser = await launchChromium()
  try {
    const page = await browser.newPage()
    page.setDefaultTimeout(0)
    await page.goto(address)
    const memory = await watchMemory(browser, 20)
    const startedAt = performance.now()
    await page.locator('input[type=file]').setInputFiles([path, policy])
    await page.locator('main[data-state=done]').waitFor()
    const ms = performance.now() - startedAt
    const peak = memory?.stop()
    const [saved] = await Promise.all([page.waitForEvent('download'), page.click('[data-export=json]')])
    const { sha256 } = JSON.parse(readFileSync(await saved.path(), 'utf8'))
    return { ms, peakMb: peak === undefined ? null : peak.peak / 1e6, digest: sha256 }
  } finally {
    await browser.close()
  }
}

/** The command as a person runs it, and the most memory that it has had; null where the system does not tell. */
async function evaluated(path, replicates) {
  const out = join(cache, 'containers.json')
  const parameters = ['evaluate', path, ...roles, '--replicates', replicates, '--format', 'json', '--out', out]
  const startedAt = performance.now()
  const child = spawn(process.execPath, [join(cache, 'command/cli.js'), ...parameters], { stdio: 'inherit' })
  let peakMb = null
  const watch = setInterval(() => (peakMb = peakOf(child.pid) ?? peakMb), 50)
  const status = await new Promise((done) => child.on('exit', done))
  clearInterval(watch)
  if (status !== 0) throw new Error(`The command ended with ${status} on ${path}.`)
  const ms = performance.now() - startedAt
  return { ms, peakMb, digest: JSON.parse(readFileSync(out, 'utf8')).sha256 }
}

function peakOf(pid) {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? NaN) / 1000 || null
  } catch {
    return null
  }
}
