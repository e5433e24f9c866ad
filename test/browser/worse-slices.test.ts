import { expect, test } from 'vitest'
import { prices } from './cases.ts'
import { download, openFiles, untilState } from './visit.ts'
import { useBrowser, usePage } from './hooks.ts'

const opened = usePage(useBrowser())

const looked = () => opened.page.locator('[data-whom]:not([data-whom=asking])').waitFor()

test('the segment that fails is the one told, and one click shows it beside all rows', async () => {
  const { page } = opened
  await page.click('[data-sample=fails_on_one_segment]')
  await untilState(page, 'done')
  await looked()
  expect(await page.inputValue('[data-whom-metric]')).toBe('recall')
  const entries = page.locator('[data-worse]')
  expect(await entries.evaluateAll((list) => list.map((entry) => (entry as HTMLElement).dataset.worse))).toEqual([
    '{"segment":"new_customer"}',
  ])
  expect(await entries.innerText()).toMatch(
    /recall\s+−0\.\d+\s+\(−0\.\d+ to −0\.\d+\)\s+0\.700 against production’s 0\.\d+; 1,573 rows, 417 positives/,
  )
  await page.locator('[data-look]').click()
  const saved = JSON.parse((await download(page, '[data-export=json]')).toString('utf8'))
  const slice = saved.models.candidate.splits.test.slices.find(
    ({ where }: { where: { segment: string } }) => where.segment === 'new_customer',
  )
  for (const metric of ['recall', 'roc_auc']) {
    expect(Number(await page.locator(`[data-here=${metric}]`).getAttribute('data-value')), metric).toBe(
      slice.metrics[metric].value,
    )
  }
  const found = page.locator('[data-focus] [data-confusion=candidate] [data-actual=positive][data-predicted=positive]')
  expect(Number(await found.getAttribute('data-value'))).toBe(slice.confusion.counts[1][1])
  await page.locator('figure h3', { hasText: 'Slice: ROC' }).waitFor()
})

test('compared with all rows, and each slice by itself, the words say what is done', async () => {
  const { page } = opened
  await page.click('[data-sample=fails_on_one_segment]')
  await untilState(page, 'done')
  await looked()
  await page.getByText('versus all rows').click()
  await page.getByText('on all rows; 1,573 rows').waitFor()
  expect(await page.getByText('Benjamini–Yekutieli').count()).toBe(1)
  await page.locator('[data-whom-control]').uncheck()
  await page.getByText('Each slice is judged by its own interval alone: of 3 slices looked at, perhaps one').waitFor()
})

test('too little data tells of nobody, and how much worse a slice would have had to be', async () => {
  const { page } = opened
  await page.click('[data-sample=too_little_data]')
  await untilState(page, 'done')
  await looked()
  expect(await page.locator('[data-whom] .nobody').innerText()).toMatch(
    /No slice is detectably worse\..*below about 0\.\d+ would go unnoticed/,
  )
})

test('numbers are compared too, without thresholds and curves', async () => {
  const { page } = opened
  await openFiles(page, { 'prices.csv': prices() })
  await untilState(page, 'roles')
  await page.click('[data-action=evaluate]')
  await untilState(page, 'done')
  await looked()
  expect(await page.inputValue('[data-whom-metric]')).toBe('mean_absolute_error')
  await page.selectOption('[data-whom-metric]', 'r2')
  await page.locator('figure h3', { hasText: 'R²: candidate minus production' }).waitFor()
})
