import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { contentPolicy, withContentPolicy } from '../../src/build/content-policy.mjs'

const page = (body: string, head = '') => `<html><head><meta charset="utf-8">${head}</head><body>${body}</body></html>`
const sha256 = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

describe('content policy', () => {
  test('names each inline script and style by the SHA-256 of its exact text', () => {
    const html = page('<script type="module">let a = "<b>"\n</script>', '<style>a { b: c }</style>')
    expect(contentPolicy(html)).toContain(`script-src ${sha256('let a = "<b>"\n')};`)
    expect(contentPolicy(html)).toContain(`style-src ${sha256('a { b: c }')};`)
  })

  test('takes no style that a script only writes for one of the page', () => {
    expect(
      contentPolicy(page('<script>write(`<style>b { c: d }</style>`)</script>', '<style>a { b: c }</style>')),
    ).toContain(`style-src ${sha256('a { b: c }')};`)
  })

  test('connects nowhere and starts from nothing', () => {
    const policy = contentPolicy(page('')).split('; ')
    expect(policy).toEqual([
      "default-src 'none'",
      "script-src 'none'",
      "style-src 'none'",
      'img-src data: blob:',
      "connect-src 'none'",
      "worker-src 'self' blob:",
      "manifest-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
    ])
  })

  test('stands before anything it must hold for, and changes nothing else', () => {
    const html = page('<script>1</script>', '<script>0</script>')
    const meta = /\n\s*<meta http-equiv="Content-Security-Policy" content="[^"]*">/
    const written = withContentPolicy(html)
    expect(written.search(meta)).toBeLessThan(written.indexOf('<script>'))
    expect(written.replace(meta, '')).toBe(html)
  })

  test.each([
    ['a script by address', page('<script src="./a.js"></script>')],
    ['a style sheet by address', page('', '<link rel="stylesheet" href="a.css">')],
    ['a preloaded module', page('', '<link rel="modulepreload" href="a.js">')],
    ['a style attribute', page('<p style="color: red"></p>')],
    ['a CR, which browsers turn into LF before hashing', page('<script>1\r\n</script>')],
    ['no charset to stand after', '<html><head></head></html>'],
  ])('refuses %s', (_, html) => {
    expect(() => withContentPolicy(html)).toThrow()
  })

  test('what a script says about addresses and styles is not markup', () => {
    const html = page('<script>const a = `<p style="x"><link rel="stylesheet">`</script>')
    expect(() => withContentPolicy(html)).not.toThrow()
  })
})
