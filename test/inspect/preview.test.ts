import { describe, expect, test } from 'vitest'
import type { FileSample } from '../../src/dataset/resolve.ts'
import { withAnswer } from '../../src/inspect/answers.ts'
import { inspect } from '../../src/inspect/inspect.ts'
import type { AnswerPatch } from '../../src/inspect/inspection.ts'
import { noAnswers } from '../../src/inspect/no-answers.ts'
import { previewOf, type PreviewRow } from '../../src/inspect/preview.ts'
import { previewAnswers, tellingRows } from '../../src/inspect/preview-answers.ts'

function sampleOf(file: string, text: string): FileSample {
  const [columns, ...records] = text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(';'))
  return { file, columns, records, rowCount: records.length }
}

/** Each row as words: truth, how the score came about, the score, the decision. */
function shown(rows: PreviewRow[]): string[] {
  return rows.map(({ number, truth, models, whyLeftOut }) => {
    const said = models.map(({ score, predicted }) =>
      [
        score?.from == null ? '' : `${score.from} = `,
        score?.value ?? '',
        predicted === null ? '' : ` → ${predicted}`,
      ].join(''),
    )
    return `${number}: ${whyLeftOut ?? [`${truth?.from == null ? '' : `${truth.from} = `}${truth?.value ?? ''}`, ...said].join(', ')}`
  })
}

function preview(samples: FileSample[], answer: AnswerPatch, threshold = 0.5): string[] | null {
  const answers = withAnswer(noAnswers, answer)
  const found = previewOf(samples, answers, inspect(samples, answers), answer.threshold ?? threshold)
  return found && shown(found.rows)
}

const binary = sampleOf(
  'p.csv',
  `y;label;score
   0;0;0.8574
   1;1;0.547
   1;0;0.9072
   NA;1;0.6`,
)

describe('rows are shown as they are read', () => {
  test('a score of the predicted class is 1 minus itself where that is the negative one', () => {
    expect(preview([binary], { roles: { label: 'y', candidate: 'score', candidateOf: 'label' } })).toEqual([
      '1: 0, 1 − 0.8574 = 0.1426 → 0',
      '2: 1, 0.547 → 1',
      '3: 1, 1 − 0.9072 = 0.0928 → 0',
      '4: “y” is “NA”',
    ])
    expect(preview([binary], { roles: { label: 'y', candidate: 'score', candidateOf: null } })!.slice(0, 2)).toEqual([
      '1: 0, 0.8574 → 1',
      '2: 1, 0.547 → 1',
    ])
  })

  test('reversed scores are 1 minus themselves between 0 and 1, and else their negatives', () => {
    const margins = sampleOf('p.csv', 'y;m\n1;-2.5\n0;1.5\n0;0.5\n1;-0.25')
    const roles = { label: 'y', reversed: ['candidate' as const] }
    expect(preview([binary], { roles: { ...roles, candidate: 'score' } })![1]).toBe('2: 1, 1 − 0.547 = 0.453 → 0')
    expect(preview([margins], { roles: { ...roles, candidate: 'm' }, threshold: 0 })).toEqual([
      '1: 1, −-2.5 = 2.5 → 1',
      '2: 0, −1.5 = -1.5 → 0',
      '3: 0, −0.5 = -0.5 → 0',
      '4: 1, −-0.25 = 0.25 → 1',
    ])
  })

  test('logits are shown with the probabilities that they stand for, as scipy.special.expit and softmax have them', () => {
    const margins = sampleOf('p.csv', 'y;m\n1;1.5\n0;-2')
    const roles = { label: 'y', candidate: 'm', logits: ['candidate' as const] }
    expect(preview([margins], { roles })).toEqual([
      '1: 1, sigmoid(1.5) = 0.817574476194 → 1',
      '2: 0, sigmoid(-2) = 0.119202922022 → 0',
    ])
    expect(preview([margins], { roles: { ...roles, reversed: ['candidate'] } })).toEqual([
      '1: 1, 1 − sigmoid(1.5) = 0.182425523806 → 0',
      '2: 0, 1 − sigmoid(-2) = 0.880797077978 → 1',
    ])
    const classes = sampleOf('p.csv', 'y;l_a;l_b;l_c\nb;-3.2;0.1;0.4\na;0;0;')
    expect(
      preview([classes], {
        task: 'multiclass',
        roles: { label: 'y', candidate: 'a=l_a,b=l_b,c=l_c', logits: ['candidate'] },
      }),
    ).toEqual(['1: b, softmax(0.4) = 0.565565453546 → c', '2: “l_c” is empty'])
  })

  test('numbers are read in the format of their column, in truth and predictions', () => {
    const german = sampleOf('p.csv', 'Ist;Prognose\n1.098;1.137,5\n834;773\nk. A.;12')
    const numberFormat = new Map(['Ist', 'Prognose'].map((name) => [name, ['dot_thousands' as const]]))
    const answer: AnswerPatch = {
      task: 'regression',
      roles: { label: 'Ist', candidate: 'Prognose' },
      reading: { numberFormat },
    }
    expect(preview([german], answer)).toEqual([
      '1: 1.098 = 1098, 1.137,5 = 1137.5',
      '2: 834, 773',
      '3: “Ist” is “k. A.”, which is no number',
    ])
  })

  test('a number of a vector, and the largest probability of several classes, are what counts', () => {
    const vectors = sampleOf('p.csv', 'y;v\n1;[0.25,0.75]\n0;[0.5,0.5]')
    expect(preview([vectors], { roles: { label: 'y', candidate: 'v[2]' } })).toEqual([
      '1: 1, [0.25,0.75] = 0.75 → 1',
      '2: 0, [0.5,0.5] = 0.5 → 1',
    ])
    const classes = sampleOf('p.csv', 'y;a;b;c\ncat;0.5;0.25;0.25\ndog;0.25;0.25;0.5')
    const candidate = 'cat=a,dog=b,bird=c'
    expect(preview([classes], { task: 'multiclass', roles: { label: 'y', candidate } })).toEqual([
      '1: cat, 0.5 → cat',
      '2: dog, 0.5 → bird',
    ])
  })

  test('words in several spellings are one where case and blanks do not count', () => {
    const spelled = sampleOf('p.csv', 'gold;answer\ncat;Cat\nDOG;dog\nbird;fox')
    const answer: AnswerPatch = {
      task: 'multiclass',
      roles: { label: 'gold', prediction: 'answer' },
      reading: {
        spelling: new Map([
          ['gold', 'fold'],
          ['answer', 'fold'],
        ]),
      },
    }
    expect(preview([spelled], answer)).toEqual(['1: cat,  → cat', '2: DOG = dog,  → dog', '3: bird,  → fox'])
  })

  test('rows of several files are those that belong together, by id or by their place', () => {
    const truth = sampleOf('truth.csv', 'id;y\nb;1\na;0\nc;1')
    const scores = sampleOf('scores.csv', 'id;p\na;0.25\nb;0.75\nd;0.5')
    const roles = { label: 'y', candidate: 'p' }
    expect(preview([truth, scores], { roles: { ...roles, id: 'id' } })).toEqual(['1: 1, 0.75 → 1', '2: 0, 0.25 → 0'])
    expect(preview([truth, scores], { roles: { ...roles, id: null }, reading: { join: 'row_order' } })).toEqual([
      '1: 1, 0.25 → 0',
      '2: 0, 0.75 → 1',
      '3: 1, 0.5 → 1',
    ])
  })

  test('where there is a row for each model, a row is that of one id', () => {
    const long = sampleOf('p.csv', 'id;model;y;s\na;xgb;1;0.75\na;lr;1;0.25\nb;lr;0;0.5\nb;xgb;0;0.125\nc;lr;1;1')
    const roles = { label: 'y', model: 'model', score: 's', id: 'id', candidate: 'xgb', production: 'lr' }
    expect(preview([long], { roles })).toEqual(['1: 1, 0.75 → 1, 0.25 → 0', '2: 0, 0.125 → 0, 0.5 → 1'])
  })

  test('a first line that is a row is one of them', () => {
    const headless = sampleOf('p.csv', '0;0.25\n1;0.75\n0;0.5')
    const answer: AnswerPatch = { roles: { label: '1', candidate: '2' }, reading: { header: false } }
    expect(preview([headless], answer)).toEqual(['1: 0, 0.25 → 0', '2: 1, 0.75 → 1', '3: 0, 0.5 → 1'])
  })

  test('nothing is shown while it is open how rows are read', () => {
    expect(preview([sampleOf('p.csv', 'a;b\nx;1\ny;2')], {})).toBeNull()
    expect(preview([binary], { roles: { label: 'y', candidate: 'nowhere' } })).toBeNull()
  })
})

describe('rows that tell answers apart', () => {
  const answers = [{ roles: { candidateOf: 'label' } }, { roles: { candidateOf: null } }]
  const given = withAnswer(noAnswers, { roles: { label: 'y', candidate: 'score' } })

  test('come first, one of each kind, and are the same for all answers', () => {
    const rows = Array.from({ length: 40 }, () => ['1', '1', '0.75'])
    rows[30] = ['0', '0', '0.875']
    const long = { file: 'p.csv', columns: ['y', 'label', 'score'], records: rows, rowCount: rows.length }
    const [one, other] = previewAnswers([long], given, 0.5, answers)
    expect(one!.rows.map(({ number }) => number)).toEqual([1, 2, 31])
    expect(shown(one!.rows).at(-1)).toBe('31: 0, 1 − 0.875 = 0.125 → 0')
    expect(shown(other!.rows).at(-1)).toBe('31: 0, 0.875 → 1')
  })

  test('are looked for at the threshold of each answer', () => {
    const found = previewAnswers([binary], given, 0.5, [{ threshold: 0.6 }, { threshold: 0.9 }])
    expect(found.map((each) => each!.rows[0].models[0].predicted)).toEqual(['1', '0'])
  })

  test('are none where an answer leaves it open', () => {
    expect(previewAnswers([binary], given, 0.5, [{ roles: { candidate: 'nowhere' } }])).toEqual([null])
    expect(tellingRows([])).toEqual([])
  })
})
