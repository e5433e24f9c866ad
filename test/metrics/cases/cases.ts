import { readdirSync, readFileSync } from 'node:fs'
import type { EvaluationDocument } from '../../../src/result/evaluation.ts'

const folder = new URL('./', import.meta.url)

/** Expected x and y of a curve, in scikit-learn's order; `thresholds` where each point has its own. */
export interface ExpectedCurve {
  x: number[]
  y: number[]
  thresholds?: number[]
}

/** `NAME.json`: what a program other than this one says of the rows in `NAME.csv`. */
export interface ExpectedNumbers {
  what: string
  /** The program beside the data, and the versions with which it was run. */
  made_with: string
  task: EvaluationDocument['task']
  /** `columns` of the policy, but for the weight. */
  columns: { label: string; positive?: string; candidate: string }
  metrics: Record<string, number>
  /** The same with the column `weight` as the rows' weights. */
  weighted_metrics: Record<string, number>
  curves?: { roc: ExpectedCurve; precision_recall: ExpectedCurve }
  weighted_curves?: { roc: ExpectedCurve; precision_recall: ExpectedCurve }
}

export interface Case {
  name: string
  csv: string
  expected: ExpectedNumbers
}

/** Every pair of `NAME.csv` and `NAME.json` in this folder. */
export const cases: Case[] = readdirSync(folder)
  .filter((file) => file.endsWith('.csv'))
  .map((file) => {
    const name = file.slice(0, -'.csv'.length)
    return { name, csv: text(file), expected: JSON.parse(text(`${name}.json`)) as ExpectedNumbers }
  })

/** A question to a function of scikit-learn, and its answer. */
export interface EdgeCase {
  id: number
  name: string
  /** The function in `sklearn.metrics`. */
  metric: string
  /** NaN and infinities are `{ "$number": "NaN" }`. */
  args: [unknown[], unknown[]]
  kwargs: Record<string, unknown>
  /** Names of the warnings that the function gave. */
  warnings: string[]
  value?: unknown
  /** Name of the error, where there is no value. */
  raises?: string
}

/** The questions of `sklearn-edge.json`: single classes, ties, empty and impossible input, divisions by zero. */
export const edgeCases = (JSON.parse(text('sklearn-edge.json')) as { cases: EdgeCase[] }).cases

function text(file: string): string {
  return readFileSync(new URL(file, folder), 'utf8')
}
