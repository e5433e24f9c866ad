// The file that is measured: predictions of two models, made from a seed, with the answers that are known of it.
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'

const header = 'id,label,score,score_v1,split'
/** Slice columns, where asked for, and how many values each has: letters from `a` on. */
export const sliceColumns = { region: 4, segment: 6, device: 3, age: 8, plan: 5 }
const splits = ['train', 'train', 'train', 'validation', 'test']
const splitCells = splits.map((split) => Uint8Array.from(Buffer.from(`,${split}`, 'latin1')))
/** Decimal places of a score: with 10 a row takes 46 bytes, and nearly every score of ten million is distinct. */
const places = 10
const unit = 10 ** places
const blockBytes = 1 << 22
const longestRow = 64
const COMMA = 0x2c
const NEWLINE = 0x0a

/**
 * The file of `rowCount` predictions in `folder`; written unless it is there already.
 * @param {{isSliced?: boolean}} options with the slice columns after the others, or without
 * @returns {{path: string, byteLength: number, answers: import('./page/contender.ts').Answers}}
 */
export function predictionsFile(folder, rowCount, seed, { isSliced = false } = {}) {
  const path = join(folder, `predictions-${rowCount}-${seed}${isSliced ? '-sliced' : ''}.csv`)
  const answersPath = `${path}.json`
  if (!existsSync(answersPath) || !existsSync(path)) {
    mkdirSync(folder, { recursive: true })
    rmSync(answersPath, { force: true })
    writeFileSync(answersPath, JSON.stringify(writePredictions(path, rowCount, seed, isSliced ? sliceColumns : {})))
  }
  return { path, byteLength: statSync(path).size, answers: JSON.parse(readFileSync(answersPath, 'utf8')) }
}

export function removePredictions({ path }) {
  rmSync(path, { force: true })
  rmSync(`${path}.json`, { force: true })
}

/** Writes the file block by block. Sums are of whole 1e-10 units, exact integers: they do not depend on the order. */
function writePredictions(path, rowCount, seed, slices) {
  const file = openSync(path, 'w')
  const random = randomUnits(seed)
  // Of their own, so that the other columns are the same without them.
  const randomSlice = randomUnits(~seed)
  const sliceSizes = Object.values(slices)
  const block = Buffer.alloc(blockBytes)
  let used = block.write(`${[header, ...Object.keys(slices)].join(',')}\n`, 'latin1')
  const sums = { score: 0n, scoreV1: 0n, positiveScore: 0n }
  let part = { score: 0, scoreV1: 0, positiveScore: 0 }
  let positives = 0
  let testRows = 0
  for (let row = 0; row < rowCount; row++) {
    if (used > blockBytes - longestRow) {
      writeSync(file, block, 0, used)
      used = 0
      for (const name of Object.keys(sums)) sums[name] += BigInt(part[name])
      part = { score: 0, scoreV1: 0, positiveScore: 0 }
    }
    const chance = random() ** 2
    const label = random() < chance ? 1 : 0
    const score = blend(chance, random(), 0.3)
    const scoreV1 = blend(chance, random(), 0.5)
    const split = Math.floor(random() * splits.length)
    block[used] = 0x63
    writeDigits(block, used + 1, row, 9)
    block[used + 10] = COMMA
    block[used + 11] = 0x30 + label
    writeScore(block, used + 12, score)
    writeScore(block, used + 25, scoreV1)
    block.set(splitCells[split], used + 38)
    used += 38 + splitCells[split].length
    for (const size of sliceSizes) {
      block[used++] = COMMA
      block[used++] = 0x61 + Math.floor(randomSlice() * size)
    }
    block[used++] = NEWLINE
    part.score += score
    part.scoreV1 += scoreV1
    positives += label
    if (label === 1) part.positiveScore += score
    if (splits[split] === 'test') testRows++
  }
  writeSync(file, block, 0, used)
  closeSync(file)
  const total = (name) => Number(sums[name] + BigInt(part[name])) / unit
  return {
    rowCount,
    positives,
    testRows,
    scoreSum: total('score'),
    scoreV1Sum: total('scoreV1'),
    positiveScoreSum: total('positiveScore'),
  }
}

/** A model's score, in whole units: the true chance with some noise in it. */
function blend(chance, noise, share) {
  return Math.floor((chance * (1 - share) + noise * share) * unit)
}

/** `,0.` and ten digits. */
function writeScore(block, start, score) {
  const upper = Math.floor(score / 1e5)
  block[start] = COMMA
  block[start + 1] = 0x30
  block[start + 2] = 0x2e
  writeDigits(block, start + 3, upper, 5)
  writeDigits(block, start + 8, score - upper * 1e5, 5)
}

function writeDigits(block, start, value, count) {
  let rest = value | 0
  for (let at = start + count - 1; at >= start; at--) {
    const tenth = (rest / 10) | 0
    block[at] = 0x30 + rest - tenth * 10
    rest = tenth
  }
}

/** Numbers in [0, 1) with 53 random bits, from a seed: sfc32 (Chris Doty-Humphrey, PractRand). */
function randomUnits(seed) {
  let a = 0
  let b = seed | 0
  let c = 0x9e3779b9 | 0
  let counter = 1
  const next = () => {
    const sum = (a + b + counter++) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
  for (let i = 0; i < 15; i++) next()
  return () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53
}
