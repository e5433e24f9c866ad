import { describe, expect, test } from 'vitest'
import type { EvaluationDocument, SplitFindingResult } from '../../src/result/evaluation.ts'
import { exampleWords, findingTitle, lookedFor, toldFindings } from '../../src/words/findings.ts'
import { documentOf, findingOf } from '../documents.ts'

const documentWith = (findings: SplitFindingResult[], verdict: EvaluationDocument['verdict'] = 'undecided') =>
  documentOf({ verdict, splitting: { rule: null, made_by: null, findings, gaps: [] } })

describe('findings', () => {
  test('those that decide come first, those waived last', () => {
    const told = toldFindings(
      documentWith([
        findingOf({ code: 'shared_group', waived: true }),
        findingOf({ code: 'label_shift', effect: 'none' }),
        findingOf({}),
      ]),
    )
    expect(told.map(({ code, isDeciding }) => [code, isDeciding])).toEqual([
      ['shared_id', true],
      ['label_shift', false],
      ['shared_group', false],
    ])
  })

  test('each says what it does to the verdict, and how to waive what it keeps from passing', () => {
    const effectOf = (change: Partial<SplitFindingResult>, verdict: EvaluationDocument['verdict'] = 'undecided') =>
      toldFindings(documentWith([findingOf(change)], verdict))[0].effect
    expect(effectOf({})).toBe('The verdict cannot be a pass, unless the policy waives it by name (waive: [shared_id]).')
    expect(effectOf({}, null)).toMatch(/^No verdict on these splits could be a pass/)
    expect(effectOf({ waived: true })).toBe('Waived by the policy: does not change the verdict.')
    expect(effectOf({ effect: 'none' })).toBe('Does not change the verdict.')
  })

  test('a code that is not known is shown in words', () => {
    expect(findingTitle('split_of_tomorrow')).toBe('split of tomorrow')
  })
})

test('examples are lines, by file', () => {
  const at = (file: string, line: number) => ({ file, line })
  expect(exampleWords([at('a.csv', 17), at('b.csv', 9), at('a.csv', 12_042)])).toBe(
    'a.csv, lines 17, 12042; b.csv, line 9',
  )
  expect(exampleWords([])).toBe('')
})

describe('what was looked for', () => {
  test('is what the columns named allow, and the others are said to be missing', () => {
    expect(lookedFor({ columns: {}, split: null }, documentOf())).toEqual({
      sought:
        'the same row in two splits, classes that a split lacks and shifts of labels and scores, of 0.1 or more in Cramér’s V or distance (a class that grows from 2 % to 4 % is less)',
      missing: 'an id, a group or a time',
    })
    expect(
      lookedFor(
        { columns: { id: 'i', group: 'g', time: 't', slices: ['s'] }, split: null },
        documentOf({ task: 'regression' }),
      ),
    ).toEqual({
      sought:
        'the same id and group in two splits, rows alike under different ids, times that overlap, slices that a split lacks and shifts of labels and scores, of 0.1 or more in distance',
      missing: '',
    })
  })

  test('rows that the rule would put elsewhere only where a column is held against a rule', () => {
    const split = { by: 'random', key: null, seed: 1, parts: [] } as const
    expect(lookedFor({ columns: { split: 'fold' }, split: { ...split, parts: [] } }, documentOf()).sought).toContain(
      'rows that the rule would put elsewhere',
    )
    expect(lookedFor({ columns: {}, split: { ...split, parts: [] } }, documentOf()).sought).not.toContain('elsewhere')
  })
  test('a model that does better where it was made only where there are splits to compare', () => {
    const gaps = [{ from: 'train', to: 'test', metrics: {} }]
    const document = documentOf({ splitting: { rule: null, made_by: null, findings: [], gaps } })
    expect(lookedFor({ columns: {}, split: null }, document).sought).toContain(
      'a model that does better where it was made',
    )
  })
})
