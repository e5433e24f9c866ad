import type { MetricResult } from '../../src/result/evaluation.ts'
import { pageStyle } from '../../src/words/style.ts'
import { reasonsOf } from '../../src/words/verdict.ts'
import { describe, expect, it, test } from 'vitest'
import { reportText } from '../../src/report/formats.ts'
import { documentOf, metricOf, modelOf, requirementOf } from '../documents.ts'

const caution = { reason: 'the interval may be too short: few rows', low: 0.9, high: 0.99 }
const short: MetricResult = { value: 0.98, low: 0.95, high: 1, interval: 'delong', caution }
const document = documentOf({
  verdict: 'undecided',
  models: {
    candidate: modelOf({ roc_auc: short, recall: metricOf(0.8, 0.7, 0.9) }),
    production: modelOf({ roc_auc: short, recall: metricOf(0.8, 0.7, 0.9) }),
  },
  requirements: [
    requirementOf({
      metric: 'roc_auc',
      bound: { at_least: 0.93 },
      value: 0.98,
      low: 0.95,
      high: 1,
      caution,
      outcome: 'undecided',
      doubt: 'short_interval',
      reason: '0.98 (0.95 to 1) is at least 0.93, but …',
    }),
  ],
})

test.each(['text', 'markdown', 'html'] as const)(
  '%s says beside an interval that it may be too short, and below why and the cautious one',
  (format) => {
    const report = reportText(document, format)
    expect(report).toContain('0.98 (0.95 to 1, may be too short)')
    expect(report).toContain('0.8 (0.7 to 0.9)')
    for (const model of ['the candidate', 'production']) {
      expect(report.replaceAll('`', '')).toContain(
        `roc_auc of ${model}: the interval may be too short: few rows; the cautious one is 0.9 to 0.99`,
      )
    }
  },
)

it('HTML says it at the requirement, whose drawn interval alone would pass', () => {
  expect(reportText(document, 'html')).toContain(
    '<small>the interval may be too short: few rows; the cautious one is 0.9 to 0.99</small>',
  )
})

it('JSON gives the ends', () => {
  const { models, requirements } = JSON.parse(reportText(document, 'json'))
  expect([models.candidate.splits.test.metrics.roc_auc.caution, requirements[0].caution]).toEqual([caution, caution])
})

it('the page says it in the reason and beside the interval', () => {
  const [{ sentence, support }] = reasonsOf(document, 0.95, pageStyle)
  expect(sentence.map(({ text }) => text).join('')).toContain(
    ', but its interval is known to be too short with so few rows',
  )
  expect(support).toContain(
    '95\u00a0% interval 0.950 to 1.000, which may be too short (the cautious one is 0.900 to 0.990)',
  )
})

describe('an interval that takes a threshold that was chosen as it is', () => {
  const asChosen = requirementOf({
    metric: 'recall',
    slice: { region: 'north' },
    bound: { at_least: 0.8 },
    value: 0.9,
    low: 0.82,
    high: 0.95,
    threshold: 'as_chosen',
    outcome: 'pass',
  })
  const report = documentOf({ verdict: 'pass', requirements: [asChosen] })

  it('is told by HTML and by the page, which do not repeat the reason', () => {
    expect(reportText(report, 'html')).toContain(
      '<small>at the threshold as it was chosen: how it was chosen is not in the interval</small>',
    )
    expect(reasonsOf(report, 0.95, pageStyle)[0].support).toContain(
      '95\u00a0% interval 0.820 to 0.950 at the threshold as it was chosen (how it was chosen is not in it)',
    )
  })

  it('is marked in JSON', () => {
    expect(JSON.parse(reportText(report, 'json')).requirements[0].threshold).toBe('as_chosen')
  })
})
