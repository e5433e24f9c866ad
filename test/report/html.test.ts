import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EvaluationDocument } from '../../src/result/evaluation.ts'
import { requirementName } from '../../src/words/requirements.ts'
import { evaluationHtml } from '../../src/report/html/page.ts'
import { documentOf, metricOf, modelOf, requirementOf } from '../documents.ts'
import { documentNaming, hostileNames, ofSlice } from './hostile.ts'
import { attributesOf, elementsOf, parsedXml } from './xml.ts'
import { runs } from '../property-runs.ts'

const parsed = (document: EvaluationDocument) => parsedXml(evaluationHtml(document))

const allowedElements = new Set(
  (
    'html head meta title style body main header footer section p h1 h2 h3 b span small ul li dl dt dd div table caption thead tbody tr th td ' +
    'details summary figure figcaption code svg path circle line rect text'
  ).split(' '),
)
const allowedAttributes = new Set(
  'lang charset http-equiv content name class id scope colspan role aria-label aria-hidden tabindex open viewBox width height x y x1 y1 x2 y2 cx cy r d'.split(
    ' ',
  ),
)

describe('the HTML report', () => {
  it('allows its own style and nothing else, has no script, and loads nothing', () => {
    const document = parsed(documentNaming('a'))
    const [style] = elementsOf(document, 'style')
    const policy = elementsOf(document, 'meta')
      .find((meta) => meta.getAttribute('http-equiv') === 'Content-Security-Policy')!
      .getAttribute('content')!
    const digest = createHash('sha256').update(style.textContent!).digest('base64')
    expect(policy).toBe(`default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`)
    expect(style.textContent).not.toMatch(/url\(|@import|[<&]/)
    expectInert(document)
  })

  it('names every requirement once, the failed first, those on one scale together, with its interval drawn against its bound', () => {
    const requirements = [
      requirementOf({}),
      requirementOf({
        metric: 'log_loss',
        bound: { at_most: 0.4 },
        outcome: 'undecided',
        value: null,
        low: null,
        high: null,
        reason: 'log_loss is not defined: no rows',
      }),
      requirementOf({ metric: 'precision', outcome: 'fail', low: 0.5, value: 0.6, high: 0.7 }),
      requirementOf({
        metric: 'recall',
        bound: { versus_production: { at_least: -0.01 } },
        low: -0.02,
        value: 0,
        high: 0.02,
        outcome: 'undecided',
      }),
    ]
    const document = parsed(documentOf({ verdict: 'fail', requirements }))
    const rows = elementsOf(document, 'tr').filter((row) =>
      /^(pass|fail|undecided)$/.test(row.getAttribute('class') ?? ''),
    )
    expect(rows.map((row) => elementsOf(row, 'th')[0].firstChild!.nodeValue)).toEqual(
      [2, 0, 1, 3].map((i) => requirementName(requirements[i])),
    )
    // Domain 0.48 to 0.9, made round; inside it what is asked for starts right of the interval of what failed.
    const [asked] = elementsOf(rows[0], 'rect')
    const interval = elementsOf(rows[0], 'line').find((line) => line.getAttribute('class') === 'interval')!
    expect(Number(interval.getAttribute('x2'))).toBeLessThan(Number(asked.getAttribute('x')))
    // Where nothing is defined, nothing is drawn, and the reason stands.
    expect(elementsOf(rows[2], 'circle').filter((circle) => circle.getAttribute('cx') !== '12')).toEqual([])
    expect(rows[2].textContent).toContain('log_loss is not defined: no rows')
  })

  it('has what was measured on every split, in tables, and the curve of calibration as chart and table', () => {
    const bin = {
      lowest_score: 0.1,
      highest_score: 0.2,
      rows: 30,
      mean_score: 0.15,
      positives: 6,
      share: 0.2,
      low: 0.1,
      high: 0.4,
    }
    const split = {
      positives: 40,
      confusion: {
        labels: ['no', 'yes'],
        counts: [
          [50, 10],
          [8, 32],
        ],
      },
      slices: [{ where: { region: 'north' }, rows: 12, metrics: ofSlice }],
      calibration: {
        bins: { equal_width: [bin], equal_mass: [bin] },
        brier: { reliability: 0, resolution: 0, uncertainty: 0 },
      },
    }
    const candidate = {
      splits: {
        ...modelOf({ recall: metricOf(0.8, 0.7, 0.9) }, split).splits,
        validation: modelOf({ recall: metricOf(0.9) }).splits.test,
      },
    }
    const text = parsed(documentOf({ models: { candidate } })).documentElement!.textContent!
    for (const said of [
      'On test',
      'On validation',
      '0.8 (0.7 to 0.9)',
      'Of 40 that are “yes” the candidate calls 32 so and 8 something else.',
      'region = north',
      '0.1 to 0.2',
      '0.2 (0.1 to 0.4)',
      'What was evaluated',
      'label: y',
    ])
      expect(text).toContain(said)
  })

  it('the same document is the same bytes', () => {
    expect(evaluationHtml(documentNaming('a'))).toBe(evaluationHtml(structuredClone(documentNaming('a'))))
  })

  it.each(hostileNames)('%j stays text', (name) => expectInert(parsed(documentNaming(name))))

  it('any text stays text', () => {
    const unit = fc.constantFrom(...'<>&"\'`=/ -!]\u0000\u0001\n;#xas')
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit, maxLength: 30 }), fc.string({ unit: 'binary', maxLength: 20 })), (name) =>
        expectInert(parsed(documentNaming(name))),
      ),
      { numRuns: runs(100) },
    )
  })
})

function expectInert(document: ReturnType<typeof parsedXml>): void {
  for (const element of elementsOf(document)) {
    expect(allowedElements).toContain(element.tagName)
    for (const name of Object.keys(attributesOf(element))) expect(allowedAttributes).toContain(name)
  }
}
