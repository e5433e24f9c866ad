import type { Task } from '../dataset/roles.ts'
import { catalogues, classCatalogue } from '../metrics/catalogue.ts'
import type { MetricDescription } from '../metrics/description.ts'
import type { EvaluationDocument } from '../result/evaluation.ts'

/** Metrics that belong together under a heading. */
export interface MetricGroup {
  title: string
  ids: string[]
}

/** The page's headings, in its order; a metric under none of them comes under the first. */
const groups: Record<Task, readonly MetricGroup[]> = {
  binary: [
    { title: 'At the threshold', ids: [] },
    { title: 'At every threshold', ids: ['roc_auc', 'average_precision', 'ks', 'gini'] },
    { title: 'Of the probabilities', ids: ['log_loss', 'brier', 'ece'] },
    { title: 'Of the rows', ids: ['prevalence'] },
  ],
  multiclass: [
    { title: 'Of the predicted classes', ids: [] },
    {
      title: 'Averages over the classes',
      ids: [
        'precision_macro',
        'recall_macro',
        'f1_macro',
        'precision_weighted',
        'recall_weighted',
        'f1_weighted',
        'f1_micro',
      ],
    },
    { title: 'Of the ranking', ids: ['top_2_accuracy', 'top_3_accuracy', 'roc_auc_ovr', 'roc_auc_ovo'] },
    { title: 'Of the probabilities', ids: ['log_loss', 'brier', 'ece'] },
  ],
  regression: [
    { title: 'Size of the errors', ids: [] },
    { title: 'Direction of the errors', ids: ['mean_error'] },
    { title: 'Fit', ids: ['r2', 'explained_variance', 'pearson', 'spearman'] },
  ],
}

/** The heading of a binary model's decisions where no threshold made them. */
const decided = 'Of the decisions'

/** Shorter than the catalogue's titles, where a table has no room for those; and of counts, which it does not have. */
const shortLabels: Record<string, string> = {
  jaccard: 'Jaccard',
  ks: 'KS',
  gini: 'Gini',
  ece: 'Calibration error',
  rows: 'Number of rows',
  positives: 'Number of positives',
  roc_auc_ovr: 'ROC AUC (one vs. rest)',
  roc_auc_ovo: 'ROC AUC (one vs. one)',
}

const foremost: Record<Task, readonly string[]> = {
  binary: ['accuracy', 'precision', 'recall', 'specificity', 'f1', 'roc_auc', 'average_precision', 'log_loss', 'brier'],
  multiclass: [
    'accuracy',
    'balanced_accuracy',
    'precision_macro',
    'recall_macro',
    'f1_macro',
    'roc_auc_ovr',
    'log_loss',
    'brier',
  ],
  regression: [
    'mean_absolute_error',
    'root_mean_squared_error',
    'median_absolute_error',
    'mean_absolute_percentage_error',
    'mean_error',
    'r2',
    'spearman',
  ],
}

/** What the catalogue says of a metric; null where it does not have it. */
export function metricDescription(id: string, task: Task): MetricDescription | null {
  return catalogues[task].find((description) => description.id === id) ?? null
}

/** Likewise of a metric of one class of several. */
export function classMetricDescription(id: string): MetricDescription | null {
  return classCatalogue.find((description) => description.id === id) ?? null
}

/** The page's name for a metric, of one class too; an id that no catalogue knows is shown as it is. */
export function metricLabel(id: string, task: Task): string {
  return (
    shortLabels[id] ?? (metricDescription(id, task) ?? classMetricDescription(id))?.title ?? id.replaceAll('_', ' ')
  )
}

/**
 * The metrics to show before anybody asks for all: the usual ones that some model has on some split, and those that
 * the policy asks for.
 */
export function foremostMetrics({ task, models, requirements }: EvaluationDocument): Set<string> {
  const splits = [models.candidate, models.production].flatMap((model) => Object.values(model?.splits ?? {}))
  const isMeasured = (id: string) =>
    splits.some(({ metrics }) => metrics[id] !== undefined && metrics[id].value !== null)
  return new Set([...foremost[task].filter(isMeasured), ...requirements.map(({ metric }) => metric)])
}

/** Metric ids by group, groups in the page's order, ids in the order given. */
export function groupMetrics(ids: string[], task: Task, hasThreshold: boolean): MetricGroup[] {
  const placed = groups[task].flatMap((group) => group.ids)
  const [first, ...others] = groups[task]
  const title = task === 'binary' && !hasThreshold ? decided : first.title
  return [
    { title, ids: ids.filter((id) => !placed.includes(id)) },
    ...others.map((group) => ({ title: group.title, ids: ids.filter((id) => group.ids.includes(id)) })),
  ].filter((group) => group.ids.length > 0)
}

/** "0 to 1", "0 and up", "up to 1", "any number" */
export function rangeWords([low, high]: MetricDescription['range']): string {
  const text = (bound: number) => String(bound).replace('-', '\u2212')
  if (Number.isFinite(low)) return Number.isFinite(high) ? `${text(low)} to ${text(high)}` : `${text(low)} and up`
  return Number.isFinite(high) ? `up to ${text(high)}` : 'any number'
}

/** Which way is better, in words. */
export const betterWords: Record<MetricDescription['better'], string> = {
  higher: 'higher is better',
  lower: 'lower is better',
  neither: 'neither high nor low is better',
}
