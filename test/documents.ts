import type {
  EvaluationDocument,
  MetricResult,
  ModelResult,
  RequirementResult,
  SliceResult,
  SplitFindingResult,
  SplitResult,
} from '../src/result/evaluation.ts'

/** A document to view: one split `test` of one model, and what is said of it. */
export function documentOf(change: Partial<EvaluationDocument> = {}): EvaluationDocument {
  return {
    format: 'good-enough/evaluation',
    version: 1,
    verdict: null,
    task: 'binary',
    task_evidence: 'the label has two values',
    backend: 'cpu',
    rows: 100,
    models: { candidate: modelOf({}) },
    comparison: null,
    splitting: null,
    requirements: [],
    threshold_search: null,
    looks: null,
    warnings: [],
    setup: {
      policy: null,
      columns: { label: 'y', candidate: 'p' },
      confidence: 0.95,
      assurance: 0.975,
      replicates: 2000,
      seed: 1,
      costs: { false_positive: 1, false_negative: 1 },
      smallest_group: 1,
    },
    sha256: '',
    ...change,
  }
}

export function modelOf(metrics: Record<string, MetricResult>, split: Partial<SplitResult> = {}): ModelResult {
  return { splits: { test: { rows: 100, metrics, slices: [], ...split } } }
}

export function metricOf(value: number, low: number | null = null, high: number | null = null): MetricResult {
  return { value, low, high, interval: low === null ? null : 'wilson' }
}

export function sliceOf(where: Record<string, string>, metrics: Record<string, MetricResult> = {}): SliceResult {
  return { where, rows: 10, metrics }
}

export function requirementOf(change: Partial<RequirementResult>): RequirementResult {
  return {
    metric: 'recall',
    split: 'test',
    slice: null,
    bound: { at_least: 0.8 },
    value: 0.86,
    low: 0.84,
    high: 0.88,
    outcome: 'pass',
    reason: '',
    rows_needed: null,
    positives_needed: null,
    ...change,
  }
}

/** The same id in train and test, unless changed. */
export function findingOf(change: Partial<SplitFindingResult>): SplitFindingResult {
  return {
    code: 'shared_id',
    splits: ['train', 'test'],
    rows: 2,
    examples: [
      { file: 'a.csv', line: 17 },
      { file: 'a.csv', line: 42 },
    ],
    message: '2 rows of test have an id that is in train too.',
    effect: 'undecided',
    waived: false,
    ...change,
  }
}
