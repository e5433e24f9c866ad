/** The report's style sheet; its digest is in the content policy. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#fafaf8, #101215); --surface: light-dark(#ffffff, #171a1f); --sunken: light-dark(#f2f2ee, #1e2228);
  --line: light-dark(#e4e4de, #2a2f37); --line-strong: light-dark(#8d9096, #6d7580);
  --ink: light-dark(#15181d, #eceef2); --soft: light-dark(#454b55, #b9bfc9); --faint: light-dark(#626873, #939ba7);
  --candidate: light-dark(#2a4fd0, #8fadff); --production: light-dark(#6c6f75, #a0a6b0);
  --pass: light-dark(#136c3a, #63d297); --fail: light-dark(#b02318, #ff9288); --undecided: light-dark(#805200, #eebf5b);
  font: 16px/1.5 Inter, -apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif;
  font-variant-numeric: tabular-nums; color: var(--ink); background: var(--paper);
}
* { box-sizing: border-box; }
body { margin: 0; }
main, footer { max-width: 70rem; margin: 0 auto; padding: 0 clamp(1rem, 4vw, 2rem); }
main { display: grid; grid-template-columns: minmax(0, 1fr); gap: 2.25rem; padding-top: clamp(1rem, 4vw, 2.5rem); }
h1, h2, h3, p, ul, dl, dd, figure { margin: 0; padding: 0; }
h1, h2, h3 { line-height: 1.25; letter-spacing: -0.015em; text-wrap: balance; overflow-wrap: anywhere; }
h1 { display: flex; gap: 0.75rem; align-items: flex-start; font-size: clamp(1.4rem, 1.1rem + 1.5vw, 2rem); color: var(--tone); }
h1 span { min-width: 0; }
h2 { font-size: 1.25rem; }
h3 { margin-top: 1.25rem; font-size: 1rem; }
code { font-family: ui-monospace, Menlo, Consolas, 'Liberation Mono', monospace; font-size: 0.875em; overflow-wrap: anywhere; }
small { display: block; font-weight: 400; font-size: 0.8125rem; color: var(--faint); }
.verdict { padding: 1.25rem clamp(1rem, 3vw, 1.75rem) 1.5rem; border: 1px solid var(--line); border-left: 6px solid var(--tone); border-radius: 10px; background: var(--surface); }
.eyebrow, .basis, .note { color: var(--faint); font-size: 0.875rem; overflow-wrap: anywhere; }
.eyebrow { margin-bottom: 0.5rem; }
.basis { margin-top: 0.5rem; font-size: 0.9375rem; }
.pass { --tone: var(--pass); }
.fail { --tone: var(--fail); }
.undecided { --tone: var(--undecided); }
.none { --tone: var(--soft); }
.icon { flex: none; width: 1.15em; height: 1.15em; vertical-align: -0.22em; fill: none; stroke: var(--tone, currentcolor); stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
section > .note { margin-top: 0.35rem; }
.scroll { overflow-x: auto; margin-top: 1rem; }
table { width: 100%; border-collapse: collapse; font-size: 0.9rem; }
caption { padding-bottom: 0.35rem; text-align: left; font-size: 0.8125rem; font-weight: 600; color: var(--soft); }
th, td { padding: 0.4rem 0.75rem; border-bottom: 1px solid var(--line); text-align: right; vertical-align: baseline; }
th:first-child, td:first-child { padding-left: 0; text-align: left; }
th:last-child, td:last-child { padding-right: 0; }
thead th { font-size: 0.8125rem; font-weight: 500; color: var(--faint); white-space: nowrap; }
tbody th { font-weight: 500; overflow-wrap: anywhere; min-width: 12rem; }
td { white-space: nowrap; }
.forest { --tone: var(--ink); }
.forest :is(th, td) { vertical-align: middle; }
.forest .outcome, .forest .plot { text-align: left; }
.forest thead th:nth-child(2) { text-align: left; }
.forest .outcome { color: var(--tone); white-space: nowrap; }
.forest .plot { width: 15rem; padding: 0 1.25rem; }
.forest svg:not(.icon) { display: block; }
.forest svg { overflow: visible; }
.forest .scale th { padding-top: 1rem; font-size: 0.8125rem; color: var(--soft); }
.forest .axis td { border: 0; }
svg text { font-size: 11px; fill: var(--faint); text-anchor: middle; }
svg text.left { text-anchor: end; }
.asked { fill: var(--pass); opacity: 0.13; }
.bound { stroke: var(--line-strong); stroke-dasharray: 3 2; }
.interval { stroke: var(--tone); stroke-width: 3; stroke-linecap: round; opacity: 0.55; }
circle { fill: var(--tone); }
.icon circle { fill: none; }
.tick { stroke: var(--line-strong); }
.grid { stroke: var(--line); }
.ideal { stroke: var(--line-strong); stroke-dasharray: 4 3; }
.notices, .words { list-style: none; }
.notices li { margin-top: 0.6rem; padding: 0.6rem 0.9rem; border-left: 3px solid var(--tone, var(--line-strong)); background: var(--sunken); overflow-wrap: anywhere; }
.notices b::after { content: ':'; }
.words li { margin-top: 0.25rem; color: var(--soft); font-size: 0.9375rem; overflow-wrap: anywhere; }
.split { border-top: 1px solid var(--line); padding-top: 1.25rem; }
summary { cursor: pointer; color: var(--soft); }
.split > summary { display: flex; flex-wrap: wrap; gap: 0.25rem 0.75rem; align-items: baseline; color: var(--faint); font-size: 0.9375rem; }
.split > summary::before { content: '▸'; }
.split[open] > summary::before { content: '▾'; }
.split h2 { color: var(--ink); }
.calibration { display: flex; flex-wrap: wrap; gap: 1.5rem 2.5rem; margin-top: 1.5rem; }
figure { flex: 1 1 18rem; min-width: 0; --tone: var(--candidate); }
figure.production { --tone: var(--production); }
figure svg { max-width: 100%; height: auto; }
figcaption { margin-bottom: 0.5rem; font-size: 0.8125rem; color: var(--soft); }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.35rem 1.25rem; margin-top: 1rem; font-size: 0.9375rem; }
dt { color: var(--faint); }
dd { overflow-wrap: anywhere; }
section > details { margin-top: 1.25rem; }
section > details td { text-align: left; white-space: normal; }
footer { margin-block: 2.5rem; padding-top: 1rem; font-size: 0.8125rem; color: var(--faint); }
:focus-visible { outline: 2px solid var(--candidate); outline-offset: 2px; }
@media (max-width: 560px) {
  th, td { padding: 0.35rem 0.5rem; }
  table { font-size: 0.875rem; }
  tbody th { min-width: 9rem; }
  dl { grid-template-columns: minmax(0, 1fr); gap: 0; }
  dd { margin-bottom: 0.6rem; }
}
@media print {
  :root { color-scheme: light; font-size: 11px; background: none; }
  main { gap: 1.25rem; max-width: none; padding: 0; }
  footer { max-width: none; padding: 0; }
  details::details-content { content-visibility: visible; }
  summary::before { display: none; }
  td { white-space: normal; }
  tbody th { min-width: 0; }
  .forest .plot { padding: 0 0.75rem; }
  tr, figure, .notices li, .verdict { break-inside: avoid; }
  h2, h3, caption, summary { break-after: avoid; }
  .asked, .interval, circle, .verdict, .notices li { print-color-adjust: exact; }
}
`
