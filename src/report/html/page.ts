import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { catalogues } from '../../metrics/definitions/catalogue.ts'
import { tableMarkup, verdictIcon } from './elements.ts'
import { requirementsSection } from './requirements.ts'
import { splitSection } from './split.ts'
import { style } from './style.ts'
import { Markup, markup } from '../markup.ts'
import { gapTable, setupTable } from '../tables.ts'
import type { EvaluationDocument, SplitFindingResult } from '../../result/evaluation.ts'
import { isDeciding, splitNames } from '../../result/reading.ts'
import { findingWords } from '../../words/findings.ts'
import { countText, levelText } from '../../words/numbers.ts'
import { headline, thresholdWords } from '../../words/verdict.ts'

/**
 * The result as one HTML file, complete in itself: no script, nothing loaded, light, dark and on paper. Its content
 * policy allows its own style sheet and nothing else. It is well-formed XML too.
 */
export function evaluationHtml(document: EvaluationDocument): string {
  const title = headline(document)
  const policy = document.setup.policy
  return `${
    markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="${contentPolicy()}"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="generator" content="Good Enough"/>
<title>${policy === null ? title : `${policy}: ${title}`}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<main>
<header class="verdict ${document.verdict ?? 'none'}">
<p class="eyebrow">${policy === null ? 'Model evaluation' : markup`Model evaluation by the policy <b>${policy}</b>`}</p>
<h1>${verdictIcon(document.verdict)}<span>${title}</span></h1>
<p class="basis">${basis(document)}</p>
</header>
${requirementsSection(document)}
${notices(document)}
${splitNames(document).map((split, i) => splitSection(document, split, i === 0))}
${gapSection(document)}
${modelCard(document)}
</main>
<footer>
<p>SHA-256 of this result, the same on every engine: <code>${document.sha256}</code></p>
<p>Totals only: no row of the data is in this file. Curves (ROC, precision and recall) are on the page of Good Enough, and not here.</p>
</footer>
</body>
</html>`.source
  }
`
}

function contentPolicy(): string {
  const digest = btoa(String.fromCharCode(...sha256(utf8ToBytes(style))))
  return `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`
}

function basis(document: EvaluationDocument): string {
  const { task, rows, backend } = document
  return [`${countText(rows)} rows, ${task}`, ...thresholdWords(document), `computed on the ${backend}`].join('; ')
}

function notices({ splitting, warnings, verdict }: EvaluationDocument): Markup | null {
  const findings = splitting?.findings ?? []
  if (findings.length === 0 && warnings.length === 0) return null
  return markup`<section>
<h2>Data notes</h2>
<ul class="notices">
${findings.map((finding) => markup`<li class="${toneOf(finding)}"><b>${finding.code.replaceAll('_', ' ')}</b> ${findingWords(finding, verdict)}</li>\n`)}${warnings.map(
    ({ code, message }) => markup`<li><b>${code.replaceAll('_', ' ')}</b> ${message}</li>\n`,
  )}</ul>
</section>`
}

function gapSection(document: EvaluationDocument): Markup | null {
  const table = gapTable(document)
  return (
    table &&
    markup`<section>
<h2>Does it generalise?</h2>
${tableMarkup(table, 'What the candidate has on one split more than on another')}
</section>`
  )
}

function toneOf(finding: SplitFindingResult): string {
  return isDeciding(finding) ? 'undecided' : 'none'
}

/** What was evaluated, on what, how, and what the numbers do not say: for a model's card. */
function modelCard(document: EvaluationDocument): Markup {
  const metrics = catalogues[document.task].filter(
    ({ id }) => id in Object.values(document.models.candidate.splits)[0].metrics,
  )
  return markup`<section>
<h2>What was evaluated</h2>
<dl>
${setupTable(document).rows.map(([term, words]) => markup`<dt>${term}</dt><dd>${words}</dd>\n`)}</dl>
<h3>What the numbers do not say</h3>
<ul class="words">
${caveats(document).map((caveat) => markup`<li>${caveat}</li>\n`)}</ul>
<details><summary>What each metric is</summary>
${tableMarkup(
  {
    header: ['metric', 'definition', 'better', 'where it is undefined, and what holds at its edges'],
    rows: metrics.map(({ id, definition, better, edgeCases }) => [
      id,
      definition,
      better === 'neither' ? '' : better,
      edgeCases,
    ]),
  },
  'Metrics',
)}
</details>
</section>`
}

function caveats({ setup, models, comparison, splitting }: EvaluationDocument): string[] {
  const { columns, confidence } = setup
  const isSplit = Object.keys(models.candidate.splits).length > 1
  return [
    `Each interval holds with ${levelText(confidence)} confidence by itself, not all of them together.`,
    ...(columns.group === undefined
      ? ['Rows are taken as independent: no column says which of them belong together.']
      : []),
    ...(isSplit ? [] : ['The rows are not split: nothing here shows that the model has not been fitted to them.']),
    ...(isSplit && splitting !== null && splitting.findings.some(({ waived }) => waived)
      ? ['Findings about the splits were waived by the policy.']
      : []),
    ...(comparison === null ? ['No other model was measured on these rows.'] : []),
    ...(columns.slices === undefined ? ['No subgroups were looked at.'] : []),
    'Whether the truth in the data is right, and whether the rows to come will be like these, is beyond any evaluation.',
  ]
}
