// Whole evaluations: all metrics of two models on three splits and the slices of five columns, with 2,000 replicates; in
// the command and in the page, against scikit-learn where there is a Python with it: `npm run bench -- --evaluate`.
import { spawnSync } from 'node:child_process'
import { createReadStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { buildCommand } from '../../src/build/command.mjs'
import { root } from '../../src/build/install.mjs'
import { launchChromium, take } from './browser.mjs'
import { buildBenchPage, serveBenchPage } from './host.mjs'
import { machineLine } from './machine.mjs'
import { predictionsFile, removePredictions, sliceColumns } from './predictions.mjs'
import { evaluationLines } from './evaluation-report.mjs'

const cache = join(root, '.cache/bench')
const script = fileURLToPath(new URL('evaluation.py', import.meta.url))
const slices = Object.keys(sliceColumns)
const roles = [
  '--label',
  'label',
  '--candidate',
  'score',
  '--production',
  'score_v1',
  '--split',
  'split',
  ...slices.flatMap((name) => ['--slice', name]),
]
/** Of scikit-learn's bootstrap, from which the rest is reckoned. */
const drawnReplicates = 2
const pageContenders = ['reading', 'ours', 'evaluate']

/** Checks that both say the same, measures, prints. @returns the exit status: 1 where an answer was wrong */
export async function benchmarkEvaluation(argv) {
  const { values } = parseArgs({
    args: argv,
    options: {
      evaluate: { type: 'boolean' },
      rows: { type: 'string', multiple: true },
      rounds: { type: 'string', default: '3' },
      keep: { type: 'boolean' },
    },
  })
  await buildCommand({ outDir: join(cache, 'command'), version: 'bench' })
  await buildBenchPage(join(cache, 'page'))
  const host = await serveBenchPage(join(cache, 'page'))
  const browser = await launchChromium()
  const python = pythonWithScikitLearn()
  console.log(machineLine(`Node ${process.version}`, `Chromium ${browser.version()}`))
  if (python === null) console.log('Not compared with scikit-learn: no python3 here has it.')
  const files = []
  try {
    for (const rowCount of (values.rows ?? ['1e6', '1e7']).map(Number)) {
      const file = files[files.push(predictionsFile(cache, rowCount, 1, { isSliced: true })) - 1]
      const rounds = []
      for (let round = 0; round < Number(values.rounds); round++)
        rounds.push(await measureRound(browser, host.url, file))
      const scikitLearn = python === null ? null : askScikitLearn(python, file)
      if (scikitLearn !== null) requireSame(rounds[0].command.document, scikitLearn)
      console.log(evaluationLines({ file, rounds, scikitLearn, sliceColumnCount: slices.length }).join('\n'))
    }
    return 0
  } catch (error) {
    if (!(error instanceof WrongAnswer)) throw error
    console.error(error.message)
    return 1
  } finally {
    await browser.close()
    await host.close()
    if (!values.keep) files.forEach(removePredictions)
  }
}

/** Everyone takes the file once. */
async function measureRound(browser, url, file) {
  const reading = await timed(() => readThrough(file.path))
  const command = await timed(() => evaluateFile(file.path))
  const page = {}
  for (const name of pageContenders) page[name] = await take(browser, url, name, file.path)
  return { readingMs: reading.ms, command: { ms: command.ms, document: command.result }, page }
}

async function timed(work) {
  const startedAt = performance.now()
  const result = await work()
  return { result, ms: performance.now() - startedAt }
}

async function readThrough(path) {
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) if (piece.length === 0) return
}

/** The command as a person runs it: a process of its own, from its start to its end. */
function evaluateFile(path) {
  const out = join(cache, 'evaluation.json')
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(cache, 'command/cli.js'), 'evaluate', path, ...roles, '--format', 'json', '--out', out],
    { encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`The command ended with ${status}: ${stderr}`)
  return JSON.parse(readFileSync(out, 'utf8'))
}

function pythonWithScikitLearn() {
  return ['python3', '/usr/bin/python3'].find((path) => spawnSync(path, ['-c', 'import sklearn']).status === 0) ?? null
}

function askScikitLearn(python, { path }) {
  const { status, stdout, stderr } = spawnSync(python, [script, path, String(drawnReplicates), ...slices], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  if (status !== 0) throw new Error(`scikit-learn ended with ${status}: ${stderr}`)
  return { ...JSON.parse(stdout), drawnReplicates }
}

/** Values on the splits and on the slices of the first column, to a relative 1e-9. */
function requireSame({ models }, { splits, slices: sliced }) {
  const compare = (where, found, expected) => {
    for (const [id, value] of Object.entries(expected)) {
      const ours = found[id].value
      if (!(Math.abs(ours - value) <= 1e-9 * Math.abs(value)))
        throw new WrongAnswer(`${id} of ${where} is ${ours}, but scikit-learn says ${value}.`)
    }
  }
  for (const [split, ofModels] of Object.entries(splits)) {
    for (const [model, expected] of Object.entries(ofModels)) {
      const found = models[model].splits[split]
      compare(`${model} on ${split}`, found.metrics, expected)
      for (const [value, ofSlice] of Object.entries(sliced[split])) {
        const slice = found.slices.find(({ where }) => Object.keys(where).length === 1 && where[slices[0]] === value)
        compare(`${model} on ${split} where ${slices[0]} is ${value}`, slice.metrics, ofSlice[model])
      }
    }
  }
}

class WrongAnswer extends Error {}
