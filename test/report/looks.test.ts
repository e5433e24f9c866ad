import { expect, it, test } from 'vitest'
import { reportText } from '../../src/report/formats.ts'
import type { EarlierLookResult, LooksResult } from '../../src/result/evaluation.ts'
import { earlierLookLines, looksWords } from '../../src/words/remarks.ts'
import { documentOf, requirementOf } from '../documents.ts'

const earlier = (count: number): EarlierLookResult[] =>
  Array.from({ length: count }, (_, i) => ({
    date: `2026-01-0${1 + i}T12:00:00.000Z`,
    model: `<b>m${i}</b>`,
    policy: i === 0 ? 'other' : 'same',
    verdict: 'fail',
  }))
const looksOf = (number: number): LooksResult => ({
  number,
  confidence: 1 - 0.05 / number,
  correction: 'bonferroni',
  earlier: earlier(number - 1),
})

test.each([
  [2, 'Second look'],
  [10, 'Tenth look'],
  [11, '11th look'],
  [21, '21st look'],
  [22, '22nd look'],
  [103, '103rd look'],
  [112, '112th look'],
])('look %i is the %s', (number, words) => {
  expect(looksWords({ ...looksOf(2), number } as LooksResult)).toContain(`${words} at this test set: `)
})

it('the first needs no correction; nothing required, nothing said', () => {
  expect(looksWords({ number: 1, confidence: 0.95, correction: 'none', earlier: [] })).toBe(
    'First look at this test set.',
  )
  expect([looksWords(null), earlierLookLines(null)]).toEqual([null, []])
})

it('names that are very long are cut', () => {
  const [line] = earlierLookLines({
    ...looksOf(2),
    earlier: [{ ...earlier(1)[0], model: 'x'.repeat(1000) }],
  } as LooksResult)
  expect(line).toBe(`2026-01-01 ${'x'.repeat(80)}…, by another policy: fail`)
})

test.each(['text', 'markdown', 'html', 'junit'] as const)(
  '%s says which look it is and lists those before, escaped',
  (format) => {
    const report = reportText(
      documentOf({ verdict: 'pass', requirements: [requirementOf({})], looks: looksOf(8) }),
      format,
    )
    expect(report).toContain('Eighth look at this test set')
    expect(report).toMatch(/2026-01-07 .*m6.* by the same policy: fail/)
    // Markup in a name stays text: escaped in HTML and XML, in a code span in Markdown.
    if (format !== 'text') expect(report).toContain(format === 'markdown' ? '`2026-01-07 <b>m6</b>,`' : '&lt;b&gt;m6')
    // A comment shows the last five.
    expect(report.includes('2026-01-02')).toBe(format !== 'markdown')
    if (format === 'markdown') expect(report).toContain('- 2 before these\n')
  },
)

test.each(['text', 'markdown', 'html', 'junit'] as const)('%s says why looks are not counted', (format) => {
  const report = reportText(
    documentOf({
      verdict: 'pass',
      requirements: [requirementOf({})],
      looks: { number: null, reason: 'the policy names no ledger' },
    }),
    format,
  )
  expect(report).toContain('Looks at the test set are not counted: the policy names no ledger.')
})
