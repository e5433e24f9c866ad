import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { serveFolder } from '../../src/build/serve.mjs'
import { journeyLines, watchJourney } from '../bench/journey.mjs'
import { predictionsFile } from '../bench/predictions.mjs'
import { policy, predictions } from './cases.ts'
import { useBrowser } from './hooks.ts'
import { drop, openFiles, pageFile, pageFromDisk, siteFolder, untilState } from './visit.ts'

const browser = useBrowser()

/** Milliseconds since the page was asked for. */
interface Opening {
  paintedMs: number
  /** "Choose files", pressed as soon as it is there, asks for files. */
  answeredMs: number
  /** The first worker starts. */
  startedMs: number
}

declare global {
  var opening: Partial<Opening>
}

async function watchOpening(page: Page): Promise<void> {
  await page.addInitScript(() => {
    globalThis.opening = {}
    new PerformanceObserver(
      (list) => (opening.paintedMs ??= list.getEntriesByName('first-contentful-paint')[0]?.startTime),
    ).observe({ type: 'paint', buffered: true })
    globalThis.Worker = class extends Worker {
      constructor(address: string | URL, options?: WorkerOptions) {
        super(address, options)
        opening.startedMs ??= performance.now()
      }
    }
    HTMLInputElement.prototype.click = () => (opening.answeredMs ??= performance.now())
    const pressing = new MutationObserver(() => {
      const button = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Choose files')
      if (button !== undefined) setTimeout(() => button.click())
      if (opening.answeredMs !== undefined) pressing.disconnect()
    })
    pressing.observe(document, { childList: true, subtree: true })
  })
}

async function openingOf(address: string): Promise<Opening> {
  const context = await browser.instance.newContext()
  const page = await context.newPage()
  await watchOpening(page)
  await page.goto(address)
  await page.waitForFunction(() =>
    [opening.paintedMs, opening.answeredMs, opening.startedMs].every((ms) => ms !== undefined),
  )
  const found = await page.evaluate(() => opening)
  await context.close()
  return found as Opening
}

describe('opened', () => {
  test('from disk and from a server it answers soon; the engine starts after the first paint, unasked', async () => {
    const server = await serveFolder(siteFolder)
    for (const [from, address] of [
      ['disk', pageFromDisk],
      ['a server', server.url],
    ]) {
      const { paintedMs, answeredMs, startedMs } = await openingOf(address)
      console.log(
        `Opened from ${from}: answers after ${answeredMs.toFixed(0)} ms, painted after ${paintedMs.toFixed(0)} ms, engine started after ${startedMs.toFixed(0)} ms`,
      )
      expect(startedMs).toBeGreaterThan(paintedMs)
      expect(answeredMs).toBeLessThan(5000)
    }
    await server.close()
  })

  test('it answers while its workers’ code is still on the way, and files dropped meanwhile are evaluated once it is there', async () => {
    const html = await readFile(pageFile, 'utf8')
    const cut = html.indexOf('<script type="text/plain"') + 200
    let deliver = () => {}
    const server = createServer(({ url }, response) => {
      if (url !== '/') return void response.writeHead(404).end()
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).write(html.slice(0, cut))
      deliver = () => response.end(html.slice(cut))
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const page = await browser.instance.newPage()
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, { waitUntil: 'commit' })
    await page.getByRole('button', { name: 'Choose files' }).waitFor()
    await openFiles(page, { 'predictions.csv': predictions(), 'policy.yaml': policy })
    await untilState(page, 'working')
    expect(await page.evaluate(() => document.readyState)).toBe('loading')
    deliver()
    await untilState(page, 'done')
    await page.close()
    server.close()
  })
})

test('more than a gigabyte says what it will take, before it starts; asked to, it starts, and cancels within 0.2 s', async () => {
  const page = await browser.instance.newPage()
  await page.goto(pageFromDisk)
  await page.evaluate(
    ([table, text]) => {
      const [header, ...lines] = table.trimEnd().split('\n')
      const body = new Blob([`${lines.join('\n')}\n`.repeat(100)])
      const large = new File(
        [`${header}\n`, ...Array.from({ length: Math.ceil(1.2e9 / body.size) }, () => body)],
        'large.csv',
      )
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(large)
      dataTransfer.items.add(new File([text], 'policy.yaml'))
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
    },
    [predictions(), policy.replace(' id: id,', '')] as const,
  )
  await untilState(page, 'roles')
  expect(await page.locator('[data-role=forecast]').innerText()).toMatch(
    /^All 1\.2 GB are read once, about \d+ million rows\. That takes about .+ of memory/,
  )
  await page.click('[data-action=evaluate]')
  await page.getByText(/rows, .* of 1\.2 GB/).waitFor()
  const cancelMs = await page.evaluate(async () => {
    const startMs = performance.now()
    document.querySelector<HTMLElement>('[data-action=cancel]')!.click()
    while (document.querySelector('main')!.dataset.state !== 'roles') await new Promise((done) => setTimeout(done))
    return performance.now() - startMs
  })
  console.log(`Cancelled after ${cancelMs.toFixed(0)} ms`)
  expect(cancelMs).toBeLessThan(200)
  await page.close()
})

test('Escape while a file is read leaves an empty page empty, within 0.2 seconds', async () => {
  const { page, close } = await browser.visit()
  await drop(page, { 'big.csv': predictions(), 'policy.yaml': policy.replace(' id: id,', '') }, 4000)
  await page.getByText(/rows, .* of .* MB/).waitFor()
  const took = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const main = document.querySelector('main')!
        const from = performance.now()
        new MutationObserver(() => resolve(performance.now() - from)).observe(main, {
          attributeFilter: ['data-state'],
        })
        window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))
      }),
  )
  expect(took).toBeLessThan(200)
  expect(await page.getAttribute('main', 'data-state')).toBe('empty')
  expect(await page.locator('#set-up').count()).toBe(0)
  await close()
})

test('what the main thread does in a whole journey of 200,000 rows (printed)', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'journey-'))
  const { path } = predictionsFile(folder, 200_000, 1, { isSliced: true })
  const judged = join(folder, 'policy.yaml')
  await writeFile(
    judged,
    'version: 1\nname: journey\ntask: binary\ncolumns: {label: label, candidate: score, production: score_v1, split: split, slices: [region, segment, device]}\nrequirements: [{metric: recall, at_least: 0.1, slices: region}]\n',
  )
  const context = await browser.instance.newContext({ viewport: { width: 1280, height: 800 } })
  const journey = await watchJourney(context, pageFromDisk, [path, judged])
  console.log(journeyLines(journey).join('\n'))
  expect(journey.frames).not.toBeNull()
  expect(Math.max(0, ...journey.steps.flatMap(({ longTasks }) => longTasks))).toBeLessThan(1000)
  await context.close()
  await rm(folder, { recursive: true })
})
