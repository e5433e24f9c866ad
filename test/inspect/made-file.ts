import type { FileSample } from '../../src/dataset/resolve.ts'
import type { Task } from '../../src/dataset/roles.ts'

/** A made file with what it was made to say. */
export interface MadeFile {
  sample: FileSample
  /** What the file is, in words: for the message of a failure. */
  shape: string
  /** null: the file holds no truth, or no model, so that nothing may be evaluated. */
  planted: Planted | null
}

/** What is right. */
export interface Planted {
  task: Task
  /** Columns that hold the truth. */
  labels: readonly string[]
  positive: string | null
  /** What may be the candidate: the texts of scores, or columns of decisions. */
  candidates: readonly string[]
  predictions: readonly string[]
  /** What may be in production; only where names tell it. */
  productions: readonly string[]
  /** No answer is right unasked: several models, a score of the predicted class, cells that can be read in two ways … */
  mustAsk: boolean
  /** What has to be asked is about scores: decisions can be evaluated without an answer. */
  isAboutScores?: boolean
}

/** A source of chance (Mulberry32). */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

type Column = [header: string, cells: string[]]

const explicitTruths = [
  'y_true', 'actual', 'actual_value', 'true_label', 'ground_truth', 'gold', 'gold_label', 'observed', 'expected', 'truth', 'true_class',
  'actual_outcome', 'y_test', 'expected_label', 'observed_outcome', 'actual_label', 'label_true', 'real_value', 'human_label', 'reference_label',
] // prettier-ignore
const labelTruths = [
  'label',
  'target',
  'y',
  'outcome',
  'class',
  'target_value',
  'label_value',
  'response',
  'outcome_flag',
  'target_label',
]
const eventTruths = [
  'churned', 'is_fraud', 'defaulted', 'converted', 'readmitted', 'survived', 'purchased', 'clicked', 'approved', 'churn', 'fraud',
  'has_disease', 'default', 'exited', 'subscribed', 'cancelled', 'conversion', 'is_spam', 'bought', 'left', 'attrition',
] // prettier-ignore
const rareTruths = [
  'result',
  'status_flag',
  'kuendigung',
  'col_7',
  'won_back',
  'renewal',
  'is_positive',
  'resultado',
  'abgewandert',
  'complaint',
  'z',
  'late',
  'hit_target',
]
const amountTruths = [
  'price',
  'sales',
  'demand',
  'charges',
  'revenue',
  'yield',
  'consumption',
  'duration',
  'rainfall',
  'cost',
]
const classTruths = [
  'species',
  'category',
  'sentiment',
  'intent',
  'topic',
  'product',
  'disease',
  'digit_name',
  'genre',
  'state_of_mind',
]
const scoreNames = [
  'score', 'probability', 'prob', 'proba', 'y_proba', 'y_prob', 'prediction_score', 'predicted_probability', 'prob_1', 'p', 'y_score',
  'model_score', 'risk_score', 'likelihood', 'pred_proba', 'prediction_probability', 'propensity', 'y_hat', 'xgb_score', 'pred', 'predictions',
] // prettier-ignore
const decisionNames = [
  'prediction',
  'predicted',
  'y_pred',
  'pred',
  'predicted_label',
  'prediction_label',
  'predicted_class',
  'pred_label',
  'model_output',
  'decision',
  'Scored Labels',
]
const amountPredictions = [
  'prediction',
  'predicted',
  'y_pred',
  'pred',
  'forecast',
  'estimate',
  'yhat',
  'predicted_value',
  'model_prediction',
  'fitted',
  'forecasted_value',
]
const modelWords = ['lr', 'xgb', 'rf', 'lgbm', 'catboost', 'nn', 'svm', 'bert', 'ridge', 'gbm']
const flags = [
  'is_member',
  'owns_car',
  'married',
  'has_phone',
  'is_weekend',
  'promoted',
  'smoker',
  'urban',
  'premium',
  'gender_encoded',
  'works_remote',
  'paperless',
]
const amounts = [
  'age',
  'income',
  'balance',
  'tenure',
  'credit_score',
  'amount',
  'visits',
  'current_balance',
  'bmi',
  'distance',
  'loan_amount',
  'expected_income',
  'previous_claims',
  'risk_rating',
  'nps_score',
]
const words: [string, string[]][] = [
  ['region', ['north', 'south', 'east', 'west']],
  ['plan', ['free', 'basic', 'pro']],
  ['gender', ['Female', 'Male']],
  ['segment', ['A', 'B', 'C', 'D']],
  ['channel', ['web', 'store']],
  ['device', ['mobile', 'desktop', 'tablet']],
  ['country', ['DE', 'FR', 'US', 'NA']],
]
const classSets = [
  ['cat', 'dog', 'bird'],
  ['negative', 'neutral', 'positive'],
  ['setosa', 'versicolor', 'virginica'],
  ['low', 'medium', 'high', 'extreme'],
  ['0', '1', '2'],
  ['Sports', 'World', 'Business', 'Sci/Tech'],
]
const pairs: [negative: string, positive: string, isConventional: boolean][] = [
  ['0', '1', true],
  ['0', '1', true],
  ['0', '1', true],
  ['0', '1', true],
  ['False', 'True', true],
  ['no', 'yes', true],
  ['-1', '1', true],
  ['0.0', '1.0', true],
  ['good', 'bad', false],
  ['legit', 'fraud', false],
]

/** A file made by chance: a truth, one or more models, and columns beside them. The same seed makes the same file. */
export function madeFile(seed: number): MadeFile {
  const maker = new Maker(seed)
  const draw = maker.chance()
  const made =
    draw < 0.3
      ? binaryScores(maker)
      : draw < 0.4
        ? binaryDecisions(maker)
        : draw < 0.48
          ? scoreOfPredicted(maker)
          : draw < 0.66
            ? regression(maker)
            : draw < 0.73
              ? classDecisions(maker)
              : draw < 0.81
                ? classProbabilities(maker)
                : draw < 0.86
                  ? severalModels(maker)
                  : draw < 0.89
                    ? noTruth(maker)
                    : draw < 0.92
                      ? noModel(maker)
                      : maker.one([horizons, severalLabels, longFile, vectors, twoTruths, vectors])(maker)
  return maker.finish(made)
}

interface Made {
  shape: string
  columns: Column[]
  planted: Planted | null
}

class Maker {
  readonly chance: () => number
  readonly rowCount: number
  readonly style: number
  readonly used = new Set<string>()
  /** What the truth depends on, where it is binary: for columns that have to do with it. */
  latent: number[] | null = null

  constructor(seed: number) {
    this.chance = chanceOf(seed)
    this.rowCount = this.one([40, 60, 150, 400])
    this.style = Math.floor(this.chance() * 7)
  }

  one<T>(values: readonly T[]): T {
    return values[Math.floor(this.chance() * values.length)]
  }

  is(share: number): boolean {
    return this.chance() < share
  }

  gauss(): number {
    return Math.sqrt(-2 * Math.log(1 - this.chance())) * Math.cos(2 * Math.PI * this.chance())
  }

  rows<T>(make: (row: number) => T): T[] {
    return Array.from({ length: this.rowCount }, (_, row) => make(row))
  }

  /** A name that is not used yet, in the style of this file. */
  name(names: readonly string[]): string {
    const free = names.filter((name) => !this.used.has(name))
    const name = this.one(free.length === 0 ? names.map((each) => `${each}_b`) : free)
    this.used.add(name)
    return this.styled(name)
  }

  styled(name: string): string {
    const parts = name.split('_')
    const capital = (part: string) => part.slice(0, 1).toUpperCase() + part.slice(1)
    switch (this.style) {
      case 1:
        return parts.map((part, i) => (i === 0 ? part : capital(part))).join('')
      case 2:
        return parts.map(capital).join('')
      case 3:
        return parts.map(capital).join(' ')
      case 4:
        return parts.join('-')
      case 5:
        return parts.join('.')
      case 6:
        return name.toUpperCase()
      default:
        return name
    }
  }

  truthName(kind: 'event' | 'amount' | 'class'): string {
    const draw = this.chance()
    const own = kind === 'event' ? eventTruths : kind === 'amount' ? amountTruths : classTruths
    if (draw < 0.35)
      return this.name(kind === 'event' ? explicitTruths.filter((name) => name !== 'real_value') : explicitTruths)
    if (draw < 0.6) return this.name(labelTruths)
    return this.name(kind === 'event' && draw < 0.68 ? rareTruths : own)
  }

  /** How sure a model is of the positive class in each row, and whether the row is positive. */
  binary(quality: number, share: number): { truth: boolean[]; latent: number[] } {
    const latent = this.rows(() => this.gauss())
    this.latent = latent
    const cut = latent.toSorted((a, b) => a - b)[Math.floor((1 - share) * this.rowCount)]
    const truth = latent.map((value) => value + this.gauss() * quality >= cut)
    return { truth, latent: latent.map((value) => value - cut) }
  }

  finish({ shape, columns, planted }: Made): MadeFile {
    const beside = besides(this, columns, planted)
    const all = this.is(0.5) ? [...beside, ...columns] : shuffled(this, [...beside, ...columns])
    const names = all.map(([header]) => header)
    if (new Set(names).size < names.length) return madeFile(Math.floor(this.chance() * 2 ** 31))
    return {
      shape,
      planted,
      sample: {
        file: this.one(['predictions.csv', 'results.csv', 'data.csv', 'test_set.csv']),
        columns: names,
        records: this.rows((row) => all.map(([, cells]) => cells[row])),
        rowCount: this.rowCount,
      },
    }
  }
}

function shuffled<T>(maker: Maker, values: readonly T[]): T[] {
  return values
    .map((value) => ({ value, at: maker.chance() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value)
}

function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value))
}

const fixed = (value: number, digits: number) => String(Number(value.toFixed(digits)))

interface BinaryParts {
  label: string
  truth: string[]
  scores: number[]
  negative: string
  positive: string
  isConventional: boolean
}

function binaryParts(maker: Maker): BinaryParts {
  const [negative, positive, isConventional] = maker.one(pairs)
  const { truth, latent } = maker.binary(maker.one([0.4, 0.8, 1.2]), maker.one([0.15, 0.3, 0.5]))
  return {
    label: maker.truthName('event'),
    truth: truth.map((isPositive) => (isPositive ? positive : negative)),
    scores: latent.map((value) => logistic(1.5 * value)),
    negative,
    positive,
    isConventional,
  }
}

function binaryScores(maker: Maker): Made {
  const { label, truth, scores, negative, positive, isConventional } = binaryParts(maker)
  const score = maker.is(0.2)
    ? maker.styled(`${label}_${maker.one(['prob', 'score', 'probability'])}`)
    : maker.name(scoreNames)
  const digits = maker.one([2, 4, 6])
  const cells = scores.map((value) => fixed(value, digits))
  const columns: Column[] = [
    [label, truth],
    [score, cells],
  ]
  let mustAsk = !isConventional
  let isAboutScores = isConventional
  const candidates = [score]
  const predictions: string[] = []
  if (maker.is(0.5)) {
    const threshold = maker.one([0.5, 0.5, 0.5, 0.3, 0.7])
    const decision = maker.name(decisionNames)
    columns.push([decision, cells.map((cell) => (Number(cell) >= threshold ? positive : negative))])
    predictions.push(decision)
  }
  let shape = 'a score'
  if (maker.is(0.15)) {
    columns.push([
      maker.name(['p_other', 'prob_0', 'one_minus_score', 'proba_negative']),
      cells.map((cell) => fixed(1 - Number(cell), digits)),
    ])
  }
  if (maker.is(0.1))
    columns.push([
      maker.name(['logit', 'log_odds', 'raw_margin']),
      scores.map((value) => fixed(Math.log(value / (1 - value)), 4)),
    ])
  if (maker.is(0.08))
    columns.push([
      maker.name(['decile', 'score_band', 'risk_band']),
      scores.map((value) => String(1 + Math.min(9, Math.floor(value * 10)))),
    ])
  const isCopied = maker.is(0.06)
  const draw = maker.chance()
  if (draw < 0.05) {
    columns[1][1] = cells.map((cell) => `${fixed(100 * Number(cell), 3)}%`)
    shape = 'a score in per cent'
    mustAsk = true
  } else if (draw < 0.09) {
    columns[1][1] = cells.map((cell) => cell.replace('.', ','))
    shape = 'a score with a decimal comma'
    mustAsk = true
  } else if (draw < 0.12) {
    columns[1][1] = cells.map((cell) => fixed(100 * Number(cell), 1))
    shape = 'a score from 0 to 100'
    mustAsk = true
  } else if (draw < 0.15) {
    columns[1][1] = scores.map((value) => fixed(Math.log(value / (1 - value)), 4))
    shape = 'a margin'
    mustAsk = true
  } else if (draw < 0.19) {
    columns[0][1] = truth.map((cell, row) => (row % 9 === 4 ? maker.one(['', 'NA', 'nan', '?']) : cell))
    shape = 'a truth with gaps'
    mustAsk = true
    isAboutScores = false
  }
  if (isCopied) columns.push([`${score}.1`, columns[1][1]])
  return {
    shape,
    columns,
    planted: {
      task: 'binary',
      labels: [label],
      positive,
      candidates,
      predictions,
      productions: [],
      mustAsk,
      isAboutScores,
    },
  }
}

function binaryDecisions(maker: Maker): Made {
  const { label, truth, scores, negative, positive, isConventional } = binaryParts(maker)
  const decision = maker.name(decisionNames)
  const columns: Column[] = [
    [label, truth],
    [decision, scores.map((value) => (value >= 0.5 ? positive : negative))],
  ]
  return {
    shape: 'decisions',
    columns,
    planted: {
      task: 'binary',
      labels: [label],
      positive,
      candidates: [],
      predictions: [decision],
      productions: [],
      mustAsk: !isConventional,
    },
  }
}

function scoreOfPredicted(maker: Maker): Made {
  const { label, truth, scores, negative, positive } = binaryParts(maker)
  const threshold = maker.one([0.5, 0.5, 0.5, 0.35])
  const isPositive = scores.map((value) => value >= threshold)
  const columns: Column[] = [
    [label, truth],
    [maker.name([...decisionNames, 'Label']), isPositive.map((is) => (is ? positive : negative))],
    [
      maker.name(['prediction_score', 'score', 'confidence', 'Score', 'probability', 'prediction_confidence']),
      scores.map((value, row) => fixed(isPositive[row] ? value : 1 - value, 4)),
    ],
  ]
  return {
    shape: 'the score of the predicted class',
    columns,
    planted: {
      task: 'binary',
      labels: [label],
      positive,
      candidates: [],
      predictions: [columns[1][0]],
      productions: [],
      mustAsk: true,
    },
  }
}

function regression(maker: Maker): Made {
  const label = maker.truthName('amount')
  const scale = maker.one([1, 10, 1000, 100000])
  const digits = maker.one([0, 1, 2])
  const base = maker.rows(() => 5 + maker.gauss())
  const truth = base.map((value) => fixed(scale * value, digits))
  const noise = maker.one([0.2, 0.5, 0.8])
  const predicted = base.map((value) => fixed(scale * (value + noise * maker.gauss()), maker.one([digits, 3])))
  const prediction = maker.is(0.3)
    ? maker.styled(maker.one([`predicted_${label}`, `${label}_pred`, `${label}_forecast`]))
    : maker.name(amountPredictions)
  const columns: Column[] = [
    [label, truth],
    [prediction, predicted],
  ]
  if (maker.is(0.25))
    columns.push([
      maker.name(['error', 'residual', 'diff', 'resid']),
      truth.map((cell, row) => fixed(Number(cell) - Number(predicted[row]), 4)),
    ])
  if (maker.is(0.15))
    columns.push([
      maker.name(['abs_error', 'absolute_error', 'delta']),
      truth.map((cell, row) => fixed(Math.abs(Number(cell) - Number(predicted[row])), 4)),
    ])
  if (maker.is(0.1))
    columns.push(
      [`${prediction}_lower`, predicted.map((cell) => fixed(Number(cell) - scale, 3))],
      [`${prediction}_upper`, predicted.map((cell) => fixed(Number(cell) + scale, 3))],
    )
  let [shape, mustAsk] = ['numbers', false]
  if (maker.is(0.1) && scale >= 1000) {
    shape = 'numbers with thousands'
    mustAsk = true
    for (const column of columns.slice(0, 2))
      column[1] = column[1].map((cell) =>
        Math.round(Number(cell))
          .toLocaleString('en')
          .replaceAll(',', maker.style % 2 === 0 ? '.' : ','),
      )
    columns.splice(2)
  }
  const isAmbiguous = columns
    .slice(0, 2)
    .some(
      ([, cells]) =>
        cells.every((cell) => /^([1-9]\d{0,2}(\.\d{3})+|\d{1,3})$/.test(cell)) &&
        cells.some((cell) => cell.includes('.')),
    )
  return {
    shape,
    columns,
    planted: {
      task: 'regression',
      labels: [label],
      positive: null,
      candidates: [prediction],
      predictions: [],
      productions: [],
      mustAsk: mustAsk || isAmbiguous,
    },
  }
}

interface ClassParts {
  label: string
  classes: string[]
  truth: string[]
  probabilities: number[][]
  predicted: string[]
}

function classParts(maker: Maker): ClassParts {
  const classes = maker.one(classSets)
  const truth = maker.rows(() => Math.floor(maker.chance() * classes.length))
  const probabilities = truth.map((own) => {
    const raw = classes.map((_, i) => Math.exp(maker.gauss() + (i === own ? 1.5 : 0)))
    const sum = raw.reduce((total, value) => total + value, 0)
    return raw.map((value) => Number((value / sum).toFixed(4)))
  })
  return {
    label: maker.truthName('class'),
    classes,
    truth: truth.map((own) => classes[own]),
    probabilities,
    predicted: probabilities.map((row) => classes[row.indexOf(Math.max(...row))]),
  }
}

function classDecisions(maker: Maker): Made {
  const { label, classes, truth, predicted, probabilities } = classParts(maker)
  const decision = maker.name(decisionNames)
  const columns: Column[] = [
    [label, truth],
    [decision, predicted],
  ]
  if (maker.is(0.5))
    columns.push([
      maker.name(['confidence', 'score', 'probability', 'prediction_score']),
      probabilities.map((row) => String(Math.max(...row))),
    ])
  if (maker.is(0.2))
    columns.push([
      maker.name(['correct', 'is_correct', 'match']),
      truth.map((cell, row) => (cell === predicted[row] ? '1' : '0')),
    ])
  // Three whole numbers may be amounts.
  const mustAsk = classes[0] === '0' && false
  return {
    shape: 'predicted classes',
    columns,
    planted: {
      task: 'multiclass',
      labels: [label],
      positive: null,
      candidates: [],
      predictions: [decision],
      productions: [],
      mustAsk,
    },
  }
}

function classProbabilities(maker: Maker): Made {
  const { label, classes, truth, probabilities, predicted } = classParts(maker)
  const [before, after] = maker.one([
    ['p_', ''],
    ['prob_', ''],
    ['', '_prob'],
    ['', ''],
    ['proba[', ']'],
    ['confidence(', ')'],
    ['P (label=', ')'],
  ] as const)
  const isByIndex = maker.is(0.15) && before !== ''
  const order = shuffled(
    maker,
    classes.map((_, i) => i),
  )
  const headers = order.map((own, i) => before + (isByIndex ? String(i) : classes[own]) + after)
  const columns: Column[] = [
    [label, truth],
    ...order.map((own, i): Column => [headers[i], probabilities.map((row) => String(row[own]))]),
  ]
  const decision = maker.name(decisionNames)
  const hasDecision = maker.is(0.5)
  if (hasDecision) columns.push([decision, predicted])
  // By index, only predicted classes can prove the order.
  const mapped = headers.map((header, i) => `${classes[order[i]]}=${header}`).join(',')
  const isNumbers = classes[0] === '0'
  const isSorted = order.every((own, i) => own === i)
  const text = isByIndex && !(isNumbers && isSorted) ? [] : [`${before}*${after}`, headers.join(',')]
  const mustAsk = isByIndex && !hasDecision && (!isNumbers || !isSorted)
  return {
    shape: isByIndex ? 'probabilities by index' : 'probabilities by class',
    columns,
    planted: {
      task: 'multiclass',
      labels: [label],
      positive: null,
      candidates: [...text, mapped, ...permutedLists(headers)],
      predictions: [decision],
      productions: [],
      mustAsk,
    },
  }
}

/** The same columns in any order are as right. */
function permutedLists(headers: readonly string[]): string[] {
  return [headers.toSorted().join(',')]
}

function severalModels(maker: Maker): Made {
  const { label, truth, scores, negative, positive, isConventional } = binaryParts(maker)
  const isTold = maker.is(0.5)
  const [one, other] = isTold
    ? maker.one([
        ['score_v2', 'score_v1'],
        ['new_score', 'old_score'],
        ['challenger', 'champion'],
        ['pred_candidate', 'pred_production'],
        ['proba_new', 'proba_baseline'],
      ])
    : [`${maker.one(modelWords.slice(0, 5))}_score`, `${maker.one(modelWords.slice(5))}_score`]
  const noisy = (amount: number) =>
    scores.map((value) => fixed(logistic(Math.log(value / (1 - value)) + amount * maker.gauss()), 4))
  const columns: Column[] = [
    [label, truth],
    [maker.styled(one), noisy(0.3)],
    [maker.styled(other), noisy(1)],
  ]
  const isWithDecisions = !isTold && maker.is(0.5)
  if (isWithDecisions) {
    for (const [i, name] of [one, other].entries())
      columns.push([
        maker.styled(name.replace('score', 'pred')),
        columns[1 + i][1].map((cell) => (Number(cell) >= 0.5 ? positive : negative)),
      ])
  }
  return {
    shape: isTold ? 'two models that names tell apart' : 'two models',
    columns,
    planted: {
      task: 'binary',
      labels: [label],
      positive,
      candidates: [columns[1][0]],
      predictions: [],
      productions: [columns[2][0]],
      mustAsk: !isTold || !isConventional,
    },
  }
}

function noTruth(maker: Maker): Made {
  const { scores, negative, positive } = binaryParts(maker)
  const draw = maker.chance()
  if (draw < 0.5) {
    const columns: Column[] = [[maker.name(scoreNames), scores.map((value) => fixed(value, 4))]]
    if (maker.is(0.7))
      columns.push([maker.name(decisionNames), scores.map((value) => (value >= 0.5 ? positive : negative))])
    return { shape: 'no truth', columns, planted: null }
  }
  const grade = () => maker.rows(() => (maker.is(0.7) ? '1' : '0'))
  return {
    shape: 'grades',
    columns: [
      [maker.styled('new_correct'), grade()],
      [maker.styled('old_correct'), grade()],
    ],
    planted: null,
  }
}

function noModel(maker: Maker): Made {
  const { label, truth } = binaryParts(maker)
  return { shape: 'no model', columns: [[label, truth]], planted: null }
}

function horizons(maker: Maker): Made {
  const base = maker.rows(() => 50 + 10 * maker.gauss())
  const [before, after] = maker.one([
    ['y_t+', 'pred_t+'],
    ['actual_h', 'forecast_h'],
    ['sales_day', 'predicted_sales_day'],
  ])
  const steps = maker.one([
    ['1', '2'],
    ['1', '2', '3'],
  ])
  const columns = steps.flatMap((step): Column[] => [
    [before + step, base.map((value) => fixed(value + maker.gauss(), 2))],
    [after + step, base.map((value) => fixed(value + 2 * maker.gauss(), 2))],
  ])
  const planted: Planted = {
    task: 'regression',
    labels: [columns[0][0]],
    positive: null,
    candidates: [columns[1][0]],
    predictions: [],
    productions: [],
    mustAsk: true,
  }
  return { shape: 'several horizons', columns, planted }
}

function severalLabels(maker: Maker): Made {
  const labels = maker.one([
    ['toxic', 'obscene', 'insult'],
    ['politics', 'sports'],
    ['damage', 'delay', 'loss'],
  ])
  const [truthBefore, before] = maker.one([
    ['', 'pred_'],
    ['true_', 'pred_'],
    ['y_', 'p_'],
    ['', 'prob_'],
  ])
  const columns = labels.flatMap((name): Column[] => {
    const { truth, latent } = maker.binary(0.8, 0.3)
    return [
      [truthBefore + name, truth.map((is) => (is ? '1' : '0'))],
      [before + name, latent.map((value) => fixed(logistic(value), 4))],
    ]
  })
  const planted: Planted = {
    task: 'binary',
    labels: [columns[0][0]],
    positive: '1',
    candidates: [columns[1][0]],
    predictions: [],
    productions: [],
    mustAsk: true,
  }
  return { shape: 'several labels', columns, planted }
}

function longFile(maker: Maker): Made {
  const { truth, latent } = maker.binary(0.8, 0.3)
  const models = maker.one([
    ['xgboost', 'logreg'],
    ['gpt-4', 'claude', 'llama'],
    ['a', 'b'],
  ])
  const count = Math.floor(maker.rowCount / models.length)
  const at = (row: number) => row % count
  const columns: Column[] = [
    [maker.styled('item_id'), maker.rows((row) => `i${at(row)}${row >= count * models.length ? 'x' : ''}`)],
    [
      maker.one(['model', 'system', 'model_name', 'Algorithm']),
      maker.rows((row) => models[Math.min(models.length - 1, Math.floor(row / count))]),
    ],
    [maker.name(['label', 'y_true', 'actual', 'target']), maker.rows((row) => (truth[at(row)] ? '1' : '0'))],
    [
      maker.name(['score', 'probability', 'prediction_score']),
      maker.rows((row) => fixed(logistic(latent[at(row)] + 0.5 * maker.gauss()), 4)),
    ],
  ]
  maker.latent = null
  const planted: Planted = {
    task: 'binary',
    labels: [columns[2][0]],
    positive: '1',
    candidates: [],
    predictions: [],
    productions: [],
    mustAsk: true,
  }
  return { shape: 'a row for each model', columns, planted }
}

function vectors(maker: Maker): Made {
  const { label, truth, scores, negative, positive, isConventional } = binaryParts(maker)
  const written = maker.one([
    (a: string, b: string) => `[${a},${b}]`,
    (a: string, b: string) => `[${a} ${b}]`,
    (a: string, b: string) => `${a};${b}`,
    (a: string, b: string) => `[np.float64(${a}), np.float64(${b})]`,
    (a: string, b: string) => `(${a}, ${b})`,
  ])
  const name = maker.name(['probability', 'probabilities', 'proba', 'y_proba'])
  const columns: Column[] = [
    [label, truth],
    [name, scores.map((value) => written((1 - value).toFixed(6), value.toFixed(6)))],
  ]
  const decision = maker.name(decisionNames)
  if (maker.is(0.5)) columns.push([decision, scores.map((value) => (value >= 0.5 ? positive : negative))])
  const planted: Planted = {
    task: 'binary',
    labels: [label],
    positive,
    candidates: [`${name}[2]`],
    predictions: [decision],
    productions: [],
    mustAsk: !isConventional,
  }
  return { shape: 'vectors in cells', columns, planted }
}

function twoTruths(maker: Maker): Made {
  const made = binaryScores(maker)
  const [one, other] = maker.one([
    ['label_30d', 'label_90d'],
    ['is_fraud', 'is_chargeback'],
    ['churned_q1', 'churned_q2'],
    ['outcome_a', 'outcome_b'],
  ])
  const [[, truth], ...models] = made.columns
  const second = truth.map((cell, row) => (maker.is(0.85) ? cell : truth[(row * 7) % truth.length]))
  return {
    shape: 'two truths',
    columns: [[maker.styled(one), truth], [maker.styled(other), second], ...models],
    // A score that is named after one of them tells which it is.
    planted: {
      ...made.planted!,
      labels: [maker.styled(one)],
      mustAsk: !made.planted!.candidates[0].includes(maker.styled(one)),
    },
  }
}

/** Columns that play no part in any evaluation, or none that has to be guessed. */
function besides(maker: Maker, columns: readonly Column[], planted: Planted | null): Column[] {
  void columns
  const found: Column[] = []
  const add = (header: string, cells: string[]) => void found.push([header, cells])
  if (maker.is(0.5))
    add(
      maker.name(['id', 'customer_id', 'row_id', 'uid', 'case_number']),
      maker.rows((row) => String(10001 + row)),
    )
  if (maker.is(0.1))
    add(
      '',
      maker.rows((row) => String(row)),
    )
  if (maker.is(0.2))
    add(
      maker.name(['date', 'timestamp', 'created_at', 'event_time']),
      maker.rows((row) => `2024-0${1 + (row % 9)}-${String(1 + (row % 28)).padStart(2, '0')}`),
    )
  if (maker.is(0.15))
    add(
      maker.name(['text', 'comment', 'description']),
      maker.rows((row) => `row ${row} says something`),
    )
  if (maker.is(0.1))
    add(
      maker.name(['split', 'fold', 'subset']),
      maker.rows(() => maker.one(['train', 'test', 'test'])),
    )
  for (let i = Math.floor(maker.chance() * 3); i > 0; i--) {
    const [name, values] = maker.one(words)
    if (maker.used.has(name)) continue
    maker.used.add(name)
    add(
      maker.styled(name),
      maker.rows(() => maker.one(values)),
    )
  }
  for (let i = Math.floor(maker.chance() * 3); i > 0; i--) add(maker.name(amounts), amountCells(maker))
  if (planted?.task !== 'multiclass' || maker.is(0.3))
    for (let i = Math.floor(maker.chance() * 2.4); i > 0; i--)
      add(
        maker.name(flags),
        maker.rows(() => (maker.is(0.4) ? '1' : '0')),
      )
  // What has to do with the truth, and is none of it.
  if (maker.latent !== null) {
    const { latent } = maker
    const leaning = (share: number) => latent.map((value) => (value + maker.gauss() > share ? '1' : '0'))
    if (maker.is(0.15)) add(maker.name(['is_vip', 'late_payment', 'contacted', 'has_discount', 'flag_7']), leaning(0.5))
    if (maker.is(0.1))
      add(
        maker.name(['x_1', 'activity', 'ratio', 'load']),
        latent.map((value) => fixed(logistic(value + 2 * maker.gauss()), 3)),
      )
    if (maker.is(0.06))
      add(
        maker.name(['engagement_score', 'sentiment_score', 'health_score', 'fraud_index']),
        latent.map((value) => fixed(logistic(value + 2 * maker.gauss()), 3)),
      )
  }
  if (maker.is(0.12)) {
    const misleading = maker.one([
      ['target_group', ['a', 'b']],
      ['class_of_travel', ['first', 'second', 'third']],
      ['label_color', ['red', 'green']],
      ['outcome_code', ['7', '8', '9', '12']],
      ['true_color', ['red', 'blue']],
      ['is_target_market', ['0', '1']],
      ['expected_segment', ['A', 'B', 'C']],
      ['reference_group', ['0', '1']],
      ['real_estate', ['0', '1']],
    ] as const)
    add(
      maker.styled(misleading[0]),
      maker.rows(() => maker.one(misleading[1])),
    )
  }
  if (maker.is(0.08))
    add(
      maker.name([
        'true_age',
        'expected_visits',
        'actual_days',
        'reference_number',
        'target_amount',
        'observed_visits',
      ]),
      amountCells(maker),
    )
  if (maker.is(0.05))
    add(
      maker.name(['status', 'version', 'threshold']),
      maker.rows(() => '0.5'),
    )
  if (maker.is(0.05))
    add(
      maker.name(['note', 'remark']),
      maker.rows(() => maker.one(['', 'NA', 'checked'])),
    )
  return found
}

function amountCells(maker: Maker): string[] {
  const draw = maker.chance()
  if (draw < 0.4) return maker.rows(() => String(18 + Math.floor(60 * maker.chance())))
  if (draw < 0.8) return maker.rows(() => fixed(1000 + 50000 * maker.chance(), 2))
  return maker.rows(() => fixed(maker.chance(), 3))
}
