import { catalogues } from '../../metrics/definitions/catalogue.ts'
import { setupTable } from '../tables.ts'
import type { EvaluationDocument } from '../../result/evaluation.ts'
import { levelText } from '../../words/numbers.ts'
import { markup, type Markup } from '../markup.ts'
import { tableMarkup } from './elements.ts'

/** What was evaluated, on what, how, and what the numbers do not say: for a model's card. */
export function modelCard(document: EvaluationDocument): Markup {
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
