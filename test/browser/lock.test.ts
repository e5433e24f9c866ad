import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serveFolder } from '../../src/build/serve.mjs'
import { seriousFaults } from './axe.ts'
import { launch } from './chromium.ts'
import { useBrowser } from './hooks.ts'
import { listen, type Listener } from './network.ts'
import { download, pageFile, siteFolder, untilState, visit } from './visit.ts'

let listener: Listener

beforeAll(async () => {
  listener = await listen()
})
afterAll(() => listener?.close())
const browser = useBrowser(() => launch(listener.address))

/** What stands in a row of the test's table: in the page, in the worker. */
const cells = (page: Page, way: string) => page.locator(`[data-way=${way}] td`).allTextContents()

/** How far the dialog's content is wider than it, in CSS pixels. */
const overflow = (page: Page) =>
  page.locator('[data-dialog=check]').evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth)

describe('check it yourself', () => {
  test('page and worker try to send a word in every way, and the browser reports each as blocked', async () => {
    const { page, close } = await browser.visit()
    await page.click('.lock >> text=Check it yourself')
    await page.click('[data-action=test-lock]')
    await page.locator('[data-lock]').waitFor()
    expect(await page.locator('[data-lock]').innerText()).toBe(
      'Locked: 8 of 8 attempts were blocked by this page’s content policy.',
    )
    for (const way of ['fetch', 'XMLHttpRequest', 'WebSocket'])
      expect(await cells(page, way)).toEqual(['✓ blocked', '✓ blocked'])
    for (const way of ['sendBeacon', 'image']) expect(await cells(page, way)).toEqual(['✓ blocked', '–not tried'])
    expect(listener.heard).toEqual([])
    await close()
  })

  test('without the policy nothing is blocked: it says so and what that can mean, and the word does go out', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'open-'))
    const html = await readFile(pageFile, 'utf8')
    await writeFile(join(folder, 'index.html'), html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ''))
    const { page, close } = await browser.visit(pathToFileURL(join(folder, 'index.html')).href, {
      viewport: { width: 360, height: 800 },
    })
    await page.click('footer >> text=Check it yourself')
    await page.click('[data-action=test-lock]')
    await page.locator('[data-lock=not-shown]').waitFor()
    expect(await page.locator('[data-dialog=check] [role=status]').innerText()).toMatch(
      /^Not shown to be locked: 0 of 8 attempts[^]*That can mean:/,
    )
    expect(await cells(page, 'fetch')).toEqual(['? not shown', '? not shown'])
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    expect(listener.heard).toContain('CONNECT example.com:443 HTTP/1.1')
    listener.heard.length = 0
    await close()
    await rm(folder, { recursive: true })
  })

  test('is at hand beside results too; Escape closes it, leaves them alone, and gives the focus back', async () => {
    const { page, close } = await browser.visit()
    await page.click('[data-sample=too_little_data]')
    await untilState(page, 'done')
    await page.locator('[data-action=check]').focus()
    await page.keyboard.press('Enter')
    await page.locator('dialog[open]').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('dialog[open]').waitFor({ state: 'detached' })
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-action'))).toBe('check')
    expect(await page.getAttribute('main', 'data-state')).toBe('done')
    await close()
  })
})

describe('the page’s file', () => {
  test('from disk, it is said that this is it', async () => {
    const { page, complaints, close } = await browser.visit()
    await page.click('[data-action=check]')
    expect(await page.locator('[data-dialog=check]').innerText()).toContain(
      'You opened it from disk: that file is all there is.',
    )
    expect(await page.locator('[data-action=download-page], [data-page-sha256]').count()).toBe(0)
    expect(complaints).toEqual([])
    await close()
  })

  test('served, its SHA-256 is measured on the copy that is kept, and the download has the same bytes', async () => {
    const site = await serveFolder(siteFolder, { base: '/some/dir/' })
    const direct = await launch()
    const { page, complaints, close } = await visit(direct, site.url)
    await page.evaluate(async () => void (await navigator.serviceWorker.ready))
    await page.click('[data-action=check]')
    const shown = await page.locator('[data-page-sha256]').innerText()
    const file = await readFile(pageFile)
    expect(shown).toBe(createHash('sha256').update(file).digest('hex'))
    expect(await readFile(`${pageFile}.sha256`, 'utf8')).toBe(`${shown}  index.html\n`)
    expect((await download(page, '[data-action=download-page]')).equals(file)).toBe(true)
    await page.getByText('The content policy in force').click()
    expect(await page.locator('[data-dialog=check] details').innerText()).toMatch(
      /connect-src 'none'[^]*\nworker-src blob:/,
    )
    expect(complaints).toEqual([])
    await close()
    await direct.close()
    await site.close()
  })
})

describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
  test.each([1280, 360])('%i pixels wide, axe finds nothing serious in it, and nothing sticks out', async (width) => {
    const { page, close } = await browser.visit(undefined, { colorScheme, viewport: { width, height: 800 } })
    await page.click('[data-action=check]')
    await page.click('[data-action=test-lock]')
    await page.locator('[data-lock]').waitFor()
    await page.getByText('The content policy in force').click()
    expect(await seriousFaults(page)).toEqual([])
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    await close()
  })
})
