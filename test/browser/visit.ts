import { readFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Browser, BrowserContextOptions, Page, Request } from 'playwright-core'

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

/** Opens the built page with a new profile. @param address default: from disk */
export async function visit(
  browser: Browser,
  address: string = pageFromDisk,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({ viewport: desk, ...options })
  const { page, complaints } = await open(await context.newPage(), address)
  return { page, complaints, close: () => context.close() }
}

/** What can be set on an open page, where other options of a context can't. */
type Look = Pick<BrowserContextOptions, 'colorScheme' | 'viewport'>

/**
 * Visits from disk, one after the other in one page that is emptied in between: a new profile takes longer than all else that
 * is opened. What has an address or options of its own gets a new profile, and so does a visit while another one lasts.
 */
export class Visits {
  readonly #browser: Browser
  #idle: Page | null = null

  constructor(browser: Browser) {
    this.#browser = browser
  }

  /** Opens the built page. @param address default: from disk */
  async visit(address: string = pageFromDisk, options: BrowserContextOptions = {}): Promise<Visit> {
    const { colorScheme, viewport, ...others } = options
    if (!address.startsWith(pageFromDisk) || Object.keys(others).length > 0)
      return visit(this.#browser, address, options)
    const { page, complaints, end } = await open(await this.#page({ colorScheme, viewport }), address)
    return {
      page,
      complaints,
      close: async () => {
        end()
        await this.#keep(page)
      },
    }
  }

  async #page({ colorScheme = 'light', viewport = desk }: Look): Promise<Page> {
    const page = this.#idle
    this.#idle = null
    if (page === null) return (await this.#browser.newContext({ viewport: viewport ?? desk, colorScheme })).newPage()
    await page.emulateMedia({ colorScheme, media: null, reducedMotion: null, forcedColors: null })
    await page.setViewportSize(viewport ?? desk)
    return page
  }

  /** Leaves nothing of a visit in its page, which the next one may have. */
  async #keep(page: Page): Promise<void> {
    const context = page.context()
    const [first, ...others] = context.pages()
    if (this.#idle !== null || first !== page || others.length > 0) {
      await context.close()
      return
    }
    if (page.url().startsWith(pageFromDisk))
      await page.evaluate(() => {
        localStorage.clear()
        sessionStorage.clear()
      })
    for (const event of ['console', 'pageerror', 'dialog', 'filechooser'] as const) page.removeAllListeners(event)
    page.on('dialog', (dialog) => void dialog.accept())
    await page.goto('about:blank')
    page.removeAllListeners('dialog')
    await context.clearPermissions()
    this.#idle = page
  }
}

const desk = { width: 1280, height: 800 }

/** Opens an address in a page, and notes what goes wrong in it until the end. */
async function open(page: Page, address: string): Promise<{ page: Page; complaints: string[]; end: () => void }> {
  const context = page.context()
  const complaints: string[] = []
  const checkRequest = (request: Request) => {
    if (!isOwn(request.url(), address)) complaints.push(`request: ${request.url()}`)
  }
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.stack ?? error.message}`))
  context.on('request', checkRequest)
  await page.goto(address)
  await page.waitForSelector('main[data-state]')
  return { page, complaints, end: () => void context.off('request', checkRequest) }
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
