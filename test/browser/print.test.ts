import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { animals, policy, predictions, prices } from './cases.ts'
import { useBrowser } from './hooks.ts'
import { openFiles, untilState, type Visit } from './visit.ts'

const browser = useBrowser()
let opened: Visit

beforeAll(async () => {
  opened = await browser.visit(undefined, { colorScheme: 'dark' })
})

/** A4 at 96 pixels an inch, less margins of 14 mm. */
const paper = { width: 688, height: 1016 }

/** What sticks out of the page when it is laid out for paper before anything is drawn anew, as browsers do. */
const wider = (page: Page) =>
  page.evaluate((width) => {
    const app = document.getElementById('app')!
    app.style.width = `${width}px`
    const beyond = [...app.querySelectorAll('*')].filter(
      (element) => element.getBoundingClientRect().right > width + 1 && element.getClientRects().length > 0,
    )
    const found = beyond.map((element) => element.outerHTML.slice(0, 120))
    app.style.width = ''
    return found
  }, paper.width)

async function print<T>(page: Page, look: () => Promise<T>): Promise<T> {
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')))
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  try {
    return await look()
  } finally {
    await page.emulateMedia({ media: 'screen', colorScheme: 'dark' })
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')))
  }
}

test('on paper a verdict is one page, light, with nothing to press; nothing is folded or cut', async () => {
  const { page, complaints } = opened
  await page.click('[data-sample=fails_on_one_segment]')
  await untilState(page, 'done')
  const metrics = () => page.locator('[data-metric][data-model=candidate][data-split=test]:visible').count()
  const usual = await metrics()
  await page.locator('#explore figure svg[role=img]').first().waitFor()
  await print(page, async () => {
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe(
      'rgb(255, 255, 255)',
    )
    expect(await page.evaluate(() => getComputedStyle(document.querySelector('#verdict .reason')!).color)).toBe(
      'rgb(21, 24, 29)',
    )
    expect(await page.locator('.button:visible').count()).toBe(0)
    expect(await page.locator('[data-changes] table').isVisible()).toBe(true)
    expect(await page.locator('#print-setup-title').isVisible()).toBe(true)
    expect(await metrics()).toBeGreaterThan(usual)
    expect(await wider(page)).toEqual([])
    await page.setViewportSize(paper)
    expect((await page.locator('#verdict').boundingBox())!.height).toBeLessThan(paper.height - 40)
    await page.setViewportSize({ width: 1280, height: 800 })
  })
  expect(await metrics()).toBe(usual)
  expect(await page.locator('#print-setup-title').isVisible()).toBe(false)
  const pdf = (await page.pdf({ format: 'A4' })).toString('latin1')
  expect(pdf.match(/\/Type\s*\/Page\b/g)!.length).toBeGreaterThan(3)
  expect(complaints).toEqual([])
})

test('every reason is printed, however many there are', async () => {
  const { page } = opened
  const many = Array.from({ length: 20 }, (_, at) => `  - {metric: recall, at_least: 0.0${at + 10}}\n`).join('')
  await openFiles(page, { 'predictions.csv': predictions(), 'policy.yaml': policy + many })
  await page.locator('[data-reason]').nth(21).waitFor({ state: 'attached' })
  const shown = () => page.locator('[data-reason]:visible').count()
  expect(await shown()).toBe(7)
  expect(await print(page, shown)).toBe(22)
})

test.each([
  ['animals', animals()],
  ['prices', prices()],
])('nothing sticks out of the paper of %s', async (name, text) => {
  const { page } = opened
  await page.click('text=Start over')
  await openFiles(page, { [`${name}.csv`]: text })
  await untilState(page, 'roles')
  await page.click('[data-action=evaluate]')
  await untilState(page, 'done')
  expect(await print(page, () => wider(page))).toEqual([])
})
