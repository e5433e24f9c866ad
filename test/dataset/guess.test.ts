import { describe, expect, it } from 'vitest'
import { guessRoles } from '../../src/dataset/guess.ts'
import type { FileSample } from '../../src/dataset/resolve.ts'

function sample(file: string, text: string): FileSample {
  const [columns, ...records] = text.trim().split('\n').map((line) => line.trim().split(','))
  return { file, columns, records }
}

describe('guessing roles', () => {
  it('tells label, score, split, id and slices from names and values', () => {
    const { roles, evidence } = guessRoles([sample('p.csv', `customer_id,y_true,p_churn,fold,region
      17,0,0.03,train,north\n18,1,0.91,val,south\n19,0,0.2,test,north\n20,0,0.4,test,east`)])
    expect(roles).toEqual({ id: 'customer_id', label: 'y_true', positive: '1', candidate: 'p_churn', split: 'fold', slices: ['region'] })
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
      sample('candidate.csv', 'id,label,prob\na,1,0.5\nb,0,0.2'), sample('production.csv', 'id,label,prob\nb,0,0.3\na,1,0.1')])
    expect(two.roles).toMatchObject({ id: 'id', label: 'label', candidate: 'candidate.csv:prob', production: 'production.csv:prob' })
    expect(two.columns).toEqual(['id', 'label', 'prob', 'candidate.csv:id', 'candidate.csv:label', 'candidate.csv:prob', 'production.csv:id', 'production.csv:label', 'production.csv:prob'])
  })

  it('a stray cell hides neither score nor label', () => {
    const { roles, evidence } = guessRoles([sample('a.csv', 'label,prob\n1,0.5\n0,n/a\n1,0.4\nmaybe,0.3')])
    expect(roles).toMatchObject({ label: 'label', candidate: 'prob' })
    expect(evidence.candidate).toBe('0.3 to 0.5, 1 not a number (first 4 rows)')
  })

  it('files are joined on a column that all of them have, whatever its name', () => {
    const { roles } = guessRoles([sample('a.csv', 'ref,y,prob\n1001,1,0.5\n1002,0,0.2'), sample('b.csv', 'ref,old\n1002,0.3\n1001,0.1')])
    expect(roles).toMatchObject({ id: 'ref', label: 'y', candidate: 'prob', production: 'old' })
  })

  it('a second score without a telling name stays a choice', () => {
    expect(guessRoles([sample('p.csv', 'label,score_a,score_b\n1,0.5,0.6\n0,0.2,0.1')]).roles.production).toBeUndefined()
  })

  it('columns with names of JavaScript’s own are columns', () => {
    const { columns, values } = guessRoles([sample('p.csv', '__proto__,constructor,label,prob\nx,a,1,0.9\nz,a,0,0.2')])
    expect(columns).toEqual(['__proto__', 'constructor', 'label', 'prob'])
    expect(Object.getOwnPropertyDescriptor(values, '__proto__')?.value).toEqual(['x', 'z'])
  })
})
