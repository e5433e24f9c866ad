import type { EvaluationDocument, ModelResult } from '../../src/report/evaluation.ts'
import { documentOf, metricOf, requirementOf } from '../app/documents.ts'

/** Names that mean something to Markdown, HTML, XML, a terminal, GitHub or GitLab. */
export const hostileNames = [
  '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '</code></td></table>', ']]>', '--><b>', '<!--', '&lt;&#64;&amp;',
  'a|b', 'a\\|b', 'a\\', '|', '||', '`', '``', '`a`', '``` a', ' a ', '  ', '', '\\`|`', '`a|b`', '$x$', '$`x`$',
  '@octocat', 'hi @octocat', '@org/team', 'a@b.com', 'a@b.com|', '#123', 'GH-123', 'org/repo#1', '!12', '~bug', '%"v1"', ':tada:', 'JIRA-7',
  'https://example.com', 'www.example.com', 'www.example.com|', 'https://example.com|', '[x](https://example.com)', '![x](y)', '<https://example.com>',
  'deadbeefcafe', '*a*', '_a_', '**a**', '~~a~~', '# a', '- a', '1. a', '> a', '---', '    a', '</details>', '<summary>', '*', '=', '+ a', '[ ] a',
  'line\nbreak', 'a\r\nb', 'tab\tb', '\u0000', '\u001b[31mred', '\u0085', '\u2028', '\u202eevil', '\ud800', '\udc00x', '\uffff', '\ufffe', '😀', 'é', 'e\u0301', 'שלום', '__proto__',
  'constructor', 'x'.repeat(1000), 'two words '.repeat(200),
]

/** What reports say of a slice. */
export const ofSlice = { roc_auc: metricOf(0.9), recall: metricOf(0.5, 0.2, 0.8), precision: { value: null, undefined: 'no predicted positives' } }

/** A document with `name` wherever text of the input can stand. */
export function documentNaming(name: string): EvaluationDocument {
  const where = { [name]: name }
  const model: ModelResult = {
    threshold: { value: 0.5, chosen: `maximise f1 on ${name}` },
    splits: Object.fromEntries([[name, {
      rows: 100, positives: 40, metrics: { recall: metricOf(0.8, 0.7, 0.9), ks: { value: null, undefined: `${name}: only one class` } },
      classes: Object.fromEntries([[name, { recall: metricOf(0.8, 0.7, 0.9) }]]),
      confusion: { labels: [name, `not ${name}`], counts: [[50, 10], [8, 32]] },
      slices: [{ where, rows: 10, positives: 4, metrics: ofSlice }],
      small_slices: [{ where: { [name]: `other ${name}` } }],
    }]]),
  }
  const requirement = requirementOf({ split: name, slice: where, reason: `0.86 is at least 0.8 on ${name}` })
  return documentOf({
    verdict: 'undecided', task_evidence: `${name} has two values`, models: { candidate: model },
    requirements: [requirement, requirementOf({ split: name, class: name, outcome: 'undecided', value: null, low: null, high: null, reason: `${name}: no rows` }),
      requirementOf({ split: name, outcome: 'fail', bound: { gap: { from: name, at_most: 0.1 } }, reason: name })],
    splitting: {
      rule: { by: 'hash', key: name }, made_by: { words: `by the hash of ${name}`, rule: null, disagreeing_rows: 3 },
      gaps: [{ from: name, to: name, metrics: { recall: { difference: 0.1, low: 0, high: 0.2 } } }],
      findings: [{ code: 'shared_id', splits: [name], rows: 1, examples: [], message: `The id ${name} is in both.`, effect: 'undecided', waived: false }],
    },
    warnings: [{ code: 'left_out', message: `${name}: 3 rows.` }],
    setup: { ...documentOf().setup, policy: name, columns: { label: name, slices: [name] }, smallest_group: 10 },
  })
}
