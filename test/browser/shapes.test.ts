import { expect, test } from 'vitest'
import { sampleFiles } from '../../src/page/open/samples.ts'
import { useBrowser } from './hooks.ts'
import { untilState } from './visit.ts'

const browser = useBrowser()

/** Rows of the sample's test split whose two cells are as given. */
function rowsWhere(wanted: Record<string, string>): number {
  const [header, ...rows] = sampleFiles('several_classes')
    .table.text.trimEnd()
    .split('\n')
    .map((line) => line.split(','))
  return rows.filter((row) => Object.entries(wanted).every(([column, value]) => row[header.indexOf(column)] === value))
    .length
}

test('several classes: a cell is told in words with its slices, models are compared, and any class has its curves', async () => {
  const { page, complaints, close } = await browser.visit()
  await page.click('[data-sample=several_classes]')
  await untilState(page, 'done')
  const confusion = page.locator('section:has(> h2:text("Confusion matrix"))')
  await confusion.getByLabel('actual', { exact: true }).selectOption('returns')
  await confusion.getByLabel('predicted', { exact: true }).selectOption('delivery')
  const cell = page.locator('[data-confusion=candidate] [data-actual=returns][data-predicted=delivery]')
  const rows = Number(await cell.getAttribute('data-value'))
  const words = await confusion.locator('[aria-live]').innerText()
  expect(words).toMatch(new RegExp(`^actual returns, predicted delivery: ${rows}, `))
  const slices = await confusion.locator('li', { hasText: 'channel = ' }).allInnerTexts()
  expect(slices.map((text) => Number(/(\d+) of/.exec(text)![1])).reduce((sum, count) => sum + count, 0)).toBe(rows)
  await confusion.locator('label', { hasText: 'difference' }).click()
  expect(await confusion.locator('[aria-live]').innerText()).toContain(`candidate ${rows}, production `)

  await page.selectOption('[data-role=class]', 'cancellation')
  await page.locator('figure', { hasText: 'ROC: cancellation' }).waitFor()
  await page.locator('figure', { hasText: 'Calibration of the call' }).waitFor()
  const share = rowsWhere({ team: 'cancellation', split: 'test' }) / rowsWhere({ split: 'test' })
  expect(
    await page.locator('figure', { hasText: 'Precision and recall: cancellation' }).locator('text.words').innerHTML(),
  ).toContain(share.toFixed(3))
  expect(complaints).toEqual([])
  await close()
})

test('numbers: every chart of the residuals is there, in colours for both models, and as a table', async () => {
  const { page, complaints, close } = await browser.visit(undefined, { viewport: { width: 360, height: 800 } })
  await page.click('[data-sample=numbers]')
  await untilState(page, 'done')
  await page.locator('figure', { hasText: 'Error by size of the prediction' }).waitFor()
  expect(await page.locator('#explore figure h3').allInnerTexts()).toEqual([
    'Predicted against actual: candidate',
    'Predicted against actual: production',
    'Residual by prediction',
    'Residuals',
    'Residuals against the normal',
    'Error by size of the prediction',
  ])
  const errors = page.locator('figure', { hasText: 'Error by size of the prediction' })
  expect(await errors.locator('circle.point').count()).toBe(20)
  await errors.getByRole('button', { name: 'Show as table' }).click()
  expect(await errors.locator('tbody tr').count()).toBe(20)
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
  expect(complaints).toEqual([])
  await close()
})
