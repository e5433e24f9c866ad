/** A file of predictions in one of the shapes in which tools and people write them, and what has to come of it. */
export interface FileShape {
  name: string
  files: Record<string, string>
  /** The questions that it leaves open, in their order, and what to answer: the number of an option, or what to fill in. */
  questions: { id: string; answer: number | Record<string, string> }[]
  /** Metrics of the candidate (or of `production`) on all rows, counted here and not by the page. */
  expected: Record<string, number>
  /** Rows that are left out. */
  leftOut?: number
}

interface Row {
  truth: number
  score: number
  other: number
}

/** Rows of two classes, some of which the scores get wrong; scores have four digits, none is just a half. */
const rows: Row[] = Array.from({ length: 120 }, (_, at) => {
  const truth = at % 3 === 0 ? 1 : 0
  const score = (truth === 1 ? 0.31 : 0.02) + ((at * 37) % 61) / 100
  return { truth, score: Number(score.toFixed(4)), other: Number((0.9 * score + ((at * 17) % 10) / 100).toFixed(4)) }
})

/** The share of right decisions, of found positives, and the area under the ROC curve by comparing all pairs. */
function counted(some: readonly { truth: number; score: number }[], threshold = 0.5): Record<string, number> {
  const [positives, negatives] = [1, 0].map((truth) => some.filter((row) => row.truth === truth))
  const isRight = ({ truth, score }: { truth: number; score: number }) => score >= threshold === (truth === 1)
  const pairs = positives.flatMap(({ score: a }) => negatives.map(({ score: b }) => (a > b ? 1 : a === b ? 0.5 : 0)))
  return {
    accuracy: some.filter(isRight).length / some.length,
    recall: positives.filter(isRight).length / positives.length,
    roc_auc: pairs.reduce((sum: number, pair) => sum + pair, 0) / pairs.length,
  }
}

const csv = (header: string, row: (row: Row, at: number) => string) =>
  `${[header, ...rows.map(row)].filter((line) => line !== '').join('\n')}\n`
const decided = (score: number) => (score >= 0.5 ? 1 : 0)
const comma = (value: number) => String(value).replace('.', ',')
const german = (value: number) => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, '.')

/** The probabilities of three classes, the first of which is the true one in most rows. */
const animals = ['cat', 'dog', 'bird']
const shares = rows.map((_, at) => {
  const lead = at % 5 === 0 ? (at + 1) % 3 : at % 3
  return animals.map((_animal, place) => (place === lead ? 0.5 + (at % 7) / 100 : (0.5 - (at % 7) / 100) / 2))
})
const largest = (some: readonly number[]) => some.indexOf(Math.max(...some))
const logLossOfAnimals = shares.reduce((sum, some, at) => sum - Math.log(some[at % 3]), 0) / shares.length
const rightAnimals = shares.filter((some, at) => largest(some) === at % 3).length / shares.length

const amounts = rows.map((_, at) => ({ truth: 1000 + at * 137, near: 1100 + at * 131, far: 900 + at * 140 }))
const meanError = (of: 'near' | 'far', by: (value: number) => number = (value) => value) =>
  amounts.reduce((sum, row) => sum + Math.abs(by(row.truth) - by(row[of])), 0) / amounts.length

/** A file of each shape. */
export const fileShapes: FileShape[] = [
  {
    name: 'the score of the predicted class beside the predicted class',
    files: {
      'pycaret.csv': csv(
        'Purchase,prediction_label,prediction_score',
        ({ truth, score }) => `${truth},${decided(score)},${Math.max(score, 1 - score).toFixed(4)}`,
      ),
    },
    questions: [{ id: 'score_of', answer: 0 }],
    expected: counted(rows),
  },
  {
    name: 'classes by name, one of which is to be found',
    files: {
      'churn.csv': csv('outcome,prob', ({ truth, score }) => `${truth === 1 ? 'leaves' : 'stays'},${score}`),
    },
    questions: [{ id: 'positive', answer: 0 }],
    expected: counted(rows),
  },
  {
    name: 'no header line',
    files: { 'sagemaker.csv': csv('', ({ truth, score }) => `${truth},${score}`) },
    questions: [{ id: 'header', answer: 0 }],
    expected: counted(rows),
  },
  {
    name: 'words for missing values in the truth',
    files: {
      'labels.csv': csv(
        'label,score',
        ({ truth, score }, at) => `${at % 40 === 7 ? ['NA', '', '?'][at % 3] : truth},${score}`,
      ),
    },
    questions: [{ id: 'missing', answer: 0 }],
    expected: counted(rows.filter((_, at) => at % 40 !== 7)),
    leftOut: 3,
  },
  {
    name: 'per cent',
    files: {
      'percent.csv': csv(
        'churned,score',
        ({ truth, score }) => `${truth === 1 ? 'Yes' : 'No'},${(100 * score).toFixed(2)}%`,
      ),
    },
    questions: [{ id: 'number_format', answer: 0 }],
    expected: counted(rows),
  },
  {
    name: 'a decimal comma',
    files: {
      'european.csv': csv(
        'Kunde;Gekündigt;Score_neu;Score_alt',
        ({ truth, score, other }, at) => `k${at};${truth};${comma(score)};${comma(other)}`,
      ),
    },
    questions: [{ id: 'number_format', answer: 0 }],
    expected: {
      ...counted(rows),
      'production roc_auc': counted(rows.map(({ truth, other }) => ({ truth, score: other }))).roc_auc,
    },
  },
  {
    name: 'numbers whose dots may be decimal points or between thousands',
    files: {
      'german.csv': `Id;Ist;Prognose\n${amounts.map(({ truth, near }, at) => `r${at};${german(truth)};${german(near)}`).join('\n')}\n`,
    },
    questions: [{ id: 'number_format', answer: 1 }],
    expected: { mean_absolute_error: meanError('near') },
  },
  {
    name: 'margins, whose threshold is asked for',
    files: {
      'margins.csv': csv(
        'y,decision_function',
        ({ truth, score }) => `${truth === 1 ? 1 : -1},${(4 * score - 2).toFixed(4)}`,
      ),
    },
    questions: [{ id: 'threshold', answer: 0 }],
    expected: counted(rows),
  },
  {
    name: 'margins, at a threshold of one’s own',
    files: {
      'margins.csv': csv(
        'y,decision_function',
        ({ truth, score }) => `${truth === 1 ? 1 : -1},${(4 * score - 2).toFixed(4)}`,
      ),
    },
    questions: [{ id: 'threshold', answer: { number: '-0.8' } }],
    expected: counted(rows, 0.3),
  },
  {
    name: 'probabilities by index, classes by name',
    files: {
      'indexed.csv': csv('label,prob_0,prob_1,prob_2', (_, at) => [animals[at % 3], ...shares[at]].join(',')),
    },
    questions: [{ id: 'classes', answer: 0 }],
    expected: { accuracy: rightAnimals },
  },
  {
    name: 'logits by index, classes by name',
    files: {
      'logits.csv': csv('label,logit_0,logit_1,logit_2', (_, at) =>
        [animals[at % 3], ...shares[at].map((share) => Math.log(share) + 2)].join(','),
      ),
    },
    questions: [{ id: 'classes', answer: 0 }],
    expected: { accuracy: rightAnimals, log_loss: logLossOfAnimals },
  },
  {
    name: 'a row for each model',
    files: {
      'long.csv': csv('id,model,label,score', ({ truth, score, other }, at) =>
        [`r${at},xgboost,${truth},${score}`, `r${at},logreg,${truth},${other}`].join('\n'),
      ),
    },
    questions: [{ id: 'models', answer: 2 }],
    expected: {
      ...counted(rows),
      'production roc_auc': counted(rows.map(({ truth, other }) => ({ truth, score: other }))).roc_auc,
    },
  },
  {
    name: 'several models side by side',
    files: { 'wide.csv': csv('y_true,lr_proba,knn_proba', ({ truth, score, other }) => `${truth},${other},${score}`) },
    questions: [{ id: 'models', answer: 3 }],
    expected: {
      ...counted(rows),
      'production roc_auc': counted(rows.map(({ truth, other }) => ({ truth, score: other }))).roc_auc,
    },
  },
  {
    name: 'several horizons',
    files: {
      'horizons.csv': `y_t+1,y_t+2,pred_t+1,pred_t+2\n${amounts
        .map(({ truth, near, far }) => `${truth},${truth + 0.5},${near},${far}`)
        .join('\n')}\n`,
    },
    questions: [{ id: 'label', answer: 0 }],
    expected: { mean_absolute_error: meanError('near') },
  },
  {
    name: 'classes that differ by case and blanks',
    files: {
      'spelling.csv': csv('id,gold,answer', (_, at) => {
        const animal = animals[largest(shares[at])]
        return `r${at},${at % 4 === 0 ? animals[at % 3].toUpperCase() : animals[at % 3]},${at % 9 === 1 ? `${animal} ` : animal}`
      }),
    },
    questions: [{ id: 'spelling', answer: 0 }],
    expected: { accuracy: rightAnimals },
  },
  {
    name: 'two files without ids',
    files: {
      'y_test.csv': csv('y_test', ({ truth }) => String(truth)),
      'y_pred.csv': csv('y_pred', ({ score }) => String(score)),
    },
    questions: [{ id: 'join', answer: 0 }],
    expected: counted(rows),
  },
  {
    name: 'truth and score in two files, both called target',
    files: {
      'solution.csv': csv('id,target', ({ truth }, at) => `r${at},${truth}`),
      'submission.csv': csv('id,target', ({ score }, at) => `r${at},${score}`),
    },
    questions: [],
    expected: counted(rows),
  },
  {
    name: 'a vector in a cell',
    files: {
      'spark.csv': csv(
        'label,prediction,probability',
        ({ truth, score }) => `${truth}.0,${decided(score)}.0,"[${(1 - score).toFixed(4)},${score}]"`,
      ),
    },
    questions: [],
    expected: counted(rows),
  },
  {
    name: 'probability columns named as the classes',
    files: { 'h2o.csv': csv('species,cat,dog,bird', (_, at) => [animals[at % 3], ...shares[at]].join(',')) },
    questions: [],
    expected: { accuracy: rightAnimals },
  },
]

/** Files of kinds that are recognised and not evaluated, and what says so. */
export const otherShapes: { name: string; task: string; text: string; says: RegExp }[] = [
  {
    name: 'grades of two models',
    task: 'graded',
    text: csv(
      'question_id,gpt_new_correct,gpt_old_correct',
      ({ truth }, at) => `q${at},${at % 4 === 0 ? 0 : 1},${truth}`,
    ),
    says: /holds grades[\s\S]*gpt_new_correct/,
  },
  {
    name: 'several labels a row',
    task: 'multilabel',
    text: csv(
      'id,toxic,insult,pred_toxic,pred_insult',
      ({ truth, score, other }, at) => `r${at},${truth},${at % 5 === 0 ? 1 : 0},${score},${other}`,
    ),
    says: /several labels/,
  },
  {
    name: 'ranked lists',
    task: 'ranking',
    text: csv('qid,doc_id,relevance,score', ({ score }, at) => `${Math.floor(at / 10)},d${at},${at % 4},${score}`),
    says: /ranks rows in lists/,
  },
]
