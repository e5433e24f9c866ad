// How often do the intervals hold? Data sets of known truth, measured by the product's own engine: `npm run simulate`.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'vite'
import { installPackages, root } from '../../src/build/install.mjs'
import { runTasks } from './pool.mjs'

const cache = join(root, '.cache/simulate')
const tasks = ['binary', 'multiclass', 'regression']
const parts = ['closed', 'scores', 'choice', 'weights', 'groups', 'worse_slices', 'shifts']
const help = `npm run simulate -- [options]
  --task TASK        binary, multiclass or regression; may be repeated (default: all)
  --metric ID        this metric alone; may be repeated
  --part PART        closed (closed forms), scores (the bootstrap of ks and ece), choice (of a threshold), weights, groups,
                     worse_slices or shifts; may be repeated
  --promise NAME     a promise that is no interval, alone: shared-rows, few-rows, growing-sets, many-models,
                     rows-needed, plans, plan-of-one, many-requirements, trivial; may be repeated
  --data-sets N      of each kind (default: 2000); where the bootstrap is used an eighth, at 10,000 rows a twentieth of that
  --replicates N     of the bootstrap (default: 400)
  --seed N           the same seed gives the same figures, on any number of cores (default: 1)
  --quick            a minute or two: 200 data sets, up to 1,000 rows`

const { values: options } = parseArgs({
  options: {
    task: { type: 'string', multiple: true, default: tasks },
    metric: { type: 'string', multiple: true },
    promise: { type: 'string', multiple: true },
    part: { type: 'string', multiple: true },
    'data-sets': { type: 'string' },
    replicates: { type: 'string', default: '400' },
    seed: { type: 'string', default: '1' },
    quick: { type: 'boolean' },
    help: { type: 'boolean' },
  },
})
if (options.help) {
  console.log(help)
  process.exit(0)
}
requireKnown('task', options.task, tasks)
requireKnown('part', options.part, parts)

const start = performance.now()
installPackages()
const url = await builtSimulation()
const {
  addRate,
  isWanted,
  legend,
  mergeCoverage,
  metricOf,
  promises,
  rateTables,
  rateWorlds,
  sizes,
  summary,
  taskTables,
  worlds,
} = await import(url)
requireKnown('promise', options.promise, Object.keys(promises))
const dataSets = Number(options['data-sets'] ?? (options.quick ? 200 : 2000))
if (options.promise !== undefined) await printPromises(options.promise)
const metrics = options.metric ?? null
const wantedParts = options.part ?? parts
const chosen = [...worlds.keys()].filter((at) => options.task.includes(worlds[at].task))
const truths = await trueValues(chosen)
const results = await simulated(chosen.flatMap(jobsOf))
console.log(
  [
    `${dataSets.toLocaleString('en')} data sets of each kind, seed ${options.seed}, ${options.replicates} replicates of a bootstrap.`,
    ...legend,
    '',
  ].join('\n'),
)
const rates = await ratesFound()
for (const task of options.task) console.log(taskTables(task, results).join('\n'))
console.log(rateTables(rates).join('\n'))
for (const task of options.task) console.log(summary(task, results).join('\n'))
if (options.part === undefined && metrics === null) await printPromises(Object.keys(promises))
printTime()

/** Ends the program where an option names what there is not. */
function requireKnown(option, given = [], known) {
  const unknown = given.find((name) => !known.includes(name))
  if (unknown === undefined) return
  console.error(`There is no ${option} ${unknown}: ${known.join(', ')}.`)
  process.exit(1)
}

/** The tables of these promises; then the program ends. */
async function printPromises(names) {
  const settings = {
    dataSets: Math.ceil(dataSets / 10),
    seed: Number(options.seed),
    isQuick: options.quick === true,
    metrics: options.metric ?? null,
  }
  for (const name of names) {
    const { title, table } = promises[name]
    console.log(
      [`${title} (${settings.dataSets} data sets of each kind)`, '', ...(await table(settings)), ''].join('\n'),
    )
  }
  if (options.promise === undefined) return
  printTime()
  process.exit(0)
}

function printTime() {
  console.log(`\n${Math.round((performance.now() - start) / 1000)} s`)
}

/** The engine and the worlds in one file, built as the command is. */
async function builtSimulation() {
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    ssr: { target: 'node', noExternal: true },
    build: {
      ssr: join(root, 'test/simulate/main.ts'),
      outDir: cache,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
    },
  })
  return pathToFileURL(join(cache, 'main.js')).href
}

/** Each world's true values: worked out once, and kept while the worlds stay as they are. */
async function trueValues(wanted) {
  const folder = join(root, 'test/simulate')
  const hash = createHash('sha256')
  for (const file of ['binary.ts', 'clusters.ts', 'sampled.ts', 'multiclass.ts', 'regression.ts', 'uniforms.ts'])
    hash.update(readFileSync(join(folder, file)))
  const path = join(cache, `truth-${hash.digest('hex').slice(0, 16)}.json`)
  const known = new Map(existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : [])
  const missing = wanted.filter((world) => !known.has(world))
  await runTasks(
    url,
    missing.map((world) => ({ truthOfWorld: world })),
    ({ truthOfWorld }, truth, left) => {
      known.set(truthOfWorld, truth)
      progress(`true values: ${missing.length - left} of ${missing.length}`)
    },
  )
  if (missing.length > 0) writeFileSync(path, JSON.stringify([...known]))
  return known
}

/** Cut so that each takes a second or a few. */
function jobsOf(world) {
  const { parts } = worlds[world]
  return sizes
    .filter((size) => !options.quick || size <= 1000)
    .flatMap((size) =>
      parts
        .filter((part) => wantedParts.includes(part) && isWanted(part, metrics))
        .flatMap((part) => {
          const share = !['scores', 'choice'].includes(part) ? 1 : size < 10_000 ? 8 : 20
          const total = Math.ceil(dataSets / share)
          const each = Math.max(2, Math.round((share === 1 ? 400_000 : 20_000) / size))
          return Array.from({ length: Math.ceil(total / each) }, (_, i) => ({
            world,
            size,
            part,
            seed: Number(options.seed),
            replicates: Number(options.replicates),
            first: i * each,
            count: Math.min(each, total - i * each),
          }))
        }),
    )
}

async function simulated(jobs) {
  const found = new Map()
  // The longest first, so that no core waits for another at the end.
  const tasksToDo = jobs.sort((a, b) => b.size - a.size).map((job) => ({ job, truth: truths.get(job.world) }))
  await runTasks(url, tasksToDo, ({ job: { world, size } }, coverages, left) => {
    const ofWorld = found.get(world) ?? found.set(world, new Map()).get(world)
    const ofSize = ofWorld.get(size) ?? ofWorld.set(size, new Map()).get(size)
    for (const [label, coverage] of coverages) {
      if (metrics === null || metrics.includes(metricOf(label)))
        ofSize.set(label, mergeCoverage(ofSize.get(label), coverage))
    }
    progress(`data sets: ${jobs.length - left} of ${jobs.length} parts`)
  })
  return found
}

/** Of binary rows alone, and of every metric that is looked at there. */
async function ratesFound() {
  const found = new Map()
  const wanted = [...rateWorlds.keys()].filter(
    (at) => metrics === null && options.task.includes('binary') && wantedParts.includes(rateWorlds[at].part),
  )
  const jobs = wanted.flatMap((rateWorld) => {
    const total = Math.ceil(dataSets / rateWorlds[rateWorld].oneIn)
    const each = Math.max(2, Math.ceil(50 / rateWorlds[rateWorld].oneIn))
    found.set(rateWorld, new Map())
    return Array.from({ length: Math.ceil(total / each) }, (_, i) => ({
      rateWorld,
      seed: Number(options.seed),
      first: i * each,
      count: Math.min(each, total - i * each),
    }))
  })
  const tasksToDo = jobs.map((rateJob) => ({ rateJob }))
  await runTasks(url, tasksToDo, ({ rateJob }, answer, left) => {
    for (const [label, rate] of answer) addRate(found.get(rateJob.rateWorld), label, rate)
    progress(`rates: ${jobs.length - left} of ${jobs.length} parts`)
  })
  return found
}

function progress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r${text.padEnd(40)}${text.includes('of') ? '' : '\r'}`)
}
