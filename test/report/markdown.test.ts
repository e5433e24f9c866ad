import fc from 'fast-check'
import { marked } from 'marked'
import { describe, expect, it } from 'vitest'
import type { RequirementResult } from '../../src/result/evaluation.ts'
import { commentLength, evaluationMarkdown } from '../../src/report/markdown.ts'
import { documentOf, metricOf, modelOf, requirementOf, sliceOf } from '../documents.ts'
import { documentNaming, hostileNames, ofSlice } from './hostile.ts'
import { runs } from '../property-runs.ts'

const html = (markdown: string) => marked.parse(markdown, { gfm: true, async: false })
/** What is left to be read as text, where nothing is code. */
const outsideCode = (rendered: string) => rendered.replace(/<code>[^<]*(?:<!-- -->[^<]*)*<\/code>/g, '')
const decoded = (source: string) =>
  source
    .replaceAll('<!-- -->', '')
    .replace(/&(#\d+|quot|amp|lt|gt);/g, (_, entity: string) =>
      entity.startsWith('#')
        ? String.fromCodePoint(Number(entity.slice(1)))
        : { quot: '"', amp: '&', lt: '<', gt: '>' }[entity]!,
    )
const codes = (rendered: string) =>
  [...rendered.matchAll(/<code>([^<]*(?:<!-- -->[^<]*)*)<\/code>/g)].map(([, text]) => decoded(text))

function requirementsOf(count: number, name = (i: number) => `value ${i}`): RequirementResult[] {
  return Array.from({ length: count }, (_, i) =>
    requirementOf({ slice: { region: name(i) }, outcome: (['pass', 'undecided', 'fail'] as const)[i % 3] }),
  )
}

/** Rows of tables that have a requirement's cells, by the name in them. */
function requirementRows(rendered: string): string[] {
  return [...rendered.matchAll(/<td><code>([^]*?)<\/code><\/td>\n<td>[^]*?<\/td>\n<td>at least/g)].map(([, name]) =>
    decoded(name),
  )
}

describe('Markdown for a pull request', () => {
  it('starts with the verdict, then shows the failed, the undecided and the met, and folds everything else', () => {
    const document = documentOf({
      verdict: 'fail',
      models: {
        candidate: modelOf(
          { recall: metricOf(0.86, 0.84, 0.88) },
          { slices: [sliceOf({ region: 'a' }, ofSlice), sliceOf({ region: 'b' }, ofSlice)] },
        ),
      },
      requirements: [
        requirementOf({}),
        requirementOf({ slice: { region: 'a' }, outcome: 'undecided', rows_needed: 1200, positives_needed: 190 }),
        requirementOf({
          metric: 'precision',
          outcome: 'fail',
          value: 0.5,
          low: 0.4,
          high: 0.6,
          bound: { versus_production: { at_least: -0.01 } },
        }),
      ],
    })
    const text = evaluationMarkdown(document)
    expect(text.slice(0, text.indexOf('<details>'))).toBe(`## ❌ Not good enough: 1 of 3 requirements failed.

| Requirement | Value (95\u00a0% interval) | Bound | Outcome |
| --- | --- | --- | --- |
| \`precision versus production, test\` | 0.5 (0.4 to 0.6) | at least -0.01 | ❌ fail |
| \`recall, test, region = a\` | 0.86 (0.84 to 0.88) | at least 0.8 | ❔ undecided: about 1,200 rows in all, 190 of them positive, would settle it |
| \`recall, test\` | 0.86 (0.84 to 0.88) | at least 0.8 | ✅ pass |

Intervals have confidence 95 %: if a requirement were just not met, a result like this would come up in at most 1 of 40 samples.

`)
    // Slices that nothing is required of stay out.
    expect(text).toContain('| `region = a` | 10 |')
    expect(text).not.toContain('region = b')
  })

  it('every requirement is in it exactly once, however many', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), (count) => {
        const rows = requirementRows(
          html(evaluationMarkdown(documentOf({ verdict: 'fail', requirements: requirementsOf(count) }))),
        )
        expect(rows.sort()).toEqual(Array.from({ length: count }, (_, i) => `recall, test, region = value ${i}`).sort())
      }),
      { numRuns: runs(30) },
    )
  })

  it('is no longer than a comment may be, and what it leaves out it counts', () => {
    const document = documentOf({
      verdict: 'fail',
      models: { candidate: modelOf({ recall: metricOf(0.86) }) },
      requirements: requirementsOf(3000, (i) => `a long name of a region, number ${i}`),
    })
    const text = evaluationMarkdown(document)
    expect(text.length).toBeLessThanOrEqual(commentLength)
    expect(text.length).toBeGreaterThan(0.9 * commentLength)
    const leftOut = Number(/… and ([\d,]+) more, left out for length/.exec(text)![1].replaceAll(',', ''))
    expect(requirementRows(html(text)).length + leftOut).toBe(3000)
    expect(text).toMatch(/Left out, as a comment holds 65,536 characters: Metrics on <code>test<\/code>/)
    expect(text.match(/<details>/g)!.length).toBe(text.match(/<\/details>/g)!.length)
    expect(text.trimEnd()).toMatch(/<\/code><\/sub>$/)
  })

  it('is no longer than that whatever the names are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 5000 }), fc.integer({ min: 1, max: 30 }), (name, count) => {
        const document = documentNaming(name)
        const requirements = Array.from({ length: count }, () => document.requirements).flat()
        expect(evaluationMarkdown({ ...document, requirements }).length).toBeLessThanOrEqual(commentLength)
      }),
      { numRuns: runs(50) },
    )
  })

  it.each(hostileNames)('%j is shown and does nothing', (name) => {
    inert(name)
  })

  it('any text is shown and does nothing', () => {
    const unit = fc.constantFrom(...'|`\\<>&@#*_~[]()!$:./-+= \n12aw')
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit, maxLength: 30 }), fc.string({ unit: 'binary', maxLength: 20 })), inert),
      { numRuns: runs(300) },
    )
  })
})

function inert(name: string): void {
  const rendered = html(evaluationMarkdown(documentNaming(name)))
  expect(rendered).not.toMatch(/<(?!\/?(?:h2|table|thead|tbody|tr|th|td|details|summary|ul|li|p|code|sub)>|!-- -->)/)
  const text = outsideCode(rendered)
  expect(text).not.toMatch(/@|#\d|&#64;|&#35;|:\/\/|www\.|[`|*_~[\]]|!\d/)
  expect(rendered.match(/<h2>/g)).toHaveLength(1)
  for (const table of rendered.split('<table>').slice(1)) {
    const widths = table
      .split('</table>')[0]
      .split('<tr>')
      .slice(1)
      .map((row) => row.match(/<t[hd]>/g)!.length)
    expect(new Set(widths).size).toBe(1)
  }
  const shown = [
    ...name.replace(
      /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
      (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  ]
  if (name.length <= 90)
    expect(codes(rendered).some((code) => code.includes(shown.join(''))) || rendered.includes('(empty)')).toBe(true)
}
