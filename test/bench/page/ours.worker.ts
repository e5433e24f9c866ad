import { expose, type Endpoint } from 'comlink'
import { readHead } from '../../../src/csv/head.ts'
import type { ColumnRequest } from '../../../src/csv/plan.ts'
import { readTable } from '../../../src/csv/read.ts'
import { evaluate } from '../../../src/evaluate/evaluate.ts'
import type { Evaluation } from '../../../src/evaluate/session.ts'
import type { ScoredSplit } from '../../../src/metrics/binary/split-scores.ts'
import { defaultPolicy, type Policy } from '../../../src/policy/policy.ts'
import type { DictionaryColumn, Float64Column } from '../../../src/table/column.ts'
import { referenceKernels } from '../../../src/tally/reference.ts'
import { sharedKernels } from '../../../src/tally/replicates.ts'
import { remoteThread } from '../../../src/worker/thread.ts'
import { answersOf, type Answers, type Outcome } from './contender.ts'
import { median } from './figures.ts'

const requests: ColumnRequest[] = [
  { column: 1, kind: 'dictionary', allowEmpty: false },
  { column: 2, kind: 'float64', allowEmpty: false },
  { column: 3, kind: 'float64', allowEmpty: false },
  { column: 4, kind: 'dictionary', allowEmpty: false },
]
const policy: Policy = {
  ...defaultPolicy,
  columns: { label: 'label', candidate: 'score', production: 'score_v1', split: 'split' },
}
/** Columns from here on are there to slice by. */
const firstSlice = 5
/** Thresholds all over [0, 1), in no order: multiples of the golden ratio, modulo 1. */
const thresholds = Array.from({ length: 1000 }, (_, i) => (i * 0.618033988749895) % 1)

const sourceOf = (file: File) => ({ name: file.name, byteLength: file.size, handle: file, open: () => file.stream() })

/** What the page's engine does with a file, in its stages. */
const service = {
  ready: () => true,

  async read(file: File, ports: Endpoint[]): Promise<Outcome> {
    const source = sourceOf(file)
    const head = await readHead(source)
    const { table } = await readTable(source, head, requests, {
      scanners: ports.map((port) => remoteThread(port).scanner),
    })
    const readAt = performance.now()
    const [label, score, scoreV1, split] = table.columns as [
      DictionaryColumn,
      Float64Column,
      Float64Column,
      DictionaryColumn,
    ]
    const positive = label.values.indexOf('1')
    const test = split.values.indexOf('test')
    const answers = answersOf(
      table.rowCount,
      (row) => label.codes[row] === positive,
      (row) => split.codes[row] === test,
      score.values,
      scoreV1.values,
    )
    return { answers, figures: { confirmMs: performance.now() - readAt } }
  },

  async evaluate(file: File, ports: Endpoint[]): Promise<Outcome> {
    const startedAt = performance.now()
    const threads = ports.map(remoteThread)
    let readMs = 0
    const { columns } = await readHead(sourceOf(file))
    const sliced = { ...policy, columns: { ...policy.columns, slices: columns.slice(firstSlice) } }
    const evaluation = await evaluate([sourceOf(file)], sliced, {
      kernels: sharedKernels(
        referenceKernels(),
        threads.slice(1).map(({ replicateSweeps }) => replicateSweeps),
      ),
      sliceMeasurers: threads.slice(1).map(({ measureSlices }) => measureSlices),
      scanners: threads.map(({ scanner }) => scanner),
      onProgress: ({ stage }) => {
        if (stage === 'reading') readMs = performance.now() - startedAt
      },
    })
    const evaluateMs = performance.now() - startedAt
    return { answers: countedRows(evaluation), figures: { readMs, evaluateMs, ...movedThresholds(evaluation) } }
  },
}

function countedRows({ splits }: Evaluation): Partial<Answers> {
  const rowsOf = (split: ScoredSplit) => split.rows.classes.length
  return {
    rowCount: splits.reduce((sum, split) => sum + rowsOf(split), 0),
    positives: splits.reduce((sum, { tallies }) => sum + tallies.get('candidate')!.positives, 0),
    testRows: splits.filter(({ name }) => name === 'test').reduce((sum, split) => sum + rowsOf(split), 0),
  }
}

/** Milliseconds that it takes to move a threshold, of the figures that follow a slider and of the whole document. */
function movedThresholds(evaluation: Evaluation): Record<string, number> {
  const atMs = thresholds.map((threshold) => {
    const startedAt = performance.now()
    evaluation.at('candidate', threshold)
    return performance.now() - startedAt
  })
  const judgeAtMs = [0.2, 0.4, 0.6].map((threshold) => {
    const startedAt = performance.now()
    evaluation.judgeAt(threshold)
    return performance.now() - startedAt
  })
  return { atMs: median(atMs), atLongestMs: Math.max(...atMs), judgeAtMs: median(judgeAtMs) }
}

export type OursService = typeof service
expose(service)
