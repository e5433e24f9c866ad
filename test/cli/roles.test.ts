import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { EvaluationDocument, RowSetResult } from '../../src/result/evaluation.ts'
import { lehmer } from '../helpers/lehmer.ts'
import { builtCommand } from './run-command.ts'

const { run, write } = builtCommand()

function evaluated(...args: string[]): EvaluationDocument {
  const { status, stdout, stderr } = run(['evaluate', ...args, '--format', 'json'])
  expect(stderr).toBe('')
  expect(status).toBe(0)
  return JSON.parse(stdout)
}

function refusal(...args: string[]): string {
  const { status, stdout, stderr } = run(['evaluate', ...args])
  expect([status, stdout]).toEqual([3, ''])
  return stderr
}

const header = 'y,a,b,region,segment,w,patient'

function records(count: number, weightOf: (random: number) => number): string[] {
  const random = lehmer(5)
  return Array.from({ length: count }, () => {
    const y = random() < 0.4 ? 1 : 0
    const scores = [0.6 * random() + 0.4 * y, 0.8 * random() + 0.2 * y].map((score) => score.toFixed(2))
    const words = ['north,new', 'north,old', 'south,new', 'south,old'][Math.floor(4 * random())]
    return [y, ...scores, words, weightOf(random()), `p${Math.floor(30 * random())}`].join(',')
  })
}

const csv = (rows: string[]) => [header, ...rows, ''].join('\n')
const roles = [
  '--label',
  'y',
  '--candidate',
  'a',
  '--production',
  'b',
  '--slice',
  'region',
  '--slice',
  'segment',
  '--replicates',
  '100',
]

/** A result without what says how many lines the file had. */
function withoutSizes(document: EvaluationDocument): unknown {
  const sizes = ['rows', 'weight', 'positives', 'sha256']
  return JSON.parse(JSON.stringify(document, (key, value) => (sizes.includes(key) ? undefined : value)))
}

describe('weights', { timeout: 120_000 }, () => {
  const counted = records(150, (random) => 1 + Math.floor(3 * random))

  it('whole numbers stand for that many rows: the file with each row repeated gives the same result', () => {
    const repeated = counted.flatMap((record) => Array.from({ length: Number(record.split(',')[5]) }, () => record))
    const weighted = evaluated(
      write('weighted.csv', csv(counted)),
      ...roles,
      '--weight',
      'w',
      '--weight-kind',
      'frequency',
    )
    const plain = evaluated(write('repeated.csv', csv(repeated)), ...roles, '--weight-kind', 'frequency')
    expect(withoutSizes(weighted)).toEqual(withoutSizes(plain))
    expect(weighted.models.candidate.splits.all).toMatchObject({ rows: 150, weight: repeated.length })
  })

  it('the order of the rows leaves no trace, with shares and groups too', () => {
    const shared = records(150, (random) => Math.round(1000 * random + 1) / 300)
    const args = [...roles, '--weight', 'w', '--group', 'patient']
    const first = evaluated(write('first.csv', csv(shared)), ...args)
    const second = evaluated(write('second.csv', csv(shared.slice().reverse())), ...args)
    expect(second.sha256).toBe(first.sha256)
  })

  it('rows of weight 0 are left out and said; a negative weight is refused with its line', () => {
    const rows = counted.map((record, i) => (i < 2 ? record.replace(/,\d(?=,p)/, ',0') : record))
    const { rows: rowCount, warnings } = evaluated(write('zero.csv', csv(rows)), ...roles, '--weight', 'w')
    expect(rowCount).toBe(148)
    expect(warnings).toContainEqual({
      code: 'zero_weight',
      message: 'zero.csv: 2 rows of weight 0 in column "w" are left out.',
      rows_left_out: 2,
    })
    const negative = write('negative.csv', csv(counted.with(7, '1,0.5,0.5,north,new,-2,p1')))
    expect(refusal(negative, ...roles, '--weight', 'w')).toMatch(
      /negative\.csv, line 9, column "w": found the weight -2, expected weights of 0 or more/,
    )
  })
})

describe('groups', { timeout: 120_000 }, () => {
  const file = () => write('grouped.csv', csv(records(300, () => 1)))

  it('change no value, only how sure it is', () => {
    const plain = evaluated(file(), ...roles).models.candidate.splits.all.metrics
    const grouped = evaluated(file(), ...roles, '--group', 'patient').models.candidate.splits.all.metrics
    for (const [id, metric] of Object.entries(plain)) expect(grouped[id].value, id).toBe(metric.value)
    expect(grouped.roc_auc).not.toEqual(plain.roc_auc)
  })

  it('of one row each change nothing', () => {
    const rows = records(60, () => 1).map((record, i) => record.replace(/p\d+$/, `p${i}`))
    const plain = evaluated(write('single.csv', csv(rows)), ...roles)
    expect(evaluated(write('single.csv', csv(rows)), ...roles, '--group', 'patient').sha256).toBe(plain.sha256)
  })
})

describe('slices', { timeout: 120_000 }, () => {
  it('of two columns come with their intersections, whose rows are those of both', () => {
    const rows = records(200, () => 1)
    const { slices } = evaluated(write('cross.csv', csv(rows)), ...roles).models.candidate.splits.all
    expect(slices.map(({ where }) => where)).toEqual([
      { region: 'north' },
      { region: 'south' },
      { segment: 'new' },
      { segment: 'old' },
      { region: 'north', segment: 'new' },
      { region: 'north', segment: 'old' },
      { region: 'south', segment: 'new' },
      { region: 'south', segment: 'old' },
    ])
    const alone = evaluated(
      write('alone.csv', csv(rows.filter((record) => record.includes('north,old')))),
      '--label',
      'y',
      '--candidate',
      'a',
    )
    const { where: _where, ...inSlice } = slices[5]
    const { slices: _slices, calibration: _calibration, ...whole } = alone.models.candidate.splits.all
    // The bootstrap's draws are the whole's own.
    const withoutDraws = ({ metrics, ...rest }: RowSetResult) => ({
      ...rest,
      metrics: { ...metrics, ks: metrics.ks.value, ece: metrics.ece.value },
    })
    expect(withoutDraws(inSlice)).toEqual(withoutDraws(whole))
  })

  it('a requirement on an intersection is judged on each', () => {
    const policy = write(
      'cross.yaml',
      'version: 1\nrequirements:\n  - {metric: recall, at_least: 0, slices: [segment, region]}\n',
    )
    const { status, stdout } = run([
      'evaluate',
      write('cross.csv', csv(records(200, () => 1))),
      ...roles,
      '--policy',
      policy,
      '--format',
      'json',
    ])
    const { requirements } = JSON.parse(stdout) as EvaluationDocument
    // Any model has a recall of 0: met, and no pass.
    expect(status).toBe(2)
    expect(requirements.map(({ outcome }) => outcome)).toEqual(['pass', 'pass', 'pass', 'pass'])
    expect(requirements.map(({ slice }) => slice)).toEqual([
      { region: 'north', segment: 'new' },
      { region: 'south', segment: 'new' },
      { region: 'north', segment: 'old' },
      { region: 'south', segment: 'old' },
    ])
  })
})

describe('metrics that only the bootstrap knows', { timeout: 120_000 }, () => {
  it('have intervals on every split, and on slices where a requirement asks', () => {
    const file = write('boot.csv', csv(records(200, () => 1)))
    const policy = write(
      'boot.yaml',
      'version: 1\nreplicates: 200\nrequirements:\n  - {metric: ks, at_least: 0, slices: region}\n  - {metric: ece, versus_production: {at_most: 1}, slices: region}\n',
    )
    const { status, stdout } = run(['evaluate', file, ...roles, '--policy', policy, '--format', 'json'])
    const { models, requirements, comparison } = JSON.parse(stdout) as EvaluationDocument
    expect(status).toBe(0)
    for (const id of ['ks', 'ece']) {
      expect(models.candidate.splits.all.metrics[id]).toMatchObject({ interval: 'bootstrap' })
      expect(comparison!.splits.all.metrics[id]).toMatchObject({ test: 'bootstrap' })
    }
    expect(requirements.map(({ outcome }) => outcome)).toEqual(['pass', 'pass', 'pass', 'pass'])
    expect(requirements.every(({ value, low, high }) => low! <= value! && value! <= high!)).toBe(true)
  })
})

describe('hard predictions', { timeout: 120_000 }, () => {
  const rows = ['pos,pos', 'pos,neg', 'neg,neg', 'neg,pos', 'neg,neg']
  const file = (list = rows) => write('hard.csv', ['truth,says', ...list, ''].join('\n'))
  const args = ['--label', 'truth', '--prediction', 'says', '--positive', 'pos']

  it('give the metrics of decisions; those that take scores are undefined, with the reason', () => {
    const { candidate } = evaluated(file(), ...args).models
    expect(candidate.threshold).toBeUndefined()
    // 1 true positive, 1 false negative, 2 true negatives, 1 false positive.
    expect(candidate.splits.all.confusion).toEqual({
      labels: ['neg', 'pos'],
      counts: [
        [2, 1],
        [1, 1],
      ],
    })
    expect(candidate.splits.all.metrics.accuracy.value).toBe(0.6)
    expect(candidate.splits.all.metrics.roc_auc).toEqual({ value: null, undefined: 'hard predictions, no scores' })
  })

  it('of a class that the label does not have, or beside scores, are refused', () => {
    expect(refusal(file([...rows, 'neg,maybe']), ...args)).toMatch(
      /hard\.csv, line 7, column "says": found "maybe", expected one of the label’s values "neg" and "pos"/,
    )
    expect(
      refusal(write('both.csv', csv(records(9, () => 1))), '--label', 'y', '--candidate', 'a', '--prediction', 'b'),
    ).toMatch(
      /--prediction: found candidate and prediction of one model, expected scores, or hard predictions where there are no scores/,
    )
  })
})

describe('the task', { timeout: 120_000 }, () => {
  it('is told by the columns, and said', () => {
    const { task, task_evidence: evidence } = evaluated(
      write('told.csv', csv(records(20, () => 1))),
      '--label',
      'y',
      '--candidate',
      'a',
    )
    expect([task, evidence]).toEqual(['binary', 'the label has two values'])
  })

  it('has to be named where a few whole numbers may be classes or numbers', () => {
    const file = write('ratings.csv', 'stars,says\n1,1.2\n2,2.2\n3,2.9\n')
    expect(refusal(file, '--label', 'stars', '--candidate', 'says')).toMatch(
      /--label: found 3 whole numbers: "1", "2", "3", expected .*Name the task: --task/,
    )
  })

  it('refuses metrics of another', () => {
    const policy = write('other.yaml', 'version: 1\nrequirements:\n  - {metric: r2, at_least: 0}\n')
    expect(
      refusal(write('told.csv', csv(records(20, () => 1))), '--label', 'y', '--candidate', 'a', '--policy', policy),
    ).toMatch(/requirements\[0\]\.metric/)
  })
})

describe('scores that are read the other way round', () => {
  const rows = records(400, () => 1)
  const file = write('as-they-are.csv', csv(rows))
  const flipped = (of: (score: number) => number) =>
    write(
      'flipped.csv',
      csv(
        rows.map((row) => {
          const [y, a, ...others] = row.split(',')
          return [y, of(Number(a)), ...others].join(',')
        }),
      ),
    )

  it.each([
    ['1 − score of probabilities', (score: number) => score, (score: number) => 1 - score],
    ['−score of other numbers', (score: number) => 10 * score - 3, (score: number) => 3 - 10 * score],
  ])('are %s, with the same bytes as a file that has them so', (_case, as, reversed) => {
    const { setup, ...numbers } = evaluated(flipped(as), ...roles, '--reversed', 'candidate', '--threshold', '0.3')
    expect(setup.columns.reversed).toEqual(['candidate'])
    const { setup: _setup, ...written } = evaluated(flipped(reversed), ...roles, '--threshold', '0.3')
    expect(numbers).toEqual(written)
  })

  it('are what the policy says, and are not there where nothing says it', () => {
    const policy = write(
      'reversed.yaml',
      'version: 1\nreplicates: 100\ncolumns: {label: y, candidate: a, production: b, slices: [region, segment], reversed: [candidate]}\nrequirements: [{metric: roc_auc, at_most: 0.4}]\n',
    )
    const { sha256 } = evaluated(file, '--policy', policy)
    expect(evaluated(file, ...roles, '--policy', policy, '--reversed', 'candidate').sha256).toBe(sha256)
    expect(evaluated(file, ...roles).setup.columns.reversed).toBeUndefined()
  })

  it.each([
    [
      ['--label', 'y', '--candidate', 'a', '--reversed', 'production'],
      '--reversed: found production, which has no scores of two classes',
    ],
    [
      ['--label', 'y', '--prediction', 'y', '--reversed', 'candidate'],
      '--reversed: found candidate, which has no scores of two classes',
    ],
    [
      ['--task', 'regression', '--label', 'a', '--candidate', 'b', '--reversed', 'candidate'],
      '--reversed: found candidate, which has no scores of two classes',
    ],
    [
      ['--label', 'y', '--candidate', 'a', '--reversed', 'both'],
      '--reversed: found "both", expected candidate, production',
    ],
  ])('%j is refused', (args, words) => {
    expect(refusal(file, ...args)).toContain(words)
  })
})

// Expected numbers: scikit-learn 1.9.1 (log_loss, brier_score_loss; of three classes the mean squared distance) of the
// probabilities by scipy 1.17.1 (scipy.special.expit, scipy.special.softmax).
describe('scores that are logits', { timeout: 60_000 }, () => {
  const caseOf = (name: string) => fileURLToPath(new URL(`../intake/cases/${name}.csv`, import.meta.url))
  const threeClasses = { log_loss: 0.7694468510445963, brier: 0.44445201393359546, accuracy: 0.75 }
  const newModel = { log_loss: 0.327433594118892, brier: 0.09133330812983431 }

  it.each([
    ['logits_named', 'softmax', ['--candidate', 'logit_*'], threeClasses],
    ['logits_in_a_cell', 'softmax', ['--candidate', 'cat=logits[1],dog=logits[2],fish=logits[3]'], threeClasses],
    [
      'logits_of_two_classes',
      'softmax',
      ['--candidate', 'logit_*'],
      { log_loss: 0.32743164116858664, brier: 0.09132975086504062 },
    ],
    ['logits_of_two_models', 'sigmoid', ['--logits', 'production'], newModel],
  ])('%s: the probabilities are their %s, which the result says', (name, by, args, wanted) => {
    const { models, warnings, setup } = evaluated(caseOf(name), ...args, '--logits', 'candidate')
    const { metrics } = models.candidate!.splits.all
    for (const [metric, value] of Object.entries(wanted)) expect(metrics[metric].value).toBeCloseTo(value, 13)
    expect(setup.columns.logits).toContain('candidate')
    const said = warnings.filter(({ code, model }) => code === 'probabilities_of_logits' && model === 'candidate')
    expect(said).toHaveLength(1)
    expect(said[0].message).toContain(`its probabilities are their ${by}`)
  })

  it('of the model in production count for it alone', () => {
    const { models } = evaluated(caseOf('logits_of_two_models'), '--logits', 'production', '--threshold', '0')
    const [candidate, production] = [models.candidate!, models.production!].map((model) => model.splits.all.metrics)
    expect(candidate.log_loss.value).toBeNull()
    expect(production.log_loss.value).toBeCloseTo(0.5251033557388188, 13)
    expect(production.brier.value).toBeCloseTo(0.17534432964682364, 13)
  })

  it('that look like probabilities are said to', () => {
    const file = write('shares.csv', csv(records(40, () => 1)))
    const codes = evaluated(file, ...roles, '--logits', 'candidate').warnings.map(({ code }) => code)
    expect(codes).toContain('logits_like_probabilities')
  })

  it.each([
    [
      ['--label', 'y', '--candidate', 'a', '--logits', 'production'],
      'found production, which has no scores of classes',
    ],
    [['--label', 'y', '--prediction', 'y', '--logits', 'candidate'], 'found candidate, which has no scores of classes'],
    [
      ['--task', 'regression', '--label', 'a', '--candidate', 'b', '--logits', 'candidate'],
      'found candidate, which has no scores of classes',
    ],
    [
      ['--label', 'y', '--candidate', 'a', '--candidate-of', 'y', '--logits', 'candidate'],
      'found candidate, whose score is of the class that "y" names',
    ],
    [
      ['--label', 'y', '--candidate', 'a[2]', '--logits', 'candidate'],
      'found "a[2]", one number of a vector, expected the logit of every class',
    ],
  ])('%j is refused', (args, words) => {
    expect(refusal(write('few.csv', csv(records(20, () => 1))), ...args)).toContain(`--logits: ${words}`)
  })
})
