import { describe, expect, it } from 'vitest'
import { classPatterns, matches, patternEvidence } from '../../src/dataset/class-patterns.ts'
import { headColumns } from '../../src/dataset/head-column.ts'

function patterns(...files: { file: string; lines: string }[]) {
  const columns = headColumns(
    files.map(({ file, lines }) => {
      const [header, ...records] = lines.split('\n').map((line) => line.split(','))
      return { file, columns: header, records }
    }),
  )
  return classPatterns(
    columns.find(({ header }) => header === 'y')!,
    columns,
  )
}

const animals = 'y,p_cat,p_dog,p_fox\ncat,0.8,0.1,0.1\ndog,0.2,0.7,0.1\nfox,0.1,0.1,0.8'

describe('patterns of columns', () => {
  it('have a column of numbers from 0 to 1 for every value of the label', () => {
    const [pattern, ...others] = patterns({ file: 'a.csv', lines: animals })
    expect(others).toEqual([])
    expect({ ...pattern, columns: pattern.columns.map(({ header }) => header) }).toEqual({
      name: 'p_*',
      file: 'a.csv',
      columns: ['p_cat', 'p_dog', 'p_fox'],
      classes: ['cat', 'dog', 'fox'],
    })
    expect(patternEvidence(pattern)).toBe('3 columns: cat, dog, fox')
  })

  it.each([
    ['two classes, of which one score says all', 'y,p_a,p_b\na,0.8,0.2\nb,0.3,0.7'],
    ['a class without a column', 'y,p_cat,p_dog\ncat,0.8,0.2\ndog,0.2,0.8\nfox,0.5,0.5'],
    ['numbers that are no probabilities', 'y,n_a,n_b,n_c\na,12,1,3\nb,4,15,2\nc,8,9,7'],
    ['columns that are named by their class alone', 'y,a,b,c\na,0.8,0.1,0.1\nb,0.2,0.7,0.1\nc,0.1,0.1,0.8'],
  ])('are none of %s', (_, lines) => expect(patterns({ file: 'a.csv', lines })).toEqual([]))

  it('stand up to one stray cell', () => {
    expect(patterns({ file: 'a.csv', lines: animals.replace('0.8,0.1,0.1', 'n/a,0.1,0.1') })).toHaveLength(1)
  })

  it('share no column: one that two of them match belongs to the longer', () => {
    const lines = 'y,p_a,p_b,p_c,p_old_a,p_old_b,p_old_c\na,1,0,0,1,0,0\nb,0,1,0,0,1,0\nc,0,0,1,0,0,1'
    expect(patterns({ file: 'a.csv', lines }).map(({ name, classes }) => [name, classes])).toEqual([
      ['p_*', ['a', 'b', 'c']],
      ['p_old_*', ['a', 'b', 'c']],
    ])
  })

  it('are named with their file where several files have them', () => {
    const found = patterns({ file: 'a.csv', lines: animals }, { file: 'b.csv', lines: animals.replace('y,', 'z,') })
    expect(found.map(({ name }) => name)).toEqual(['a.csv:p_*', 'b.csv:p_*'])
  })

  it('of many classes are told by the first six', () => {
    const classes = [...'abcdefgh']
    const lines = [
      `y,${classes.map((name) => `p_${name}`)}`,
      ...classes.map((name) => `${name},${classes.map(() => 0.1)}`),
    ]
    expect(patternEvidence(patterns({ file: 'a.csv', lines: lines.join('\n') })[0])).toBe(
      '8 columns: a, b, c, d, e, f …',
    )
  })
})

it.each([
  ['p_cat', 'p_*', true],
  ['p_', 'p_*', false],
  ['p_cat_v2', 'p_*_v2', true],
  ['p_v2', 'p_*_v2', false],
  ['xp_cat', 'p_*', false],
  ['cat', '*', true],
])('the header %s against %s: %j', (header, pattern, isMatch) => expect(matches(header, pattern)).toBe(isMatch))
