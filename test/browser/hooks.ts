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

/** Starts a browser before the first test of a file, and closes it after the last. */
export function useBrowser(start: () => Promise<Browser> = launch): TestBrowser {
  let instance: Browser
  beforeAll(async () => {
    instance = await start()
  })
  afterAll(() => instance?.close())
  const visits = new Visits(() => instance)
  return {
    get instance() {
      return instance
    },
    visit: (address, options) => visits.visit(address, options),
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
