/**
 * The page in the order it is needed: styles, so that the first paint is right; the page's own script, which runs at
 * once; then the code of its workers, in blocks that nothing runs or waits for, until the page makes workers of them.
 * @param {string} template HTML with a line `<!-- style -->`, `<!-- script -->` and `<!-- workers -->` each
 * @param {{style: string, script: string, blocks: {id: string, code: string}[]}} parts
 */
export function assemble(template, { style, script, blocks }) {
  const parts = {
    style: `<style>${style}</style>`,
    script: `<script>${inScript(script)}</script>`,
    workers: blocks.map(({ id, code }) => `<script type="text/plain" id="${id}">${inScript(code)}</script>`).join('\n    '),
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
