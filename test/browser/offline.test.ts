import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { writeOffline } from '../../src/build/offline.mjs'
import { serveFolder } from '../../src/build/serve.mjs'
import { launchProfile } from './chromium.ts'
import { useBrowser } from './hooks.ts'
import { siteFolder, untilState } from './visit.ts'

const browser = useBrowser()
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'site-'))
})
beforeEach(() => cp(siteFolder, folder, { recursive: true }))
afterAll(async () => {
  await rm(folder, { recursive: true })
})

const serve = () => serveFolder(folder, { base: '/some/dir/' })
const untilKept = (page: Page) => page.evaluate(async () => void (await navigator.serviceWorker.ready))
const cacheNames = (page: Page) => page.evaluate(() => caches.keys())

/** Builds another version of the page in the folder: its title says so. */
async function changePage(title: string): Promise<void> {
  const path = join(folder, 'index.html')
  await writeFile(path, (await readFile(path, 'utf8')).replace(/<title>[^<]*/, `<title>${title}`))
}

async function runSample(page: Page): Promise<void> {
  await page.click('[data-sample=too_little_data]')
  await untilState(page, 'done')
}

describe('after one visit, in a folder of a host', () => {
  test.each(['', 'index.html', '?engine=cpu#x'])(
    'the page opens without its server, and works: %j',
    async (address) => {
      const site = await serve()
      const { page, complaints, close } = await browser.visit(site.url)
      await untilKept(page)
      expect(complaints).toEqual([])
      await site.close()
      await page.goto(site.url + address)
      await runSample(page)
      await close()
    },
  )

  test('and with the browser’s network switched off', async () => {
    const site = await serve()
    const { page, close } = await browser.visit(site.url)
    await untilKept(page)
    await page.context().setOffline(true)
    await page.reload()
    await runSample(page)
    await close()
    await site.close()
  })

  test('other files of the folder are none of its business', async () => {
    const site = await serve()
    const { page, close } = await browser.visit(site.url)
    await untilKept(page)
    const other = `${site.url}index.html.sha256`
    expect(await (await page.goto(other))?.text()).toMatch(/^[0-9a-f]{64} {2}index\.html\n$/)
    await site.close()
    await expect(page.goto(other)).rejects.toThrow('ERR_CONNECTION_REFUSED')
    await close()
  })

  test('a new version is there at the next opening, with no word to the page that is open; other pages’ caches stay', async () => {
    const site = await serve()
    const { page, close } = await browser.visit(site.url)
    await untilKept(page)
    const other = `good-enough ${site.url}another/ 0`
    await page.evaluate((name) => caches.open(name), other)
    await runSample(page)
    const [old] = await cacheNames(page)
    await changePage('Newer')
    await writeOffline({ siteFolder: folder })
    const second = await page.context().newPage()
    await second.goto(site.url)
    expect(await second.title()).toBe('Newer')
    await expect.poll(() => cacheNames(second)).not.toContain(old)
    expect(await page.getAttribute('main', 'data-state')).toBe('done')
    expect(await cacheNames(page)).toEqual([other, expect.stringContaining(`good-enough ${site.url} `)])
    await site.close()
    await second.reload()
    expect(await second.title()).toBe('Newer')
    await close()
  })

  test('a page that is not the one that was built is not kept', async () => {
    await changePage('Changed on its way')
    const site = await serve()
    const { page, close } = await browser.visit(site.url)
    await expect
      .poll(() =>
        page.evaluate(
          async () => (await navigator.serviceWorker.getRegistration()) === undefined && (await caches.keys()).length,
        ),
      )
      .toBe(1)
    expect(await page.evaluate(async () => (await (await caches.open((await caches.keys())[0])).keys()).length)).toBe(0)
    await close()
    await site.close()
  })
})

test('browsers find nothing that keeps the page from being installed', async () => {
  const profile = await mkdtemp(join(tmpdir(), 'profile-'))
  const site = await serve()
  const context = await launchProfile(profile)
  const page = await context.newPage()
  await page.goto(site.url)
  await untilKept(page)
  const browserView = await context.newCDPSession(page)
  const { url, errors } = await browserView.send('Page.getAppManifest')
  expect([url, errors]).toEqual([`${site.url}manifest.webmanifest`, []])
  expect(await browserView.send('Page.getInstallabilityErrors')).toEqual({ installabilityErrors: [] })
  await context.close()
  await site.close()
  await rm(profile, { recursive: true })
})

test('from disk nothing is registered, and no manifest is named', async () => {
  const { page, complaints, close } = await browser.visit()
  expect(await page.locator('link[rel=manifest]').count()).toBe(0)
  expect(complaints).toEqual([])
  await close()
})
