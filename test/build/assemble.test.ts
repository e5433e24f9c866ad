import vm from 'node:vm'
import { describe, expect, test } from 'vitest'
import { assemble } from '../../src/build/assemble.mjs'
import { contentPolicy } from '../../src/build/content-policy.mjs'

const template = '<html><head><meta charset="utf-8"><!-- style --></head><body><!-- script --><!-- workers --></body></html>'
const parts = { style: 'a { b: c }', script: 'let page = 1', blocks: [{ id: 'engine-worker', code: 'let engine = 2' }] }

/** What a browser takes for the text of each script (HTML, "script data state"), where none holds `<!--`. */
const textsOf = (html: string) => [...html.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script/gi)].map(([, text]) => text)

describe('the assembled page', () => {
  test('has its style first, then its own script, then the code of its workers', () => {
    expect(assemble(template, parts)).toBe(
      '<html><head><meta charset="utf-8"><style>a { b: c }</style></head><body><script>let page = 1</script>'
      + '<script type="text/plain" id="engine-worker">let engine = 2</script></body></html>')
  })

  test.each([
    ['a string', 'const made = "<script>a</script><!-- b -->"'],
    ['a template', 'const made = `</SCRIPT ${1}><!--`'],
    ['a regular expression', 'const made = /<script[^>]*><!--/u.test("<script id=a><!--")'],
  ])('keeps what code means where it writes of scripts in %s', (_, code) => {
    const html = assemble(template, { ...parts, script: code, blocks: [{ id: 'engine-worker', code }] })
    const texts = textsOf(html)
    expect(texts).toHaveLength(2)
    expect(html).not.toContain('<!--')
    const meant = vm.runInNewContext(`${code}; made`)
    for (const text of texts) expect(vm.runInNewContext(`${text}; made`)).toEqual(meant)
  })

  test('gives leave to run to its own script alone: the blocks are text', () => {
    expect(contentPolicy(assemble(template, parts)).match(/'sha256-/g)).toHaveLength(2)
  })

  test('refuses a template without a place for a part, or with two', () => {
    expect(() => assemble(template.replace('<!-- workers -->', ''), parts)).toThrow('The template has no place for: workers')
    expect(() => assemble(`${template}<!-- script -->`, parts)).toThrow('script')
  })
})
