import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { evaluateArguments } from '../../src/cli/arguments.ts'
import { plainReading, withReading } from '../../src/dataset/reading.ts'
import { evaluate } from '../../src/evaluate/evaluate.ts'
import { defaultPolicy } from '../../src/policy/policy.ts'
import { rowsLeftOut } from '../../src/result/reading.ts'
import { referenceKernels } from '../../src/tally/reference.ts'
import { scannersOf } from '../csv/everywhere.ts'
import { bytesSource } from '../csv/sources.ts'
import { fixtureUrl } from '../fixtures.ts'

interface Expected {
  task: string
  values: Record<string, number>
}

const folder = 'intake'
const hasFiles = existsSync(fixtureUrl(folder))
const bytesOf = (name: string) => new Uint8Array(readFileSync(fixtureUrl(`${folder}/${name}`)))
const binary = (label: string, ...more: string[]) => ['--task', 'binary', '--label', label, ...more]
const classes = (label: string, ...more: string[]) => ['--task', 'multiclass', '--label', label, ...more]
const numbers = (label: string, candidate: string, ...more: string[]) => [
  ...['--task', 'regression', '--label', label, '--candidate', candidate],
  ...more,
]

/** The answers to what each file leaves open, as options. */
const answers: Record<string, string[]> = {
  '03b-h2o-multi.csv': classes('species', '--candidate', 'bird,cat,dog'),
  '04-pycaret.csv': binary('Purchase', '--candidate', 'prediction_score', '--candidate-of', 'prediction_label'),
  '04b-pycaret-mostly-positive.csv': binary(
    'Purchase',
    ...['--candidate', 'prediction_score', '--candidate-of', 'prediction_label'],
  ),
  '05-autogluon.csv': binary('class', '--positive', ' >50K', '--candidate', ' <=50K, >50K'),
  '06-spark.csv': binary('label', '--candidate', 'probability[2]'),
  '09-sagemaker-headerless.csv': binary('1', '--candidate', '2', '--no-header'),
  '10-kaggle-submission.csv': binary(
    '10-kaggle-solution:target',
    ...['--candidate', '10-kaggle-submission:target', '--id', 'id'],
  ),
  '10b-y_pred.csv': binary('y_test', '--candidate', 'y_pred', '--join', 'row_order'),
  '11b-hf-pipeline.csv': binary(
    'true_label',
    ...['--positive', 'POSITIVE', '--candidate', 'score', '--candidate-of', 'label'],
  ),
  '12-compas.csv': binary('two_year_recid', '--candidate', 'decile_score', '--threshold', '5'),
  '12b-aequitas.csv': binary('label_value', '--prediction', 'score'),
  '12c-compas-pandas.csv': binary('two_year_recid', '--candidate', 'decile_score', '--threshold', '5'),
  '13d-llm-classes.csv': classes('gold_label', '--prediction', 'full_system'),
  '14-percent.csv': binary(
    'churned',
    ...['--positive', 'Yes', '--candidate', 'score', '--number-format', 'score=percent'],
  ),
  '14b-percent-number.csv': binary(
    'churned',
    ...['--candidate', 'probability_pct', '--number-format', 'probability_pct=percent'],
  ),
  '15b-european.csv': binary(
    'Gekündigt',
    ...['--candidate', 'Score_neu', '--production', 'Score_alt'],
    ...['--number-format', 'Score_neu=decimal_comma', '--number-format', 'Score_alt=decimal_comma'],
  ),
  '16e-minus-one.csv': binary('y', '--candidate', 'decision_function', '--threshold', '0'),
  '17b-missing-labels.csv': binary('label', '--candidate', 'score', '--invalid-rows', 'leave_out'),
  '18-long.csv': binary(
    'label',
    ...['--id', 'id', '--model', 'model', '--score', 'score', '--candidate', 'xgboost', '--production', 'logreg'],
  ),
  '20-time-iso.csv': binary('label', '--candidate', 'score', '--time', 'timestamp'),
  '22-plain.tsv': binary('label', '--candidate', 'score', '--id', 'id'),
  '23-thousands.csv': numbers(
    ...(['actual_price', 'predicted_price'] as const),
    ...['--number-format', 'actual_price=comma_thousands', '--number-format', 'predicted_price=comma_thousands'],
  ),
  '23d-german-integers.csv': numbers(
    ...(['Ist', 'Prognose'] as const),
    ...['--number-format', 'Ist=dot_thousands', '--number-format', 'Prognose=dot_thousands'],
  ),
  '24-horizons.csv': numbers('y_t+1', 'pred_t+1'),
  '27d-class-names.csv': classes('label', '--candidate', 'cat,dog,bird'),
  '27j-label-idx-names.csv': classes('label', '--candidate', 'cat=prob_0,dog=prob_1,bird=prob_2'),
  '30-azure-binary.csv': binary('income', '--positive', '>50K', '--candidate', 'Scored Probabilities'),
  '30b-spss.csv': binary('churn', ...['--positive', 'T', '--candidate', '$NC-churn', '--candidate-of', '$N-churn']),
  '31d-spelling.csv': classes('gold', '--prediction', 'answer', '--spelling', 'answer=fold'),
  '31f-empty-01.csv': binary('outcome', '--candidate', 'score', '--invalid-rows', 'leave_out'),
  '31g-r-na-truth.csv': classes('obs', '--prediction', 'pred', '--invalid-rows', 'leave_out'),
  '31i-r-na-binary.csv': binary('obs', '--prediction', 'pred', '--invalid-rows', 'leave_out'),
  '32c-features-and-pred.csv': binary('approved', '--candidate', 'prediction_probability'),
  '32e-imdb.csv': numbers('Actual IMDB Score', 'Predicted IMDB Score'),
  '32f-charges.csv': numbers('Current Charges', 'LR_Predicted'),
  '32g-toxic.csv': binary('expected_label', '--positive', 'toxic', '--candidate', 'toxic_bert_score'),
}

/** Files that are joined with another one. */
const others: Record<string, string> = {
  '10-kaggle-submission.csv': '10-kaggle-solution.csv',
  '10b-y_pred.csv': '10b-y_test.csv',
}

async function evaluated(names: string[], options: string[]) {
  const { columns, reading, settings, threshold } = evaluateArguments([...names, ...options])
  const sources = names.map((name) => bytesSource(bytesOf(name), 4096, name))
  const policy = {
    ...defaultPolicy,
    ...settings,
    columns,
    reading: withReading(plainReading, reading),
    threshold: { kind: 'fixed' as const, value: threshold ?? 0.5 },
    replicates: 20,
  }
  const { document } = await evaluate(sources, policy, { kernels: referenceKernels(), scanners: scannersOf(1) })
  return document
}

describe.skipIf(!hasFiles)('files as tools and people write them', () => {
  const expected: Record<string, Expected> = hasFiles
    ? (JSON.parse(new TextDecoder().decode(bytesOf('expected.json'))) as Record<string, Expected>)
    : {}

  it.each(Object.keys(answers))('%s has the right numbers where its roles and formats are named', async (name) => {
    const { task, values } = expected[name]
    const document = await evaluated([name, ...(name in others ? [others[name]] : [])], answers[name])
    expect(document.task).toBe(task)
    const { candidate, production } = document.models
    const found = Object.entries(values).map(([key]) => {
      const [metric, model] = key.split(' ').toReversed()
      const rows = (model === 'production' ? production : candidate)!.splits.all
      if (key === 'rows') return [key, rows.rows]
      if (key === 'positives') return [key, rows.positives]
      if (key === 'left_out') return [key, rowsLeftOut(document)]
      return [key, rows.metrics[metric].value]
    })
    for (const [key, value] of found) expect(value, String(key)).toBeCloseTo(values[key as string], 6)
  })

  it('19-wide.csv has the right number of each model', async () => {
    for (const [key, value] of Object.entries(expected['19-wide.csv'].values)) {
      const [candidate] = key.split(' ')
      if (key === 'rows') continue
      const { models } = await evaluated(['19-wide.csv'], binary('y_true', '--candidate', candidate))
      expect(models.candidate.splits.all.metrics.roc_auc.value, key).toBeCloseTo(value, 6)
    }
  })

  it('covers every file of a task that is evaluated', () => {
    const files = readdirSync(fixtureUrl(folder)).filter((name) => /\.(csv|tsv)$/.test(name))
    const left = files.filter((name) => !(name in answers) && !Object.values(others).includes(name))
    const tasks = ['binary', 'multiclass', 'regression']
    const evaluable = left.filter(
      (name) => tasks.includes(expected[name].task) && Object.keys(expected[name].values).length > 1,
    )
    expect(evaluable).toEqual(['19-wide.csv'])
  })
})
