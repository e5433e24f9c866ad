/**
 * The page in the order it is needed: styles, so that the first paint is right; the first script, which opens the page at
 * once; the second, for what is shown once there are files; then the code of its workers, in blocks that nothing runs or
 * waits for, until the page makes workers of them.
 * @param {string} template HTML that has `<!-- style -->`, `<!-- first script -->`, `<!-- second script -->` and
 *   `<!-- workers -->` once each
 * @param {{style: string, scripts: [string, string], blocks: {id: string, code: string}[]}} parts
 * @returns {string}
 */
export function assemble(template, { style, scripts: [first, second], blocks }) {
  const parts = {
    style: `<style>${style}</style>`,
    'first script': `<script>${inScript(first)}</script>`,
    'second script': `<script>${inScript(second)}</script>`,
    workers: blocks
      .map(({ id, code }) => `<script type="text/plain" id="${id}">${inScript(code)}</script>`)
      .join('\n    '),
  }
  return Object.entries(parts).reduce((html, [name, part]) => {
    const [before, after, ...more] = html.split(`<!-- ${name} -->`)
    if (after === undefined || more.length > 0) throw new Error(`The template has no place for: ${name}, or several.`)
    return before + part + after
  }, template)
}

/**
 * Code as it can stand between script tags. What would end the script, or keep its end from being seen
 * (HTML, "script data escaped state"), occurs in strings, templates and regular expressions, where \x3C is a `<` too.
 */
function inScript(code) {
  return code.replace(/<(?=\/?script|!--)/gi, String.raw`\x3C`)
}
