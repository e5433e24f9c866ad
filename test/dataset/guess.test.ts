import { describe, expect, it } from 'vitest'
import { guessRoles } from '../../src/dataset/guess.ts'
import type { FileSample } from '../../src/dataset/resolve.ts'

function sample(file: string, text: string): FileSample {
  const [columns, ...records] = text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(','))
  return { file, columns, records }
}

describe('guessing roles', () => {
  it('tells label, score, split, id and slices from names and values', () => {
    const { roles, evidence } = guessRoles([
      sample(
        'p.csv',
        `customer_id,y_true,p_churn,fold,region
      17,0,0.03,train,north\n18,1,0.91,val,south\n19,0,0.2,test,north\n20,0,0.4,test,east`,
      ),
    ])
    expect(roles).toEqual({
      id: 'customer_id',
      label: 'y_true',
      positive: '1',
      candidate: 'p_churn',
      split: 'fold',
      slices: ['region'],
    })
    expect(evidence.label).toBe('0/1, 25.0 % are 1 (first 4 rows)')
    expect(evidence.candidate).toBe('0.03 to 0.91 (first 4 rows)')
  })

  it('never guesses the positive class where the values do not tell it', () => {
    const { roles, values } = guessRoles([sample('p.csv', 'outcome,score\ngood,0.1\nbad,0.9\ngood,0.4')])
    expect(roles.label).toBe('outcome')
    expect(roles.positive).toBeUndefined()
    expect(values.outcome).toEqual(['good', 'bad'])
  })

  it('tells the production model by its name, in the column or in the file', () => {
    const one = guessRoles([sample('p.csv', 'label,score_v1,score_v2\n1,0.5,0.6\n0,0.2,0.1')])
    expect(one.roles).toMatchObject({ candidate: 'score_v2', production: 'score_v1' })
    const two = guessRoles([
      sample('candidate.csv', 'id,label,prob\na,1,0.5\nb,0,0.2'),
      sample('production.csv', 'id,label,prob\nb,0,0.3\na,1,0.1'),
    ])
    expect(two.roles).toMatchObject({
      id: 'id',
      label: 'label',
      candidate: 'candidate.csv:prob',
      production: 'production.csv:prob',
    })
    expect(two.columns).toEqual([
      'id',
      'label',
      'prob',
      'candidate.csv:id',
      'candidate.csv:label',
      'candidate.csv:prob',
      'production.csv:id',
      'production.csv:label',
      'production.csv:prob',
    ])
  })

  it('a stray cell hides neither score nor label', () => {
    const { roles, evidence } = guessRoles([sample('a.csv', 'label,prob\n1,0.5\n0,n/a\n1,0.4\nmaybe,0.3')])
    expect(roles).toMatchObject({ label: 'label', candidate: 'prob' })
    expect(evidence.candidate).toBe('0.3 to 0.5, 1 not a number (first 4 rows)')
  })

  it('files are joined on a column that all of them have, whatever its name', () => {
    const { roles } = guessRoles([
      sample('a.csv', 'ref,y,prob\n1001,1,0.5\n1002,0,0.2'),
      sample('b.csv', 'ref,old\n1002,0.3\n1001,0.1'),
    ])
    expect(roles).toMatchObject({ id: 'ref', label: 'y', candidate: 'prob', production: 'old' })
  })

  it('a second score without a telling name stays a choice', () => {
    expect(
      guessRoles([sample('p.csv', 'label,score_a,score_b\n1,0.5,0.6\n0,0.2,0.1')]).roles.production,
    ).toBeUndefined()
  })

  it('columns with names of JavaScript’s own are columns', () => {
    const { columns, values } = guessRoles([sample('p.csv', '__proto__,constructor,label,prob\nx,a,1,0.9\nz,a,0,0.2')])
    expect(columns).toEqual(['__proto__', 'constructor', 'label', 'prob'])
    expect(Object.getOwnPropertyDescriptor(values, '__proto__')?.value).toEqual(['x', 'z'])
  })
})

describe('guessing several classes', () => {
  const multiclass =
    'id,animal,p_cat,p_dog,p_fox,p_old_cat,p_old_dog,p_old_fox\na1,cat,0.7,0.2,0.1,0.5,0.3,0.2\na2,dog,0.1,0.8,0.1,0.2,0.6,0.2\na3,fox,0.2,0.2,0.6,0.3,0.3,0.4\na4,fox,0.2,0.2,0.6,0.3,0.3,0.4'

  it('columns named after the label’s values are a pattern of probabilities, and a second one is production by its name', () => {
    const { roles, evidence, patterns } = guessRoles([sample('p.csv', multiclass)])
    expect(roles).toMatchObject({ id: 'id', label: 'animal', candidate: 'p_*', production: 'p_old_*' })
    expect(roles.positive).toBeUndefined()
    expect(evidence).toMatchObject({ candidate: '3 columns: cat, dog, fox', production: '3 columns: cat, dog, fox' })
    expect(patterns).toEqual(['p_*', 'p_old_*'])
  })

  it('a class before the affix is a pattern too, and in two files each is named with its file', () => {
    const one = 'id,species,ant_prob,bee_prob,bug_prob\na,ant,0.5,0.3,0.2\nb,bee,0.1,0.8,0.1\nc,bug,0.1,0.2,0.7'
    expect(guessRoles([sample('p.csv', one)]).roles).toMatchObject({ label: 'species', candidate: '*_prob' })
    const two = guessRoles([sample('candidate.csv', one), sample('production.csv', one)])
    expect(two.roles).toMatchObject({ candidate: 'candidate.csv:*_prob', production: 'production.csv:*_prob' })
  })

  it('a class without a column, or columns that are no probabilities, make no pattern', () => {
    expect(guessRoles([sample('p.csv', 'label,p_a,p_b\na,0.5,0.3\nb,0.1,0.8\nc,0.1,0.2')]).patterns).toEqual([])
    expect(guessRoles([sample('p.csv', 'label,p_a,p_b,p_c\na,5,3,2\nb,1,8,1\nc,1,2,7')]).patterns).toEqual([])
  })

  it('predicted classes are taken where there are no probabilities', () => {
    const { roles } = guessRoles([
      sample(
        'p.csv',
        'species,prediction,prediction_v1,confidence,site\nant,ant,bee,0.9,x\nbee,bee,bee,0.8,y\nbug,ant,ant,0.4,x\nbug,bug,ant,0.4,x',
      ),
    ])
    expect(roles).toMatchObject({ label: 'species', prediction: 'prediction', productionPrediction: 'prediction_v1' })
    expect(roles.candidate).toBeUndefined()
  })

  it('of two classes decisions are taken only where nothing is named a score', () => {
    expect(guessRoles([sample('p.csv', 'y_true,pred\n1,0\n0,0\n1,1')]).roles).toMatchObject({
      label: 'y_true',
      prediction: 'pred',
    })
    const both = guessRoles([sample('p.csv', 'y_true,pred,prob\n1,0,0.4\n0,0,0.2\n1,1,0.7')])
    expect(both.roles).toMatchObject({ label: 'y_true', candidate: 'prob' })
    expect(both.roles.prediction).toBeUndefined()
  })

  it('of probabilities of both classes the positive one’s is the score', () => {
    expect(guessRoles([sample('p.csv', 'y,p_0,p_1\n1,0.3,0.7\n0,0.8,0.2')]).roles).toMatchObject({
      label: 'y',
      candidate: 'p_1',
    })
  })
})

describe('guessing numbers', () => {
  it('a label of many numbers has numbers as predictions', () => {
    const { roles } = guessRoles([
      sample('p.csv', 'y_true,y_pred,y_pred_old,is_weekend\n1.5,1.4,1,0\n2.5,2.6,2,1\n3.25,3,3.5,0'),
    ])
    expect(roles).toMatchObject({ label: 'y_true', candidate: 'y_pred', production: 'y_pred_old' })
    expect(roles.positive).toBeUndefined()
  })

  it('a column that another is named as the prediction of is the label', () => {
    expect(
      guessRoles([sample('p.csv', 'area,price,predicted_price\n10.5,150.5,149.2\n11.2,151.5,152\n9.9,99.5,101')]).roles,
    ).toMatchObject({ label: 'price', candidate: 'predicted_price' })
  })

  it('where nothing is named so, the only column of numbers beside predictions is the truth; of two, neither is', () => {
    const rows = '0.93,0.36,95.9\n0.84,-0.15,65.8\n0.81,-0.5,30.7'
    expect(guessRoles([sample('p.csv', `solubility,prediction,case_weight\n${rows}`)]).roles).toMatchObject({
      label: 'solubility',
      candidate: 'prediction',
    })
    expect(guessRoles([sample('p.csv', `solubility,prediction,mass\n${rows}`)]).roles.label).toBeUndefined()
  })
})

describe('weights and groups', () => {
  const { roles, offers } = guessRoles([
    sample('p.csv', 'patient,label,score,case_weight\np1,1,0.5,2.5\np1,0,0.2,1.5\np2,0,0.4,1\np2,1,0.9,1'),
  ])

  it('are offered with their evidence and never taken unasked', () => {
    expect(offers.weight).toEqual({
      column: 'case_weight',
      evidence: 'case_weight may be what rows count for: 1 to 2.5 (first 4 rows)',
    })
    expect(offers.group).toEqual({
      column: 'patient',
      evidence: 'patient repeats, 2 values in the first 4 rows: rows of one may belong together',
    })
    expect(roles.weight).toBeUndefined()
    expect(roles.group).toBeUndefined()
  })

  it('take no other part either', () => {
    expect(roles).toMatchObject({ label: 'label', candidate: 'score', slices: [] })
    expect(guessRoles([sample('p.csv', 'label,weight\n1,0.5\n0,0.2')]).roles.candidate).toBeUndefined()
  })

  it('a name that comes once for each row is an id, and no group', () => {
    const once = guessRoles([sample('p.csv', 'patient,label,score\np1,1,0.5\np2,0,0.2')])
    expect(once.roles.id).toBe('patient')
    expect(once.offers).toEqual({})
  })
})
