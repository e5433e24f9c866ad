import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { launch } from './chromium.ts'
import { type Visit, Visits } from './visit.ts'

/** The browser of a test file. */
export interface TestBrowser {
  /** The browser itself; there once the first `beforeAll` has run. */
  readonly instance: Browser
  /** Opens the built page, in a page that is used again where it is from disk (`Visits`). @param address default: from disk */
  visit(address?: string, options?: BrowserContextOptions): Promise<Visit>
}

/** The browser that test files share, one after the other, and the page in which they visit it. */
let shared: { instance: Browser; visits: Visits } | null = null

async function sharedBrowser(): Promise<{ instance: Browser; visits: Visits }> {
  if (shared === null || !shared.instance.isConnected()) shared = started(await launch())
  return shared
}

function started(instance: Browser): { instance: Browser; visits: Visits } {
  return { instance, visits: new Visits(instance) }
}

/**
 * A browser for the tests of a file: the one that all files of a process share, or one of the file's own that is closed after its last test.
 * @param start starts one of the file's own
 */
export function useBrowser(start?: () => Promise<Browser>): TestBrowser {
  let used: { instance: Browser; visits: Visits }
  beforeAll(async () => {
    used = start === undefined ? await sharedBrowser() : started(await start())
  })
  if (start !== undefined) afterAll(() => used?.instance.close())
  return {
    get instance() {
      return used.instance
    },
    visit: (address, options) => used.visits.visit(address, options),
  }
}

/** Opens the page from disk anew for every test; after each, nothing has gone wrong in it. */
export function usePage(browser: TestBrowser): { readonly page: Page } {
  let opened: Visit
  beforeEach(async () => {
    opened = await browser.visit()
  })
  afterEach(async () => {
    expect(opened.complaints).toEqual([])
    await opened.close()
  })
  return {
    get page() {
      return opened.page
    },
  }
}
