import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { launch } from './chromium.ts'
import { visit, type Visit } from './visit.ts'

/**
 * Opens the built page from disk before each test of the file, or of the `describe` that asks for it, in one browser, and closes it afterwards.
 * A test fails where its page complained.
 */
export function openedPage(): Pick<Visit, 'page' | 'complaints'> {
  let browser: Browser
  let opened: Visit
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser?.close())
  beforeEach(async () => {
    opened = await visit(browser)
  })
  afterEach(async () => {
    expect(opened.complaints).toEqual([])
    await opened.close()
  })
  return {
    get page() {
      return opened.page
    },
    get complaints() {
      return opened.complaints
    },
  }
}
