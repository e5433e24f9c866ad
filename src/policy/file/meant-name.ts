import { nearestName } from '../../dataset/resolve.ts'

/** What metrics and roles are called elsewhere. */
const otherNames = new Map([
  ['auc', 'roc_auc'],
  ['auroc', 'roc_auc'],
  ['ap', 'average_precision'],
  ['pr_auc', 'average_precision'],
  ['auprc', 'average_precision'],
  ['sensitivity', 'recall'],
  ['tpr', 'recall'],
  ['ppv', 'precision'],
  ['tnr', 'specificity'],
  ['fpr', 'false_positive_rate'],
  ['fnr', 'false_negative_rate'],
  ['mcc', 'matthews_corrcoef'],
  ['kappa', 'cohen_kappa'],
  ['cost', 'expected_cost'],
  ['logloss', 'log_loss'],
  ['cross_entropy', 'log_loss'],
  ['mae', 'mean_absolute_error'],
  ['mse', 'mean_squared_error'],
  ['rmse', 'root_mean_squared_error'],
  ['mape', 'mean_absolute_percentage_error'],
  ['score', 'candidate'],
  ['target', 'label'],
  ['truth', 'label'],
  ['baseline', 'production'],
  ['challenger', 'candidate'],
  ['champion', 'production'],
])

/** The choice that was probably meant: by another name that it has, or the nearest one as written. */
export function meantName(name: string, choices: readonly string[]): string | null {
  const other = otherNames.get(name.toLowerCase())
  return other !== undefined && choices.includes(other) ? other : nearestName(name, choices)
}
