import { readFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'

export const siteFolder = fileURLToPath(new URL('../../dist/site', import.meta.url))
export const pageFile = `${siteFolder}/index.html`
export const pageFromDisk = pathToFileURL(pageFile).href

/** A page that remembers what went wrong in it. */
export interface Visit {
  page: Page
  /** Console errors and warnings, uncaught errors, and requests for anything but the page's own files. */
  complaints: string[]
  close: () => Promise<void>
}

/** Opens the built page. @param address default: from disk */
export async function visit(
  browser: Browser,
  address: string = pageFromDisk,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.stack ?? error.message}`))
  context.on('request', (request) => {
    if (!isOwn(request.url(), address)) complaints.push(`request: ${request.url()}`)
  })
  await page.goto(address)
  await page.waitForSelector('main[data-state]')
  return { page, complaints, close: () => context.close() }
}

/** The page, its workers, and where it is served what its host adds. */
function isOwn(url: string, address: string): boolean {
  if (url === address || /^(?:blob|data):/.test(url)) return true
  return (
    address.startsWith('http') &&
    ['./', 'service-worker.js', 'manifest.webmanifest'].some((path) => new URL(path, address).href === url)
  )
}

export type State = 'empty' | 'roles' | 'working' | 'done' | 'error'

/** Waits until the page is in a state; where it ends in an error instead, says which. */
export async function untilState(page: Page, state: State): Promise<void> {
  await page.waitForFunction(
    (wanted) => {
      const now = document.querySelector('main')?.dataset.state
      return now === wanted || now === 'error'
    },
    state,
    { timeout: 30_000 },
  )
  const now = await page.locator('main').getAttribute('data-state')
  if (now !== state) throw new Error(`Wanted ${state}, got an error: ${await page.locator('[role=alert]').innerText()}`)
}

/** Chooses files as a person does with the file dialog. */
export async function openFiles(page: Page, files: Record<string, string>): Promise<void> {
  await page
    .locator('input[type=file]')
    .setInputFiles(
      Object.entries(files).map(([name, text]) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })),
    )
}

/** Drops files as a person does, a big one made in the page where `copies` of the rows are asked for. */
export async function drop(page: Page, files: Record<string, string>, copies = 1): Promise<void> {
  await page.evaluate(
    ([entries, times]) => {
      const dataTransfer = new DataTransfer()
      for (const [name, text] of entries) {
        const [header, ...lines] = text.trimEnd().split('\n')
        const isTable = name.endsWith('.csv')
        const parts = isTable
          ? [`${header}\n`, ...Array.from({ length: times }, () => `${lines.join('\n')}\n`)]
          : [text]
        dataTransfer.items.add(new File(parts, name))
      }
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
    },
    [Object.entries(files), copies] as const,
  )
}

/** A metric as the page holds it, in full precision; null where it is not defined. */
export async function metricOf(
  page: Page,
  metric: string,
  model = 'candidate',
  split = 'test',
): Promise<number | null> {
  const mark = page.locator(`[data-metric="${metric}"][data-model="${model}"][data-split="${split}"]`)
  const value = await mark.getAttribute('data-value')
  return value === null || value === '' ? null : Number(value)
}

/** Saves by a button and gives back the file's bytes. */
export async function download(page: Page, selector: string): Promise<Buffer> {
  const [saved] = await Promise.all([page.waitForEvent('download'), page.click(selector)])
  return readFileSync(await saved.path())
}
