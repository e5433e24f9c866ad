import { createHash } from 'node:crypto'

/**
 * Writes the page's content security policy into its head: nothing loads and nothing connects, except the scripts and
 * styles whose SHA-256 is named, and workers made from them.
 * @param {string} html a page whose scripts and styles are all inline, with LF line ends, and with `<meta charset>`
 * @returns {string} the page with the policy right after its charset, so that it holds for all that follows
 * @throws {Error} where the page loads anything from outside itself, or would break the policy
 */
export function withContentPolicy(html) {
  refuseWhatThePolicyWouldBreak(html)
  const charset = /<meta charset="[^"]*"\s*\/?>/i.exec(html)
  if (charset === null) throw new Error('The page has no <meta charset>, after which its content policy belongs.')
  const end = charset.index + charset[0].length
  return `${html.slice(0, end)}\n    <meta http-equiv="Content-Security-Policy" content="${contentPolicy(html)}">${html.slice(end)}`
}

/**
 * The policy itself, naming each inline script and style of the page by its SHA-256, in the page's order.
 *
 * `'self'` is there for two files, the service worker and the manifest. It is a way out as well: a worker loaded from an
 * address of its own is under no policy of the page's, and an address can carry data; a path would not help, as a policy
 * ignores queries. So the first script of `src/page/shell/index.html`, once it has registered the one, narrows this policy (one
 * that is added can only narrow): before any other script runs only `blob:` workers start, and they inherit the policy;
 * and no manifest is fetched once the first file is there.
 * @param {string} html
 * @returns {string}
 */
export function contentPolicy(html) {
  return [
    "default-src 'none'",
    `script-src ${hashSources(html, 'script')}`,
    `style-src ${hashSources(html, 'style')}`,
    'img-src data: blob:',
    "connect-src 'none'",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

function hashSources(html, tag) {
  const hashes = inlineTexts(html, tag).map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`)
  return hashes.length === 0 ? "'none'" : [...new Set(hashes)].join(' ')
}

/** Scripts and styles follow each other: a tag that is text of a script is none. Text that no browser runs needs no leave. */
function inlineTexts(html, tag) {
  return [...html.matchAll(/<(script|style)\b([^>]*)>([\s\S]*?)<\/\1>/gi)]
    .filter(([, name, attributes]) => name.toLowerCase() === tag && !/\btype="text\/plain"/.test(attributes))
    .map(([, , , text]) => text)
}

function refuseWhatThePolicyWouldBreak(html) {
  if (html.includes('\r')) throw new Error('The page holds a CR: browsers read it as LF, and the hashes would not fit.')
  const markup = html.replace(/(<(script|style)\b[^>]*>)[\s\S]*?<\/\2>/gi, '$1')
  const outside = /<script\b[^>]*\ssrc=|<link\b[^>]*\brel="(?:stylesheet|modulepreload|preload)"/i.exec(markup)
  if (outside !== null) throw new Error(`The page loads from outside itself: ${outside[0]}`)
  const styled = /<[a-z][^>]*\sstyle=/i.exec(markup)
  if (styled !== null) throw new Error(`A style attribute, which the content policy refuses: ${styled[0]}`)
}
