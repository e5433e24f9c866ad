import { readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { assemble } from '../../src/build/assemble.mjs'
import { bundle, bundleTwo } from '../../src/build/bundle.mjs'
import { withContentPolicy } from '../../src/build/content-policy.mjs'

/** What a page on a slow line has to wait for, before files can be dropped. */
const mostBytes = 150_000

describe('the page’s own scripts', () => {
  let page: Awaited<ReturnType<typeof bundleTwo>>
  beforeAll(async () => {
    page = await bundleTwo(['src/page/shell/main.ts', 'src/page/shell/second.ts'], { version: '0' })
  }, 120_000)

  test(`up to the first, all that is needed before a file is dropped, are at most ${mostBytes / 1000} kB, gzipped`, async () => {
    const template = await readFile(new URL('../../src/page/shell/index.html', import.meta.url), 'utf8')
    const [first, second] = page.scripts
    const html = withContentPolicy(assemble(template, { ...page, scripts: [first, 'SECOND'], blocks: [] }))
    const [byteLength, afterwards] = [html.slice(0, html.indexOf('SECOND')), second].map(
      (text) => gzipSync(text).length,
    )
    console.log(
      `Before a file is dropped: ${Math.ceil(byteLength / 1000)} kB, gzipped; for what is shown then: ${Math.ceil(afterwards / 1000)} kB`,
    )
    expect(byteLength).toBeLessThanOrEqual(mostBytes)
  })

  test('are what it draws with, and not how anything is measured, parsed, hashed or reported', () => {
    const modules = page.modules.flat()
    const packages = new Set(modules.flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []))
    expect([...packages].filter((name) => !/^(svelte|clsx|comlink|papaparse|d3-[a-z]+)$/.test(name))).toEqual([])
    const isHeavy =
      /^src\/(tally|csv|evaluate|tensor)\/|\/(catalogue|measure)\.ts$|^src\/report\/(html|markdown|junit|text|document)|^src\/policy\/(file\/(parse|schema)|stakes\/(policy|requirements)-from)|\/snippet\/|\.worker\.ts$/
    const allowed = ['src/metrics/definitions/catalogue.ts', 'src/csv/write.ts'] // words; charts’ numbers, saved
    expect(modules.filter((path) => isHeavy.test(path) && !allowed.includes(path))).toEqual([])
    expect(modules.filter((path) => path.startsWith('src/')).length).toBeGreaterThan(50)
  })

  test('call no eval, nor do its workers', async () => {
    const workers = await Promise.all(
      ['engine', 'scanner'].map((name) => bundle(`src/worker/${name}.worker.ts`, { version: '0' })),
    )
    for (const code of [...page.scripts, ...workers]) expect(/\beval\b|\bFunction\(/.exec(code)?.[0]).toBeUndefined()
  }, 120_000)

  test('draw no charts and no results before there are any', () => {
    expect(
      page.modules[0].filter((path) =>
        /^src\/page\/chart\/.*\.svelte$|\/Results\.svelte$|node_modules\/(d3-|papaparse)/.test(path),
      ),
    ).toEqual([])
    expect(page.modules[1]).toContain('src/page/shell/Results.svelte')
  })
})
