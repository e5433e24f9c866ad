// From a file on disk to its confirmed table: this project, its peers and merely reading, in one Chromium.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from '../../src/build/install.mjs'
import { launchChromium, take, watchMemory } from './browser.mjs'
import { buildBenchPage, serveBenchPage } from './host.mjs'
import { load, machineLine } from './machine.mjs'
import { predictionsFile, removePredictions } from './predictions.mjs'
import { aimLines, figureLines, sizeTable } from './report.mjs'

const cache = join(root, '.cache/bench')
const seed = 1
const checkedRows = 100_000
/** In the order of a round. */
const contenders = ['reading', 'reading in slices', 'ours', 'evaluate', 'DuckDB-WASM', 'PapaParse']
/** The four columns in use: two of float64, two of uint32 codes. */
const columnBytesPerRow = 24

const help = `npm run bench -- [options]
  --rows N     one size only (default: 1e6, then 1e7); may be repeated
  --rounds N   rounds of every size (default: 5, from 5e6 rows on 3)
  --quick      1e6 rows, 2 rounds
  --keep       keep the files of predictions (in .cache/bench) for the next time
  --evaluate   instead: whole evaluations with slices, in the command and in the page, against scikit-learn (--rows, --rounds, --keep)
  --page       instead: a person's way through the built page, and the tasks that keep it from answering (--rows, --keep)
  --gpu        instead: replicates of many slices' curves, GPU against CPU (--slices, --rows, --replicates, --cpu-slices)`

/** Checks every contender's answers, measures, prints. @returns the exit status: 1 where an answer was wrong */
export async function benchmark(argv) {
  const { values: options } = parseArgs({
    args: argv,
    options: {
      rows: { type: 'string', multiple: true },
      rounds: { type: 'string' },
      quick: { type: 'boolean' },
      keep: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  })
  if (options.help) return console.log(help) ?? 0
  const sizes = (options.rows ?? (options.quick ? ['1e6'] : ['1e6', '1e7'])).map(Number)
  const roundsOf = (rows) => Number(options.rounds ?? (options.quick ? 2 : rows < 5e6 ? 5 : 3))

  await buildBenchPage(join(cache, 'page'))
  const host = await serveBenchPage(join(cache, 'page'))
  const browser = await launchChromium()
  const files = []
  try {
    console.log(machineLine(`Chromium ${browser.version()}`))
    const bench = { browser, url: host.url }
    const file = (rows) => files[files.push(predictionsFile(cache, rows, seed)) - 1]
    await measureSize(bench, file(checkedRows), 1)
    const checked = contenders.slice(2).join(', ')
    console.log(`Answers checked on ${checkedRows.toLocaleString('en')} rows: ${checked} agree with the generator.\n`)
    for (const rows of sizes) {
      const size = await measureSize(bench, file(rows), roundsOf(rows))
      size.memory = rows >= 1e6 ? await measureMemory(bench, size.file) : {}
      size.load = load()
      console.log([...sizeTable(size), '', ...figureLines(size), '', ...aimLines(size), ''].join('\n'))
    }
    return 0
  } catch (error) {
    if (!(error instanceof WrongAnswer)) throw error
    console.error(error.message)
    return 1
  } finally {
    await browser.close()
    await host.close()
    if (!options.keep) files.forEach(removePredictions)
  }
}

/** Every contender takes the file once in every round; all answers are checked. */
async function measureSize({ browser, url }, file, roundCount) {
  await take(browser, url, 'reading', file.path)
  const rounds = []
  for (let round = 0; round < roundCount; round++) {
    const outcomes = {}
    for (const name of contenders) {
      outcomes[name] = await take(browser, url, name, file.path)
      checkAnswers(name, outcomes[name], file)
    }
    rounds.push(outcomes)
  }
  return { file, contenders, rounds }
}

/** Bytes a row that a page of ours holds at most, beyond its columns, in runs of their own. */
async function measureMemory({ browser, url }, file) {
  const perRow = {}
  for (const name of ['ours', 'evaluate']) {
    let watch = null
    const onReady = async () => {
      watch = await watchMemory(browser)
    }
    checkAnswers(name, await take(browser, url, name, file.path, { onReady }), file)
    if (watch === null) return {}
    const { baseline, peak } = watch.stop()
    perRow[name] = (peak - baseline) / file.answers.rowCount - columnBytesPerRow
  }
  return perRow
}

/** Counts have to be equal; sums in float64 to a relative 1e-9. */
function checkAnswers(contender, { answers, byteLength }, file) {
  const wrong = (what, found, expected) => {
    throw new WrongAnswer(`${contender} is wrong about ${file.path}: ${what} is ${found}, expected ${expected}.`)
  }
  if (answers === null && byteLength !== file.byteLength) wrong('its length', byteLength, file.byteLength)
  for (const [name, expected] of Object.entries(file.answers)) {
    if (answers === null || (contender === 'evaluate' && name.endsWith('Sum'))) continue
    const found = answers[name]
    const tolerance = name.endsWith('Sum') ? 1e-9 * Math.abs(expected) : 0
    if (!(Math.abs(found - expected) <= tolerance)) wrong(name, found, expected)
  }
}

class WrongAnswer extends Error {}
