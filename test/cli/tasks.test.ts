import { describe, expect, it } from 'vitest'
import type { EvaluationDocument } from '../../src/result/evaluation.ts'
import { builtCommand } from './run-command.ts'

const { run, write } = builtCommand()

function evaluated(...args: string[]): { status: number | null; document: EvaluationDocument } {
  const { status, stdout, stderr } = run(['evaluate', ...args, '--format', 'json'])
  expect(stderr).toBe('')
  return { status, document: JSON.parse(stdout) }
}

function refusal(...args: string[]): string {
  const { status, stdout, stderr } = run(['evaluate', ...args])
  expect([status, stdout]).toEqual([3, ''])
  return stderr
}

const policy = (...requirements: string[]) =>
  `version: 1\nrequirements:\n${requirements.map((line) => `  - ${line}\n`).join('')}`

describe('several classes', { timeout: 60_000 }, () => {
  // Called: cat, cat, dog, dog, owl, cat; so 4 of 6 are right. Halves and quarters sum to 1 exactly.
  const csv = [
    'animal,p_cat,p_dog,p_owl,old_cat,old_dog,old_owl,says,zoo',
    'cat,0.5,0.25,0.25,0.25,0.5,0.25,cat,a',
    'cat,0.75,0.25,0,0.5,0.25,0.25,cat,a',
    'dog,0.25,0.5,0.25,0.25,0.5,0.25,dog,b',
    'owl,0.25,0.5,0.25,0.25,0.25,0.5,dog,b',
    'owl,0.125,0.25,0.625,0.25,0.25,0.5,owl,a',
    'dog,0.5,0.25,0.25,0.25,0.5,0.25,cat,b',
    '',
  ].join('\n')
  const file = () => write('animals.csv', csv)

  it('of probabilities: a pattern names their columns, and tells the task', () => {
    const { document } = evaluated(
      file(),
      '--label',
      'animal',
      '--candidate',
      'p_*',
      '--production',
      'old_*',
      '--slice',
      'zoo',
    )
    expect([document.task, document.task_evidence]).toEqual(['multiclass', '"p_*" stands for a column for each class'])
    const { all } = document.models.candidate.splits
    expect(all.confusion).toEqual({
      labels: ['cat', 'dog', 'owl'],
      counts: [
        [2, 0, 0],
        [1, 1, 0],
        [0, 1, 1],
      ],
    })
    expect(all.metrics.accuracy.value).toBeCloseTo(4 / 6, 12)
    // Recalls 1, 1/2, 1/2; precisions 2/3, 1/2, 1.
    expect(all.metrics.recall_macro.value).toBeCloseTo(2 / 3, 12)
    expect(all.metrics.precision_macro.value).toBeCloseTo(13 / 18, 12)
    expect(all.classes!.owl.recall.value).toBe(0.5)
    expect(all.slices.map(({ where, rows }) => [where.zoo, rows])).toEqual([
      ['a', 3],
      ['b', 3],
    ])
    expect(document.models.candidate.threshold).toBeUndefined()
    // Production is right on all but the first: 5 of 6.
    expect(document.comparison!.splits.all.metrics.accuracy).toMatchObject({ test: 'mcnemar' })
    const { metrics } = document.comparison!.splits.all
    expect((metrics.accuracy as { difference: number }).difference).toBeCloseTo(-1 / 6, 12)
  })

  it('predicted: what takes probabilities is undefined', () => {
    const { document } = evaluated(file(), '--label', 'animal', '--prediction', 'says')
    const { metrics } = document.models.candidate.splits.all
    expect(metrics.accuracy.value).toBeCloseTo(4 / 6, 12)
    expect(metrics.log_loss).toEqual({ value: null, undefined: 'no probabilities' })
  })

  it('a requirement can be of one class', () => {
    const { status, document } = evaluated(
      file(),
      '--label',
      'animal',
      '--candidate',
      'p_*',
      '--policy',
      write('owl.yaml', policy('{metric: recall, class: owl, at_most: 1}')),
    )
    // Every model has a recall of 1 at most: met, and no pass.
    expect(status).toBe(2)
    expect(document.requirements[0]).toMatchObject({ metric: 'recall', class: 'owl', value: 0.5, outcome: 'pass' })
  })

  it('bad input: what, where, what now', () => {
    const label = ['--label', 'animal']
    const cases: [string[], RegExp][] = [
      [[file(), ...label, '--candidate', 'q_*'], /--candidate: found no column "q_\*"/],
      [
        [file(), ...label, '--candidate', 'p_cat', '--task', 'multiclass'],
        /--candidate: found the one column "p_cat", expected a column of probabilities for each class/,
      ],
      [
        [write('cow.csv', csv.replace('dog,0.25', 'cow,0.25')), ...label, '--candidate', 'p_*'],
        /cow\.csv.*column "animal": found the class "cow" \(1 row\), expected a column of its probabilities beside p_cat, p_dog, p_owl/,
      ],
      [
        [
          file(),
          ...label,
          '--candidate',
          'p_*',
          '--policy',
          write('none.yaml', policy('{metric: recall, class: cow, at_least: 0}')),
        ],
        /none\.yaml, line 3, .*requirements\[0\]\.class: found "cow", expected one of the classes "cat", "dog", "owl"/,
      ],
      [
        [
          file(),
          ...label,
          '--candidate',
          'p_*',
          '--policy',
          write('auc.yaml', policy('{metric: roc_auc, at_least: 0}')),
        ],
        /auc\.yaml, line 3, .*requirements\[0\]\.metric: found "roc_auc", expected a metric of the multiclass task/,
      ],
      [
        [
          file(),
          ...label,
          '--candidate',
          'p_*',
          '--policy',
          write('choose.yaml', `${policy('{metric: accuracy, at_least: 0}')}threshold: {maximise: f1}\n`),
        ],
        /choose\.yaml, line 4, .*threshold: found a threshold to choose in a multiclass task/,
      ],
    ]
    for (const [args, words] of cases) expect(refusal(...args), args.join(' ')).toMatch(words)
  })
})

describe('regression', { timeout: 60_000 }, () => {
  // Errors of the candidate 0.5, −0.5, 1, 0; of production 1, 1, 1, 1.
  const csv = ['price,new,old', '1.5,2,2.5', '2.5,2,3.5', '3,4,4', '5,5,6', ''].join('\n')
  const file = () => write('prices.csv', csv)

  it('is told by a label of numbers; differences are paired', () => {
    const { document } = evaluated(file(), '--label', 'price', '--candidate', 'new', '--production', 'old')
    expect([document.task, document.task_evidence]).toEqual(['regression', 'the label holds numbers'])
    const { metrics, confusion, positives } = document.models.candidate.splits.all
    expect([confusion, positives]).toEqual([undefined, undefined])
    expect(metrics.mean_absolute_error.value).toBe(0.5)
    expect(metrics.mean_squared_error.value).toBe(0.375)
    expect(metrics.mean_error.value).toBe(0.25)
    expect(metrics.max_error).toMatchObject({ value: 1, low: null })
    // Truths 1.5, 2.5, 3, 5 have mean 3 and Σ(y − 3)² = 6.5: 1 − 1.5/6.5.
    expect(metrics.r2.value).toBeCloseTo(1 - 1.5 / 6.5, 12)
    expect(document.comparison!.splits.all.metrics.mean_absolute_error).toMatchObject({ difference: -0.5, test: 't' })
  })

  it('is judged as any other task', () => {
    const judged = (bound: string) =>
      run([
        'evaluate',
        file(),
        '--label',
        'price',
        '--candidate',
        'new',
        '--policy',
        write('price.yaml', policy(`{metric: mean_absolute_error, ${bound}}`)),
      ]).status
    expect(judged('at_most: 1.25')).toBe(0)
    expect(judged('at_least: 100')).toBe(1)
    expect(judged('at_most: 0.5')).toBe(2)
  })

  it('has no hard predictions, and no words for numbers', () => {
    expect(refusal(file(), '--label', 'price', '--prediction', 'new', '--task', 'regression')).toMatch(
      /--prediction: found hard predictions "new" of a regression/,
    )
    expect(
      refusal(
        write('words.csv', csv.replace('2.5,2,', '2.5,two,')),
        '--label',
        'price',
        '--candidate',
        'new',
        '--task',
        'regression',
      ),
    ).toMatch(/words\.csv, line 3, column "new": found "two"/)
  })
})
