import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { predictions } from './cases.ts'
import { metricOf, openFiles, untilState } from './visit.ts'
import { useBrowser, usePage } from './hooks.ts'

const opened = usePage(useBrowser())

/** Presses Tab until the focus is on what a selector names. */
async function tabTo(page: Page, selector: string, most = 60): Promise<void> {
  for (let press = 0; press < most; press += 1) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`${most} tabs do not lead to ${selector}`)
}

/** Chooses a file in the dialog that a key opens. */
async function chooseBy(page: Page, key: string, text: string): Promise<void> {
  const choosing = page.waitForEvent('filechooser')
  // The browser hands choosers over only from now on.
  await page.waitForTimeout(200)
  await page.keyboard.press(key)
  await (await choosing).setFiles({ name: 'predictions.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  await untilState(page, 'roles')
}

test('? lists the keys; while the list is open they do nothing; Escape closes it', async () => {
  const { page } = opened
  await page.keyboard.press('?')
  const dialog = page.locator('[data-dialog=help]')
  expect(await dialog.locator('kbd').allInnerTexts()).toEqual(expect.arrayContaining(['?', 'O', 'S', 'E', 'U', 'Esc']))
  let isChoosing = false
  page.on('filechooser', () => {
    isChoosing = true
  })
  await page.keyboard.press('o')
  await page.keyboard.press('Escape')
  expect(await dialog.isVisible()).toBe(false)
  expect(isChoosing).toBe(false)
  await page.click('[data-action=help]')
  expect(await dialog.isVisible()).toBe(true)
})

test('o opens, s swaps the models and evaluates anew, u takes it back with its results, e goes to the exports', async () => {
  const { page } = opened
  await chooseBy(page, 'o', predictions())
  await page.click('[data-action=evaluate]')
  await untilState(page, 'done')
  const auc = (model: string) => metricOf(page, 'roc_auc', model)
  const before = [await auc('candidate'), await auc('production')]
  await page.keyboard.press('s')
  await expect.poll(() => auc('candidate')).toBe(before[1])
  expect(await auc('production')).toBe(before[0])
  await page.keyboard.press('u')
  await expect.poll(() => auc('candidate')).toBe(before[0])
  expect(await page.inputValue('[data-role=candidate]')).toBe('prob')
  await page.keyboard.press('Shift+U')
  await expect.poll(() => auc('candidate')).toBe(before[1])
  await page.keyboard.press('e')
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-action'))).toBe('copy-markdown')
})

test('choices, thresholds, files and starting over are undone one by one, and done again', async () => {
  const { page } = opened
  const undo = () => page.keyboard.press('Control+z')
  await openFiles(page, { 'predictions.csv': predictions() })
  await untilState(page, 'roles')
  await page.selectOption('[data-role=production]', '')
  await page.waitForTimeout(600)
  await page.selectOption('[data-role=split-by]', 'random')
  await page.click('[data-action=evaluate]')
  await untilState(page, 'done')
  const slider = page.locator('[data-role=threshold]')
  await slider.focus()
  for (let press = 0; press < 10; press += 1) await page.keyboard.press('ArrowLeft')
  await page.waitForTimeout(600)
  await page.click('text=Start over')
  await page.waitForSelector('main[data-state=empty]')
  await page.click('[data-step=undo]')
  await untilState(page, 'done')
  expect(Number(await slider.inputValue())).toBeCloseTo(0.4, 12)
  await undo()
  await expect.poll(() => slider.inputValue().then(Number)).toBe(0.5)
  await undo()
  await untilState(page, 'roles')
  expect(await page.inputValue('[data-role=split-by]')).toBe('random')
  await undo()
  expect(await page.inputValue('[data-role=split-by]')).toBe('')
  await undo()
  expect(await page.inputValue('[data-role=production]')).toBe('old_prob')
  await undo()
  await page.waitForSelector('main[data-state=empty]')
  for (let step = 0; step < 4; step += 1) await page.keyboard.press('Control+Shift+z')
  await untilState(page, 'done')
  expect(await page.inputValue('[data-role=split-by]')).toBe('random')
})

test('the journey with one’s own file goes by keyboard from the button to the exports', async () => {
  const { page } = opened
  await tabTo(page, 'section button.primary')
  await chooseBy(page, 'Enter', predictions({ labels: ['stays', 'leaves'] }))
  await tabTo(page, '[data-role=positive]')
  await page.keyboard.type('leaves')
  await tabTo(page, '[data-action=evaluate]')
  await page.keyboard.press('Enter')
  await untilState(page, 'done')
  await tabTo(page, '[data-role=stakes] summary')
  await page.keyboard.press('Enter')
  await tabTo(page, '[data-role=stakes-does]')
  await page.keyboard.press('ArrowDown')
  await page.locator('[data-action=judge]:enabled').waitFor()
  await tabTo(page, '[data-action=judge]')
  await page.keyboard.press('Enter')
  await page.locator('[data-verdict]:not([data-verdict=none])').waitFor()
  await page.keyboard.press('e')
  await tabTo(page, '[data-export=json]')
  const [saved] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
  expect(saved.suggestedFilename()).toBe('evaluation.json')
})
