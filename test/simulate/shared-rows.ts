import { checkSplits } from '../../src/split/check/check.ts'
import type { CheckedRows } from '../../src/split/check/rows.ts'
import { drawnUniforms, normal } from './uniforms.ts'
import { percent, type PromiseSettings } from './promise.ts'

/** How scores are written. */
const written: [name: string, written: (score: number) => number][] = [
  ...[3, 4, 5, 6].map((digits): [string, (score: number) => number] => [
    `${digits} decimals`,
    (score) => Number(score.toFixed(digits)),
  ]),
  ['float32', Math.fround],
  ['float64', (score) => score],
]

/** Of splits without ids: how often rows are told to be shared where none is, and where one in a hundred of test is. */
export function sharedRowTable({ dataSets, seed, isQuick }: PromiseSettings): string[] {
  const lines = [
    'scores       rows     clean, told   1 % leaked, told   1 % leaked, neither told nor said to be unseen',
  ]
  for (const rowCount of isQuick ? [2000] : [2000, 10_000]) {
    for (const [name, write] of written) {
      const counts = { clean: 0, leaked: 0, silent: 0 }
      for (let number = 0; number < dataSets; number++) {
        const rows = drawnRows(seed, name, rowCount, number, write)
        const told = (leakCount: number) => {
          const codes = checkSplits(withLeak(rows, leakCount))
            .filter(({ splits }) => splits.includes('test'))
            .map(({ code }) => code)
          return { isSeen: codes.includes('shared_row'), isSaid: codes.includes('shared_row_unseen') }
        }
        if (told(0).isSeen) counts.clean++
        const { isSeen, isSaid } = told(rowCount / 500)
        if (isSeen) counts.leaked++
        else if (!isSaid) counts.silent++
      }
      lines.push(
        name.padEnd(13) +
          rowCount.toLocaleString('en').padEnd(9) +
          percent(counts.clean, dataSets).padEnd(14) +
          percent(counts.leaked, dataSets).padEnd(19) +
          percent(counts.silent, dataSets),
      )
    }
  }
  return lines
}

interface DrawnRows {
  splits: Uint8Array
  classes: Uint8Array
  scores: Float64Array
}

/** Independent rows in three splits, 60 : 20 : 20, with probabilities of a model that tells the classes apart. */
function drawnRows(
  seed: number,
  world: string,
  rowCount: number,
  number: number,
  write: (score: number) => number,
): DrawnRows {
  const uniforms = drawnUniforms({ seed, world: `shared rows ${world}`, size: rowCount, number }, rowCount, 4)
  const rows = Array.from({ length: rowCount }, (_, row) => row)
  const classes = Uint8Array.from(rows, (row) => (uniforms(row, 0) < 0.3 ? 1 : 0))
  return {
    splits: Uint8Array.from(rows, (row) => (row % 5 < 3 ? 0 : row % 5 === 3 ? 1 : 2)),
    classes,
    scores: Float64Array.from(rows, (row) =>
      write(1 / (1 + Math.exp(1 - 2 * classes[row] - 1.2 * normal(uniforms, row, 2) - uniforms(row, 1) * 2 ** -20))),
    ),
  }
}

/** The rows as they are checked, the first rows of train instead of as many of test. */
function withLeak({ splits, classes, scores }: DrawnRows, leakCount: number): CheckedRows {
  const [ofTrain, ofTest] = [0, 2].map((split) => [...splits.keys()].filter((row) => splits[row] === split))
  const leaked = { classes: classes.slice(), scores: scores.slice() }
  for (let i = 0; i < leakCount; i++) {
    leaked.classes[ofTest[i]] = classes[ofTrain[i]]
    leaked.scores[ofTest[i]] = scores[ofTrain[i]]
  }
  return {
    rowCount: splits.length,
    names: ['train', 'validation', 'test'],
    codes: splits,
    ids: null,
    groups: null,
    times: null,
    truth: { kind: 'classes', codes: leaked.classes, labels: ['0', '1'] },
    models: new Map([['candidate', [leaked.scores]]]),
    slices: [],
    placeOf: (row) => ({ file: 'drawn', lineNumber: row + 2 }),
  }
}
