import vm from 'node:vm'
import { describe, expect, test } from 'vitest'
import { assemble } from '../../src/build/assemble.mjs'
import { contentPolicy } from '../../src/build/content-policy.mjs'

const template =
  '<html><head><meta charset="utf-8"><!-- style --></head><body><!-- first script --><!-- second script --><!-- workers --></body></html>'
const parts: Parameters<typeof assemble>[1] = {
  style: 'a { b: c }',
  scripts: ['let page = 1', 'let rest = 2'],
  blocks: [{ id: 'engine-worker', code: 'let engine = 3' }],
}

/** What a browser takes for the text of each script (HTML, "script data state"), where none holds `<!--`. */
const textsOf = (html: string) => [...html.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script/gi)].map(([, text]) => text)

describe('the assembled page', () => {
  test('has its style first, then its own scripts, then the code of its workers', () => {
    expect(assemble(template, parts)).toBe(
      '<html><head><meta charset="utf-8"><style>a { b: c }</style></head><body><script>let page = 1</script><script>let rest = 2</script>' +
        '<script type="text/plain" id="engine-worker">let engine = 3</script></body></html>',
    )
  })

  test.each([
    ['a string', 'const made = "<script>a</script><!-- b -->"'],
    ['a template', 'const made = `</SCRIPT ${1}><!--`'],
    ['a regular expression', 'const made = /<script[^>]*><!--/u.test("<script id=a><!--")'],
  ])('keeps what code means where it writes of scripts in %s', (_, code) => {
    const html = assemble(template, { ...parts, scripts: [code, code], blocks: [{ id: 'engine-worker', code }] })
    const texts = textsOf(html)
    expect(texts).toHaveLength(3)
    expect(html).not.toContain('<!--')
    const meant = vm.runInNewContext(`${code}; made`)
    for (const text of texts) expect(vm.runInNewContext(`${text}; made`)).toEqual(meant)
  })

  test('gives leave to run to its own scripts alone: the blocks are text', () => {
    expect(contentPolicy(assemble(template, parts)).match(/'sha256-/g)).toHaveLength(3)
  })

  test('refuses a template without a place for a part, or with two', () => {
    expect(() => assemble(template.replace('<!-- workers -->', ''), parts)).toThrow(
      'The template has no place for: workers',
    )
    expect(() => assemble(`${template}<!-- first script -->`, parts)).toThrow('first script')
  })
})
