import type { EvaluationDocument, RequirementResult, RowSetResult, Verdict } from '../../src/result/evaluation.ts'
import { pageStyle, sliceWords } from '../../src/words/style.ts'
import { reasonsOf, verdictWords } from '../../src/words/verdict.ts'
import { describe, expect, test } from 'vitest'
import { findingOf } from '../documents.ts'
import { documentOf } from '../documents.ts'

const rowSet: RowSetResult = {
  rows: 1573,
  positives: 412,
  metrics: {},
  confusion: {
    labels: ['0', '1'],
    counts: [
      [1, 2],
      [3, 4],
    ],
  },
}

function requirement(change: Partial<RequirementResult>): RequirementResult {
  return {
    metric: 'recall',
    split: 'test',
    slice: null,
    bound: { at_least: 0.8 },
    value: 0.86,
    low: 0.84,
    high: 0.88,
    outcome: 'pass',
    reason: '',
    rows_needed: null,
    positives_needed: null,
    ...change,
  }
}

function documentWith(verdict: Verdict | null, requirements: RequirementResult[]): EvaluationDocument {
  const slices = [{ where: { segment: 'new_customer' }, ...rowSet }]
  return documentOf({
    verdict,
    rows: 12_000,
    requirements,
    models: {
      candidate: {
        threshold: { value: 0.5, chosen: 'fixed' },
        splits: { test: { ...rowSet, rows: 7127, positives: 1903, slices } },
      },
    },
  })
}

const failed = requirement({
  slice: { segment: 'new_customer' },
  outcome: 'fail',
  value: 0.7143,
  low: 0.66,
  high: 0.75,
})
const undecided = requirement({
  metric: 'precision',
  outcome: 'undecided',
  value: 0.84,
  low: 0.67,
  high: 0.93,
  positives_needed: 190,
})
const better = requirement({
  metric: 'roc_auc',
  bound: { versus_production: { at_least: -0.01 } },
  value: 0.021,
  low: 0.012,
  high: 0.03,
})

const textOf = (requirements: RequirementResult[]) =>
  reasonsOf(documentWith('fail', requirements), 0.95, pageStyle).map(({ sentence }) =>
    sentence.map(({ text }) => text).join(''),
  )

describe('reasons', () => {
  test('failed come first, then undecided, then met, each in the policy’s order', () => {
    const reasons = reasonsOf(documentWith('fail', [better, undecided, requirement({}), failed]), 0.95, pageStyle)
    expect(reasons.map(({ outcome }) => outcome)).toEqual(['fail', 'undecided', 'pass', 'pass'])
    expect(reasons[2].sentence[0].text).toContain('ROC AUC')
  })

  test('a requirement on a slice names the slice, the value and the bound, and counts the slice’s rows', () => {
    const [reason] = reasonsOf(documentWith('fail', [failed]), 0.95, pageStyle)
    expect(reason.sentence).toEqual([
      { text: 'Recall for segment = new_customer is ' },
      { text: '0.714', isStrong: true },
      { text: '; the policy asks for at least 0.80' },
    ])
    expect(reason.support).toBe('412 positives in 1,573 rows, 95\u00a0% interval 0.660 to 0.750')
  })

  test('a difference has its sign and says what it is a difference from', () => {
    expect(textOf([better])).toEqual(['ROC AUC is +0.021 against production; the policy asks for at least \u22120.01'])
  })

  test('counts are counts, parts of an abstain band are named, a comparison that was skipped is not judged', () => {
    expect(
      textOf([
        requirement({
          metric: 'rows',
          bound: { at_least: 1000 },
          value: 200,
          low: null,
          high: null,
          outcome: 'undecided',
        }),
      ]),
    ).toEqual(['Number of rows is 200; the policy asks for at least 1,000'])
    expect(
      textOf([requirement({ where: 'decided' }), requirement({ where: 'abstained' })]).map(
        (text) => text.split(' is ')[0],
      ),
    ).toEqual(['Recall on the rows decided', 'Recall on the rows left to a human'])
    expect(
      textOf([
        {
          ...better,
          value: null,
          low: null,
          high: null,
          outcome: 'undecided',
          advisory: true,
          skipped: 'no_production',
        },
      ]),
    ).toEqual(['ROC AUC is not judged against production; the policy asks for at least \u22120.01'])
  })

  test('an improvement too good to be believed says to look for a leak, in the headline too where nothing else is open', () => {
    const suspicious = requirement({
      bound: { versus_production: { at_least: 0, suspicious_above: 0.1 } },
      value: 0.2,
      low: 0.15,
      high: 0.25,
      outcome: 'undecided',
      doubt: 'suspicious_improvement',
    })
    expect(textOf([suspicious])[0]).toContain('takes an improvement of more than 0.10 for suspicious: look for a leak')
    expect(verdictWords(documentWith('undecided', [suspicious])).because).toBe(
      'an improvement too good to be believed unseen',
    )
    expect(verdictWords(documentWith('undecided', [suspicious, undecided])).because).toBe(
      '2 of 2 requirements cannot be decided on these rows',
    )
    expect(textOf([{ ...failed, outcome: 'undecided', doubt: 'many_slices' }])[0]).toContain(
      'of so many slices one may look so by chance',
    )
  })

  test('what does not count comes last, says so, and is not counted', () => {
    const advisory = requirement({ outcome: 'fail', metric: 'f1', advisory: true })
    const reasons = reasonsOf(documentWith('pass', [advisory, requirement({})]), 0.95, pageStyle)
    expect(reasons.map(({ outcome, isAdvisory }) => [outcome, isAdvisory])).toEqual([
      ['pass', false],
      ['fail', true],
    ])
    expect(reasons[1].support).toContain('No part of the verdict')
    expect(verdictWords(documentWith('pass', [advisory, requirement({})])).because).toBe('the one requirement is met')
    expect(verdictWords(documentWith('undecided', [advisory])).because).toBe(
      'no requirement that counts could be judged',
    )
  })

  test('another split than test is named; two bounds are both said; what is undefined is not a number', () => {
    expect(textOf([requirement({ split: 'validation', bound: { at_least: 0.2, at_most: 0.9 } })])).toEqual([
      'Recall on validation is 0.860; the policy asks for at least 0.20 and at most 0.90',
    ])
    expect(textOf([requirement({ value: null, low: null, high: null, outcome: 'undecided' })])).toEqual([
      'Recall is not defined; the policy asks for at least 0.80',
    ])
  })

  test('a metric of one class names the class', () => {
    expect(textOf([requirement({ class: 'fox' })])[0]).toMatch(/^Recall of fox is /)
  })

  test('rows that have weights are counted with them', () => {
    const document = documentWith('pass', [requirement({})])
    document.models.candidate.splits.test.weight = 8000.5
    expect(reasonsOf(document, 0.95, pageStyle)[0].support).toContain('in 7,127 rows, weight 8,000.5, 95')
  })

  test('an undecided requirement says what would settle it', () => {
    expect(reasonsOf(documentWith('undecided', [undecided]), 0.95, pageStyle)[0].support).toContain(
      'About 190 positives in all would settle it',
    )
  })
})

describe('findings about the splits', () => {
  const found = (
    verdict: Verdict | null,
    requirements: RequirementResult[],
    findings = [findingOf({})],
  ): EvaluationDocument => ({
    ...documentWith(verdict, requirements),
    splitting: { rule: null, made_by: null, findings, gaps: [] },
  })

  test('are reasons where they decide: after what failed, before what is undecided, with their lines', () => {
    const reasons = reasonsOf(found('fail', [undecided, requirement({}), failed]), 0.95, pageStyle)
    expect(reasons.map(({ outcome, finding }) => finding ?? outcome)).toEqual([
      'fail',
      'shared_id',
      'undecided',
      'pass',
    ])
    expect(reasons[1]).toMatchObject({
      sentence: [
        { text: 'The same id in two splits', isStrong: true },
        { text: ': 2 rows of test have an id that is in train too.' },
      ],
      support: 'a.csv, lines 17, 42',
    })
  })

  test('are none where they are waived or change nothing, and where there is no verdict', () => {
    expect(
      reasonsOf(found('pass', [], [findingOf({ waived: true }), findingOf({ effect: 'none' })]), 0.95, pageStyle),
    ).toEqual([])
    expect(reasonsOf(found(null, []), 0.95, pageStyle)).toEqual([])
  })

  test('that alone keep the verdict from being a pass are named in the headline', () => {
    expect(verdictWords(found('undecided', [requirement({})])).because).toBe(
      'the splits are not apart (the same id in two splits), so that meeting the requirement shows nothing',
    )
    expect(
      verdictWords(found('undecided', [requirement({})], [findingOf({}), findingOf({ code: 'shared_row' })])).because,
    ).toBe(
      'the splits are not apart (the same id in two splits, the same row in two splits), so that meeting the requirement shows nothing',
    )
  })
})

test.each<[Verdict | null, RequirementResult[], string]>([
  ['fail', [failed, requirement({})], 'Not good enough: 1 of 2 requirements failed'],
  ['undecided', [undecided], 'Undecided: 1 of 1 requirement cannot be decided on these rows'],
  ['pass', [requirement({}), better], 'Good enough: all 2 requirements are met'],
  [null, [], 'Measured, not judged: no policy was given'],
])('the headline of %s counts what decided it', (verdict, requirements, text) => {
  const { title, because } = verdictWords(documentWith(verdict, requirements))
  expect(`${title}: ${because}`).toBe(text)
})

test('an empty value of a slice is visible', () => {
  expect(sliceWords({ region: '', plan: 'a' })).toBe('region = (empty), plan = a')
})
