/** How the page names a metric, and what it says about it. */
export interface MetricName {
  label: string
  /** One line: the definition, in words. */
  meaning: string
  group: MetricGroup
}

export type MetricGroup = 'At the threshold' | 'At every threshold' | 'Of the probabilities' | 'Of the rows'

const atThreshold = 'At the threshold'
const everywhere = 'At every threshold'
const probabilities = 'Of the probabilities'

const names: Record<string, MetricName> = {
  accuracy: { label: 'Accuracy', meaning: 'share of rows decided correctly', group: atThreshold },
  balanced_accuracy: { label: 'Balanced accuracy', meaning: 'mean of recall and specificity', group: atThreshold },
  precision: { label: 'Precision', meaning: 'share of predicted positives that are positive', group: atThreshold },
  recall: { label: 'Recall', meaning: 'share of positives that are found', group: atThreshold },
  specificity: { label: 'Specificity', meaning: 'share of negatives that are left alone', group: atThreshold },
  npv: { label: 'Negative predictive value', meaning: 'share of predicted negatives that are negative', group: atThreshold },
  f1: { label: 'F1', meaning: 'harmonic mean of precision and recall', group: atThreshold },
  f2: { label: 'F2', meaning: 'like F1, with recall weighing more', group: atThreshold },
  f0_5: { label: 'F0.5', meaning: 'like F1, with precision weighing more', group: atThreshold },
  jaccard: { label: 'Jaccard', meaning: 'true positives among all rows that are or are called positive', group: atThreshold },
  matthews_corrcoef: { label: 'Matthews correlation', meaning: 'correlation of truth and decision', group: atThreshold },
  cohen_kappa: { label: 'Cohen’s kappa', meaning: 'agreement beyond chance', group: atThreshold },
  false_positive_rate: { label: 'False positive rate', meaning: 'share of negatives called positive', group: atThreshold },
  false_negative_rate: { label: 'False negative rate', meaning: 'share of positives missed', group: atThreshold },
  predicted_positive_rate: { label: 'Predicted positive rate', meaning: 'share of rows called positive', group: atThreshold },
  expected_cost: { label: 'Expected cost', meaning: 'cost of wrong decisions, per row', group: atThreshold },
  roc_auc: {
    label: 'ROC AUC', meaning: 'chance that a positive scores above a negative', group: everywhere,
  },
  average_precision: { label: 'Average precision', meaning: 'area under the precision-recall curve', group: everywhere },
  ks: { label: 'KS', meaning: 'largest gap between recall and false positive rate', group: everywhere },
  gini: { label: 'Gini', meaning: 'twice the ROC AUC, minus one', group: everywhere },
  log_loss: { label: 'Log loss', meaning: 'surprise at the truth; lower is better', group: probabilities },
  brier: { label: 'Brier score', meaning: 'mean squared error of the probability; lower is better', group: probabilities },
  ece: { label: 'Calibration error', meaning: 'mean gap between probability and frequency; lower is better', group: probabilities },
  prevalence: { label: 'Prevalence', meaning: 'share of rows that are positive', group: 'Of the rows' },
}

const groupOrder: MetricGroup[] = [atThreshold, everywhere, probabilities, 'Of the rows']

/** The page's name for a metric; an id that it does not know is shown as it is. */
export function metricName(id: string): MetricName {
  return names[id] ?? { label: id.replaceAll('_', ' '), meaning: '', group: atThreshold }
}

const foremost = [
  'accuracy', 'precision', 'recall', 'specificity', 'f1', 'roc_auc', 'average_precision', 'log_loss', 'brier',
]

/** The metrics to show before anybody asks for all: the usual ones, and those that the policy asks for. */
export function foremostMetrics(ids: string[], required: string[]): string[] {
  return ids.filter((id) => foremost.includes(id) || required.includes(id))
}

/** Metric ids by group, groups in the page's order, ids in the order given. */
export function groupMetrics(ids: string[]): { group: MetricGroup; ids: string[] }[] {
  return groupOrder
    .map((group) => ({ group, ids: ids.filter((id) => metricName(id).group === group) }))
    .filter((entry) => entry.ids.length > 0)
}
