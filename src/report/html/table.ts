import { markup, type Markup } from '../markup.ts'
import type { Table } from '../tables.ts'

/** A table whose rows are named by their first cell; it scrolls where it is wider than the page. */
export function tableMarkup({ header, rows }: Table, caption: string): Markup {
  return markup`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table>
<caption>${caption}</caption>
<thead><tr>${header.map((name) => markup`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>
${rows.map(([name, ...cells]) => markup`<tr><th scope="row">${name}</th>${cells.map((cell) => markup`<td>${cell}</td>`)}</tr>\n`)}</tbody>
</table></div>`
}
