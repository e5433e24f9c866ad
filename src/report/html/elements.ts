import type { Verdict } from '../../result/evaluation.ts'
import { markup, type Markup } from '../markup.ts'
import type { TextTable } from '../tables.ts'

/** A table whose rows are named by their first cell; it scrolls where it is wider than the page. */
export function tableMarkup({ header, rows }: TextTable, caption: string): Markup {
  return markup`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table>
<caption>${caption}</caption>
<thead><tr>${header.map((name) => markup`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>
${rows.map(([name, ...cells]) => markup`<tr><th scope="row">${name}</th>${cells.map((cell) => markup`<td>${cell}</td>`)}</tr>\n`)}</tbody>
</table></div>`
}

const paths: Record<Verdict | 'none', string> = {
  pass: 'm7.2 12.4 3.3 3.3 6.3-7',
  fail: 'm8.3 8.3 7.4 7.4m0-7.4-7.4 7.4',
  undecided: 'M12 6.5v6.8m0 3.6v.1',
  none: 'M7.5 12h9',
}

/** A mark beside words that say the same. */
export function verdictIcon(verdict: Verdict | null): Markup {
  return markup`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="11"/><path d="${paths[verdict ?? 'none']}"/></svg>`
}
