import { readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { assemble } from '../../src/build/assemble.mjs'
import { bundle } from '../../src/build/bundle.mjs'
import { withContentPolicy } from '../../src/build/content-policy.mjs'

/** What a page on a slow line has to wait for, before files can be dropped. */
const mostBytes = 150_000

describe('what the page needs before a file is dropped', () => {
  let app: Awaited<ReturnType<typeof bundle>>
  beforeAll(async () => {
    app = await bundle('src/app/main.ts', { version: '0' })
  })

  test(`is at most ${mostBytes / 1000} kB, gzipped`, async () => {
    const template = await readFile(new URL('../../src/app/index.html', import.meta.url), 'utf8')
    const byteLength = gzipSync(withContentPolicy(assemble(template, { ...app, blocks: [] }))).length
    console.log(`Before the first worker's code: ${Math.ceil(byteLength / 1000)} kB, gzipped`)
    expect(byteLength).toBeLessThanOrEqual(mostBytes)
  })

  test('is what the page draws with, and not how anything is measured, parsed, hashed or reported', () => {
    const packages = new Set(app.modules.flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []))
    expect([...packages].filter((name) => !/^(svelte|clsx|comlink|d3-[a-z]+)$/.test(name))).toEqual([])
    const ours = app.modules.filter((path) => path.startsWith('src/'))
    const isHeavy = /^src\/(tally|csv|evaluate|tensor)\/|\/(catalogue|measure)\.ts$|^src\/report\/(html|markdown|junit|text|document)|^src\/policy\/(file\/(parse|schema)|stakes\/(policy|requirements)-from)|\/snippet\/|\.worker\.ts$/
    expect(ours.filter((path) => isHeavy.test(path) && path !== 'src/metrics/catalogue.ts')).toEqual([])
    expect(ours.length).toBeGreaterThan(50)
  })
})
