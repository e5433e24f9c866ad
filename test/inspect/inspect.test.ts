import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { withAnswer } from '../../src/inspect/answers.ts'
import { inspect } from '../../src/inspect/inspect.ts'
import type { AnswerPatch, Inspection } from '../../src/inspect/inspection.ts'
import { noAnswers } from '../../src/inspect/no-answers.ts'
import { plainReading } from '../../src/dataset/reading.ts'
import { madeRows, type MadeRow } from './made-rows.ts'
import { sample } from './samples.ts'
import { blockingOf, columnsOfRoles, optionsOf } from './views.ts'

const rows = madeRows(200)
const animals = ['cat', 'dog', 'bird']

/** A file whose columns are made of rows. */
function fileOf(columns: Record<string, (row: MadeRow) => string | number>, file = 'p.csv', of = rows) {
  const names = Object.keys(columns)
  return {
    file,
    columns: names,
    records: of.map((row) => names.map((name) => String(columns[name](row)))),
    rowCount: of.length,
  }
}

function seen(columns: Record<string, (row: MadeRow) => string | number>, patch: AnswerPatch = {}): Inspection {
  return inspect([fileOf(columns)], withAnswer(noAnswers, patch))
}

const truth = ({ y }: MadeRow) => y
const score = ({ p }: MadeRow) => p.toFixed(4)
const decision = ({ p }: MadeRow) => Number(p >= 0.5)
const animal = ({ k }: MadeRow) => animals[k]
const predicted = ({ q }: MadeRow) => animals[q.indexOf(Math.max(...q))]
const shareOf = (i: number) => (row: MadeRow) => row.q[i].toFixed(4)

describe('the truth', () => {
  it.each([
    ['y_true', 'y_score'],
    ['Actual Outcome', 'Score'],
    ['groundTruth', 'predictedProbability'],
    ['label_value', 'score'],
    ['gold', 'prob'],
    ['trueclass', 'yproba'],
    ['wirklich_ist', 'Wahrscheinlichkeit'],
  ])('is told by words of its header: %s beside %s', (label, candidate) => {
    const found = seen({ [label]: truth, [candidate]: score, visits: ({ i }) => i % 7 })
    expect(blockingOf(found)).toEqual([])
    expect(columnsOfRoles(found)).toMatchObject({ label, candidate, positive: '1' })
  })

  it('is not a column that another one is written as', () => {
    const found = seen({
      race: ({ i }) => ['a', 'b'][i % 2],
      race_encoded: ({ i }) => i % 2,
      approved: truth,
      predicted: decision,
      p: score,
    })
    expect(columnsOfRoles(found)).toMatchObject({ label: 'approved', candidate: 'p' })
  })

  it('is what a residual is of, whatever it is called', () => {
    const found = seen({
      'Current Charges': ({ a }) => a.toFixed(2),
      LR_Predicted: ({ f }) => f.toFixed(3),
      LR_Residual: ({ a, f }) => (Number(a.toFixed(2)) - Number(f.toFixed(3))).toFixed(3),
    })
    expect(columnsOfRoles(found)).toEqual({ label: 'Current Charges', candidate: 'LR_Predicted' })
    expect(found.roles.label?.why).toBe(
      '“LR_Residual” is “Current Charges” minus “LR_Predicted”, it goes up and down with “LR_Predicted” in the same range and its numbers lie between ' +
        /between (.*)\.$/.exec(found.roles.label!.why)![1] +
        '.',
    )
    expect(found.notes).toEqual([
      { code: 'derived', message: '“LR_Residual” plays no part: it is “Current Charges” minus “LR_Predicted”.' },
    ])
  })

  it('is asked for where several columns may be meant', () => {
    const found = seen({ is_fraud: truth, is_chargeback: ({ y, i }) => (i % 9 === 0 ? 1 - y : y), score })
    expect(blockingOf(found)).toEqual(['label'])
    expect(optionsOf(found).map((option) => option.arguments)).toEqual([
      ['--label', 'is_fraud'],
      ['--label', 'is_chargeback'],
    ])
    expect(found.roles.label).toBeUndefined()
  })

  it('is not a model’s class beside its score: without another column there is none', () => {
    const found = seen({
      text: ({ i }) => `review ${i}`,
      label: decision,
      score: ({ p }) => Math.max(p, 1 - p).toFixed(4),
    })
    expect(blockingOf(found)).toEqual(['label'])
    expect(found.questions[0].why).toContain('is never below 0.5')
  })

  it('is not a decision: where nothing else is there, nothing is evaluated', () => {
    const found = seen({ id: ({ i }) => i, prediction: decision, score })
    expect(blockingOf(found)).toEqual(['label'])
    expect(optionsOf(found)).toEqual([])
    expect(found.questions[0].why).toMatch(/^No column says what really happened/)
  })

  it('is not a score that is named after it', () => {
    expect(columnsOfRoles(seen({ true_label: truth, true_label_probability: score }))).toMatchObject({
      label: 'true_label',
      candidate: 'true_label_probability',
    })
  })

  it('says why: the word, what has the same values, and its values', () => {
    const found = seen({ y_true: truth, y_pred: decision })
    expect(found.roles.label?.why).toMatch(
      /^Its header has the word “y_true”, “y_pred” has the same values and its values are 0 and 1, of which \d+\.\d % are 1\.$/,
    )
  })
})

describe('the models', () => {
  it('a score is preferred to decisions that follow from it', () => {
    const found = seen({ y: truth, y_pred: decision, y_prob: score })
    expect(columnsOfRoles(found)).toEqual({ label: 'y', positive: '1', candidate: 'y_prob' })
    expect(found.roles.candidate?.why).toBe(
      '“y_prob” is named as what a model says, and “y_pred” follows from it by a threshold.',
    )
  })

  it('production is what a name says is in use; models without such names are asked about', () => {
    const other = ({ p2 }: MadeRow) => p2.toFixed(4)
    expect(columnsOfRoles(seen({ y: truth, score_v2: score, score_v1: other }))).toMatchObject({
      candidate: 'score_v2',
      production: 'score_v1',
    })
    expect(columnsOfRoles(seen({ y: truth, champion: other, challenger: score }))).toMatchObject({
      candidate: 'challenger',
      production: 'champion',
    })
    const open = seen({ y: truth, xgb: score, rf: other })
    expect(blockingOf(open)).toEqual(['models'])
    expect(optionsOf(open).map((option) => option.arguments.join(' '))).toEqual([
      '--candidate xgb',
      '--candidate rf',
      '--candidate xgb --production rf',
      '--candidate rf --production xgb',
    ])
  })

  it('what was true before, and a feature called current, are no models', () => {
    const found = seen({
      label: truth,
      previous_label: ({ y, i }) => (i % 5 === 0 ? 1 - y : y),
      current_balance: ({ a }) => a.toFixed(1),
      score,
    })
    expect(found.roles.production).toBeUndefined()
    expect(found.roles.productionPrediction).toBeUndefined()
  })

  it('a probability, its logit and its deciles are one model', () => {
    const found = seen({
      y: truth,
      logit: ({ z }) => z.toFixed(4),
      probability: score,
      decile: ({ p }) => 1 + Math.min(9, Math.floor(p * 10)),
      p_rounded: ({ p }) => p.toFixed(1),
    })
    expect(blockingOf(found)).toEqual([])
    expect(found.roles.candidate?.column).toBe('probability')
  })

  it('limits of an interval are no predictions', () => {
    const found = seen({
      ds: ({ i }) => `2024-01-${String(1 + (i % 28)).padStart(2, '0')}`,
      y: ({ a }) => a.toFixed(2),
      yhat: ({ f }) => f.toFixed(2),
      yhat_lower: ({ f }) => (f - 3).toFixed(2),
      yhat_upper: ({ f }) => (f + 3).toFixed(2),
    })
    expect(columnsOfRoles(found)).toEqual({ time: 'ds', label: 'y', candidate: 'yhat' })
  })

  it('are asked for where only values suggest one, and where there is none', () => {
    const suggested = seen({ y: truth, x: score, n: ({ i }) => i % 3 })
    expect(blockingOf(suggested)).toEqual(['candidate'])
    expect(optionsOf(suggested).map((option) => option.arguments)).toEqual([['--candidate', 'x']])
    expect(blockingOf(seen({ y: truth, region: ({ i }) => 'ns'[i % 2] }))).toEqual(['candidate'])
  })

  it('a score that is named as the other class’s, or is high where it is not, is asked about', () => {
    const named = seen({ y: truth, prob_0: ({ p }) => (1 - p).toFixed(4) })
    expect(blockingOf(named)).toEqual(['score_of'])
    expect(optionsOf(named)[0].arguments).toEqual(['--reversed', 'candidate'])
    const turned = seen({ y: truth, score: ({ p }) => (1 - p).toFixed(4) })
    expect(turned.questions.map(({ id, isBlocking }) => [id, isBlocking])).toEqual([['score_of', false]])
    const text = seen(
      { y: ({ y }) => ['good', 'bad'][y], score: ({ p }) => (1 - p).toFixed(4) },
      { roles: { positive: 'bad' } },
    )
    expect(blockingOf(text)).toEqual(['score_of'])
  })

  it('columns that are named as the classes and rank them the other way round are asked about', () => {
    const found = seen({ y: truth, p_0: score, p_1: ({ p }) => (1 - p).toFixed(4) })
    expect(blockingOf(found)).toEqual(['classes'])
    expect(optionsOf(found).map((option) => option.arguments)).toEqual([
      ['--candidate', 'p_0'],
      ['--candidate', 'p_1'],
    ])
  })

  it('an answer about the class of a score closes the question', () => {
    const columns = {
      y: truth,
      prediction_label: decision,
      prediction_score: ({ p }: MadeRow) => Math.max(p, 1 - p).toFixed(4),
    }
    expect(blockingOf(seen(columns))).toEqual(['score_of'])
    for (const candidateOf of ['prediction_label', null])
      expect(blockingOf(seen(columns, { roles: { candidateOf } }))).toEqual([])
  })

  it('logits are offered only of numbers on both sides of 0: logarithms of probabilities have no threshold at 0', () => {
    const margins = seen({ y: ({ y }) => y, score: ({ z }) => z.toFixed(3) })
    expect(optionsOf(margins).map((option) => option.arguments)).toEqual([
      ['--threshold', '0'],
      ['--logits', 'candidate'],
    ])
    const logarithms = seen({ y: ({ y }) => y, score: ({ p }) => Math.log(p).toFixed(3) })
    expect(blockingOf(logarithms)).toEqual(['threshold'])
    expect(optionsOf(logarithms)).toEqual([])
  })

  it('decisions that were made at another threshold are told, and asked about without need', () => {
    const found = seen({ y: truth, lr_pred: ({ p }) => Number(Number(p.toFixed(4)) >= 0.3), lr_proba: score })
    expect(found.notes).toEqual([
      {
        code: 'decided_elsewhere',
        message: '“lr_pred” is 1 where “lr_proba” is at least 0.3: its decisions were made at 0.3, not at 0.5.',
        model: 'candidate',
      },
    ])
    expect(found.questions.map(({ id, isBlocking }) => [id, isBlocking])).toEqual([['threshold', false]])
    expect(seen({ y: truth, lr_pred: decision, lr_proba: score }).notes).toEqual([])
  })
})

describe('several classes', () => {
  it.each([
    [['p_cat', 'p_dog', 'p_bird'], 'p_*'],
    [['cat', 'dog', 'bird'], 'cat,dog,bird'],
    [['P (species=cat)', 'P (species=dog)', 'P (species=bird)'], 'P (species=*)'],
    [['Cat.prob', 'Dog.prob', 'Bird.prob'], 'cat=Cat.prob,dog=Dog.prob,bird=Bird.prob'],
  ])('columns %j are %s', (headers, text) => {
    const found = seen({
      species: animal,
      [headers[0]]: shareOf(0),
      [headers[1]]: shareOf(1),
      [headers[2]]: shareOf(2),
    })
    expect(blockingOf(found)).toEqual([])
    expect(columnsOfRoles(found)).toEqual({ label: 'species', candidate: text })
  })

  it('a pattern that other columns match too is written out', () => {
    const found = seen({
      species: animal,
      prediction: predicted,
      pcat: shareOf(0),
      pdog: shareOf(1),
      pbird: shareOf(2),
    })
    expect(found.roles.candidate?.column).toBe('cat=pcat,dog=pdog,bird=pbird')
  })

  it('predicted classes prove the order of numbered columns and of vectors; without them it is asked', () => {
    const byNumber = { label: animal, prob_0: shareOf(2), prob_1: shareOf(0), prob_2: shareOf(1) }
    expect(columnsOfRoles(seen({ ...byNumber, pred: predicted }))).toEqual({
      label: 'label',
      candidate: 'bird=prob_0,cat=prob_1,dog=prob_2',
    })
    const open = seen(byNumber)
    expect(blockingOf(open)).toEqual(['classes'])
    expect(optionsOf(open)).toHaveLength(6)
    expect(optionsOf(open)[0].arguments).toEqual(['--candidate', 'bird=prob_0,cat=prob_1,dog=prob_2'])
    const vector = ({ q }: MadeRow) => `[${q.map((value) => value.toFixed(6)).join(', ')}]`
    expect(seen({ label: animal, probs: vector, pred: predicted }).roles.candidate?.column).toBe(
      'cat=probs[1],dog=probs[2],bird=probs[3]',
    )
    expect(seen({ label: ({ k }) => k, probs: vector }).roles.candidate?.column).toBe(
      '0=probs[1],1=probs[2],2=probs[3]',
    )
  })

  it('numbers that go with numbered classes in another order are asked about', () => {
    const found = seen({ label: ({ k }) => k, p_0: shareOf(1), p_1: shareOf(2), p_2: shareOf(0) })
    expect(blockingOf(found)).toEqual(['classes'])
  })

  it('logits are taken only when somebody says so', () => {
    const logit = (i: number) => (row: MadeRow) => (3 * row.q[i] - 2).toFixed(3)
    const found = seen({
      label: animal,
      logit_cat: logit(0),
      logit_dog: logit(1),
      logit_bird: logit(2),
      pred: predicted,
    })
    expect(blockingOf(found)).toEqual(['classes'])
    expect(optionsOf(found).map((option) => option.arguments)).toEqual([
      ['--candidate', 'logit_*', '--logits', 'candidate'],
      ['--candidate', 'logit_*'],
      ['--prediction', 'pred'],
    ])
  })

  it('whole numbers may be classes or amounts, unless a header speaks of classes', () => {
    const largest = ({ q }: MadeRow) => q.indexOf(Math.max(...q))
    const open = seen({ y_true: ({ k }) => k, y_pred: largest })
    expect(blockingOf(open)).toEqual(['task'])
    expect(optionsOf(open).map((option) => option.arguments)).toEqual([
      ['--task', 'multiclass'],
      ['--task', 'regression'],
    ])
    const classes = seen({ true_class: ({ k }) => k, predicted_class: largest })
    expect(blockingOf(classes)).toEqual([])
    expect(classes.task).toBe('multiclass')
  })
})

describe('each correction is thought through', () => {
  const horizons = {
    'y_t+1': ({ a }: MadeRow) => a.toFixed(3),
    'y_t+2': ({ a, i }: MadeRow) => (a + (i % 3)).toFixed(3),
    'pred_t+1': ({ f }: MadeRow) => f.toFixed(3),
    'pred_t+2': ({ f, i }: MadeRow) => (f + (i % 5)).toFixed(3),
  }

  it('the candidate follows the truth, and the truth the candidate', () => {
    expect(columnsOfRoles(seen(horizons, { roles: { label: 'y_t+2' } }))).toEqual({
      label: 'y_t+2',
      candidate: 'pred_t+2',
    })
    expect(columnsOfRoles(seen(horizons, { roles: { candidate: 'pred_t+1' } }))).toEqual({
      label: 'y_t+1',
      candidate: 'pred_t+1',
    })
  })

  it('the score follows the positive class', () => {
    const columns = {
      class: ({ y }: MadeRow) => [' <=50K', ' >50K'][y],
      ' <=50K': ({ p }: MadeRow) => (1 - p).toFixed(4),
      ' >50K': score,
    }
    for (const positive of [' <=50K', ' >50K'])
      expect(columnsOfRoles(seen(columns, { roles: { positive } }))).toEqual({
        label: 'class',
        positive,
        candidate: positive,
      })
  })

  it('in a file with two kinds of classes the predictions follow the truth', () => {
    const columns = {
      gold_animal: animal,
      gold_size: ({ y }: MadeRow) => ['small', 'large'][y],
      model_animal: predicted,
      model_size: ({ p }: MadeRow) => ['small', 'large'][Number(p >= 0.5)],
    }
    expect(columnsOfRoles(seen(columns, { roles: { label: 'gold_animal' } }))).toMatchObject({
      prediction: 'model_animal',
    })
    expect(columnsOfRoles(seen(columns, { roles: { label: 'gold_size' } }))).toMatchObject({ prediction: 'model_size' })
  })

  it('nothing that was said is changed, and nothing said to be empty is filled', () => {
    const found = seen(
      {
        id: ({ i }) => i,
        y: truth,
        new_score: score,
        old_score: ({ p2 }) => p2.toFixed(4),
        region: ({ i }) => 'nsew'[i % 4],
      },
      { roles: { production: null, id: null, slices: [] } },
    )
    expect(columnsOfRoles(found)).toEqual({ label: 'y', positive: '1', candidate: 'new_score' })
    expect(found.slices).toEqual([])
  })
})

describe('rows', () => {
  it('a flag of the rows that a model was trained on is no split, and is not passed over in silence', () => {
    const flagged = seen({ y: ({ y }) => y, p: ({ p }) => p.toFixed(3), is_train: ({ i }) => Number(i % 5 > 0) })
    expect(flagged.roles.split).toBeUndefined()
    expect(flagged.notes.map(({ code }) => code)).toEqual(['rows_of_training'])
    expect(flagged.notes[0].message).toContain('“is_train” may say which rows a model was trained on')
    const other = seen({ y: ({ y }) => y, p: ({ p }) => p.toFixed(3), trainer: ({ i }) => Number(i % 5 > 0) })
    expect(other.notes).toEqual([])
  })

  it('ids are unique and named: neither texts of words, nor fractions, nor times', () => {
    const found = seen({
      text: ({ i }) => `row ${i} of many`,
      amount: ({ a }) => a.toFixed(9),
      at: ({ i }) => `2024-01-01 ${String(Math.floor(i / 60)).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}`,
      y: truth,
      score,
    })
    expect(columnsOfRoles(found)).toEqual({ time: 'at', label: 'y', positive: '1', candidate: 'score' })
    expect(columnsOfRoles(seen({ case_id: ({ i }) => `c${i}`, y: truth, score })).id).toBe('case_id')
  })

  it('slices have neither the truth’s values, nor a prediction’s, nor are they made from a score', () => {
    const found = seen({
      expected: ({ y }) => ['no', 'yes'][y],
      answer: ({ p }) => ['no', 'yes'][Number(p >= 0.5)],
      said_before: ({ i }) => ['no', 'yes'][i % 2],
      risk_group: ({ p }) => (p < 0.3 ? 'Low' : p < 0.7 ? 'Medium' : 'High'),
      score,
      region: ({ i }) => ['north', 'south', 'east'][i % 3],
    })
    expect(found.slices.map(({ column }) => column)).toEqual(['region'])
  })

  it('groups and weights are offered', () => {
    const found = seen({ patient_id: ({ i }) => `p${i % 50}`, weight: ({ i }) => 1 + (i % 3), y: truth, score })
    expect(Object.entries(found.offers).map(([role, offer]) => [role, offer.column])).toEqual([
      ['group', 'patient_id'],
      ['weight', 'weight'],
    ])
    expect(found.offers.group?.why).toBe(
      '“patient_id” has 50 values in the first 200 rows: rows of one may belong together.',
    )
  })

  it('numbers that count time are offered with what they may count', () => {
    const found = seen({ timestamp: ({ i }) => 1_700_000_000 + i * 60, y: truth, score })
    expect(found.questions.map(({ id, isBlocking }) => [id, isBlocking])).toEqual([['time', false]])
    expect(optionsOf(found).map((option) => option.arguments)).toEqual([['--time', 'timestamp', '--time-unit', 's']])
  })
})

describe('a row for each model', () => {
  const models = ['gpt', 'llama']
  const below = models.flatMap((model) => rows.slice(0, 100).map((row) => ({ ...row, model })))
  const long = (columns: Record<string, (row: MadeRow & { model: string }) => string | number>) => {
    const names = Object.keys(columns)
    return {
      file: 'p.csv',
      columns: names,
      records: below.map((row) => names.map((name) => String(columns[name](row)))),
      rowCount: 200,
    }
  }

  it('of classes the models are named as those of predictions', () => {
    const file = long({ item: ({ i }) => `q${i}`, model: ({ model }) => model, gold: animal, answer: predicted })
    const open = inspect([file], noAnswers)
    expect(blockingOf(open)).toEqual(['models'])
    const answered = inspect([file], withAnswer(noAnswers, optionsOf(open)[2].answer))
    expect(blockingOf(answered)).toEqual([])
    expect(columnsOfRoles(answered)).toEqual({
      id: 'item',
      label: 'gold',
      model: 'model',
      score: 'answer',
      prediction: 'gpt',
      productionPrediction: 'llama',
    })
  })

  it('the class of a score is asked for each model', () => {
    const file = long({
      id: ({ i }) => i,
      model: ({ model }) => model,
      y_true: truth,
      prediction: decision,
      score: ({ p }) => Math.max(p, 1 - p).toFixed(4),
    })
    const answered = inspect(
      [file],
      withAnswer(noAnswers, { roles: { model: 'model', score: 'score', candidate: 'gpt', production: 'llama' } }),
    )
    expect(blockingOf(answered)).toEqual(['score_of', 'score_of'])
    const of = { candidateOf: 'prediction', productionOf: 'prediction' }
    const closed = inspect(
      [file],
      withAnswer(noAnswers, {
        roles: { model: 'model', score: 'score', candidate: 'gpt', production: 'llama', ...of },
      }),
    )
    expect(blockingOf(closed)).toEqual([])
    expect(columnsOfRoles(closed)).toMatchObject(of)
  })

  it('names of phones are no models, and neither are those of a start of a file all that come', () => {
    const phones = seen({
      id: ({ i }) => i,
      model: ({ k }) => ['iPhone', 'Pixel', 'Galaxy'][k],
      price: ({ a }) => a.toFixed(2),
      predicted_price: ({ f }) => f.toFixed(2),
    })
    expect(blockingOf(phones)).toEqual([])
    const start = { ...fileOf({ id: ({ i }) => i, model: () => 'xgboost', y: truth, score }), rowCount: null }
    expect(blockingOf(inspect([start], noAnswers))).toContain('models')
  })
})

describe('several files', () => {
  const truths = fileOf({ id: ({ i }) => i, label: truth }, 'labels.csv')
  const turned = rows.toReversed()

  it('are joined on a column that all have, and rows are compared by it', () => {
    const scores = fileOf({ id: ({ i }) => i, prediction: decision, probability: score }, 'model.csv', turned)
    const found = inspect([truths, scores], noAnswers)
    expect(columnsOfRoles(found)).toEqual({ id: 'id', label: 'label', positive: '1', candidate: 'probability' })
    expect(found.roles.candidate?.why).toContain('“prediction” follows from it by a threshold')
  })

  it('their names tell which model is in production, and a truth that all agree on has no file', () => {
    const candidate = fileOf({ id: ({ i }) => i, label: truth, prob: score }, 'candidate.csv')
    const production = fileOf(
      { id: ({ i }) => i, label: truth, prob: ({ p2 }) => p2.toFixed(4) },
      'production.csv',
      turned,
    )
    expect(columnsOfRoles(inspect([candidate, production], noAnswers))).toEqual({
      id: 'id',
      label: 'label',
      positive: '1',
      candidate: 'candidate.csv:prob',
      production: 'production.csv:prob',
    })
  })

  it('without ids belong together row by row only when somebody says so, and never with other counts of rows', () => {
    const one = fileOf({ y_test: truth }, 'y_test.csv')
    const two = fileOf({ y_pred: score }, 'y_pred.csv')
    expect(blockingOf(inspect([one, two], noAnswers))).toEqual(['join'])
    const joined = inspect([one, two], withAnswer(noAnswers, { reading: { join: 'row_order' } }))
    expect(columnsOfRoles(joined)).toEqual({ label: 'y_test', positive: '1', candidate: 'y_pred' })
    const short = { ...two, records: two.records.slice(1), rowCount: two.rowCount - 1 }
    const apart = inspect([one, short], noAnswers)
    expect(blockingOf(apart)[0]).toBe('join')
    expect(apart.questions[0].options).toEqual([])
  })
})

describe('what the files are', () => {
  it('columns have kinds, values and gaps', () => {
    const found = inspect(
      [
        sample(
          'id,y,score,when,probs,note\n1,0,0.25,2024-01-01,0.1;0.9,all is well here\n2,1,,2024-01-02,0.2;0.8,\n3,0,0.5,2024-01-03,0.3;0.7,not so well\n4,1,0.75,2024-01-04,0.4;0.6,other words',
        ),
      ],
      noAnswers,
    )
    expect(found.files).toEqual([
      {
        name: 'p.csv',
        container: 'csv',
        rows: 4,
        header: true,
        columns: [
          { name: 'id', kind: 'classes', values: ['1', '2', '3', '4'], missing: 0 },
          { name: 'y', kind: 'classes', values: ['0', '1'], missing: 0 },
          { name: 'score', kind: 'numbers', missing: 1 },
          { name: 'when', kind: 'times', missing: 0 },
          { name: 'probs', kind: 'vectors', missing: 0 },
          { name: 'note', kind: 'texts', missing: 1 },
        ],
      },
    ])
    expect(found.values.get('y')).toEqual(['0', '1'])
  })

  it('columns of one name that differ cannot be named, which is told', () => {
    const found = inspect(
      [{ ...fileOf({ y: truth, score }), columns: ['y', 'score'] }].map((file) => ({
        ...file,
        columns: ['y', 'score', 'score'],
        records: file.records.map(([y, p]) => [y, p, '0.5']),
      })),
      noAnswers,
    )
    expect(found.notes[0].code).toBe('unequal_twins')
    expect(found.roles.candidate).toBeUndefined()
  })

  it('columns with names of JavaScript’s own are columns', () => {
    const found = seen({
      __proto__x: ({ i }) => i % 2,
      constructor: ({ i }: MadeRow) => 'ab'[i % 2],
      y: truth,
      prob: score,
    })
    expect(columnsOfRoles(found)).toMatchObject({ label: 'y', candidate: 'prob' })
    const named = inspect([sample('__proto__,y,prob\nx,1,0.9\nz,0,0.2')], noAnswers)
    expect(named.values.get('__proto__')).toEqual(['x', 'z'])
  })

  it('a first line of names is never taken for a row, though classes are numbers', () => {
    expect(blockingOf(seen({ class: ({ k }) => k, '0': shareOf(0), '1': shareOf(1), '2': shareOf(2) }))).toEqual([])
    const open = inspect([sample('0,0.25\n1,0.75\n0,0.5\n1,0.625\n0,0.125')], noAnswers)
    expect(blockingOf(open)).toEqual(['header'])
    expect(optionsOf(open).map((option) => option.arguments)).toEqual([['--no-header'], ['--header']])
    const named = inspect([sample('0,0.25\n1,0.75\n0,0.5\n1,0.625\n0,0.125')], {
      ...noAnswers,
      reading: { ...plainReading, header: true },
    })
    expect(blockingOf(named)).not.toContain('header')
  })
})

describe('any table', () => {
  const cell = fc.oneof(
    fc.constantFrom(
      '',
      '0',
      '1',
      'NA',
      'yes',
      'no',
      '0.5',
      '1,5',
      '12%',
      '[0.1,0.9]',
      '2024-01-01',
      'a',
      'b',
      '__proto__',
      '-',
    ),
    fc.double({ noNaN: true }).map(String),
    fc.string({ maxLength: 5 }),
  )
  const header = fc.oneof(
    fc.constantFrom(
      'y',
      'label',
      'score',
      'pred',
      'p_0',
      'p_1',
      'id',
      'model',
      'qid',
      'rel',
      '',
      'error',
      'y_t+1',
      'pred_t+1',
      'correct',
    ),
    fc.string({ maxLength: 6 }),
  )

  it('is looked at without failing, gives the same twice, and whatever it proposes is there', () => {
    fc.assert(
      fc.property(
        fc.array(header, { minLength: 1, maxLength: 6 }).chain((columns) =>
          fc.record({
            columns: fc.constant(columns),
            records: fc.array(fc.array(cell, { minLength: columns.length, maxLength: columns.length }), {
              maxLength: 30,
            }),
          }),
        ),
        ({ columns, records }) => {
          const files = [{ file: 'a.csv', columns, records, rowCount: records.length }]
          const found = inspect(files, noAnswers)
          expect(inspect(files, noAnswers)).toEqual(found)
          const { label } = found.roles
          if (label !== undefined) expect(columns).toContain(label.column)
          for (const { options } of found.questions)
            for (const { answer } of options) inspect(files, withAnswer(noAnswers, answer))
        },
      ),
    )
  })
})

describe('a class that only predictions have', () => {
  const columns = {
    y: ({ k }: MadeRow) => animals[k % 2],
    pred: ({ i, k }: MadeRow) => (i % 9 === 0 ? 'bird' : animals[k % 2]),
  }

  it('is asked about, as the task is of several classes then', () => {
    const [open] = seen(columns).questions
    expect(open).toMatchObject({
      id: 'task',
      why: '“y” has the values “cat” and “dog”, and “pred” has “bird” beside them.',
      options: [{ arguments: ['--task', 'multiclass'] }],
    })
    const answered = seen(columns, open.options[0].answer)
    expect(blockingOf(answered)).toEqual([])
    expect(columnsOfRoles(answered)).toMatchObject({ label: 'y', prediction: 'pred' })
  })
})
