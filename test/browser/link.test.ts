import { expect, test } from 'vitest'
import { policy, predictions } from './cases.ts'
import { useBrowser } from './hooks.ts'
import { metricOf, openFiles, pageFromDisk, untilState } from './visit.ts'

const browser = useBrowser()

test('a link carries roles, threshold and policy into another page, which waits for the file and reads it so', async () => {
  const sender = await browser.visit()
  await sender.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await openFiles(sender.page, { 'predictions.csv': predictions(), 'policy.yaml': policy })
  await untilState(sender.page, 'done')
  await sender.page.locator('input[type=range]').fill('0.3')
  await expect.poll(() => metricOf(sender.page, 'recall')).toBeGreaterThan(0.9)
  const recall = await metricOf(sender.page, 'recall')
  await sender.page.click('[data-action=copy-link]')
  await sender.page.locator('.set-up-link').getByText('Copied.').waitFor()
  const address = await sender.page.evaluate(() => navigator.clipboard.readText())
  expect(address).toMatch(/#setup=1&/)
  expect(decodeURIComponent(address)).not.toMatch(/predictions|policy\.yaml|r17/)
  await sender.close()

  const { page, complaints, close } = await browser.visit(address)
  await page.locator('[data-link]').waitFor()
  expect(await page.locator('[data-link]').innerText()).toContain('browser-test, 2 requirements')
  expect(await page.getAttribute('main', 'data-state')).toBe('empty')
  await openFiles(page, { 'other.csv': 'a,b\n1,2\n' })
  await page.locator('[role=alert]').waitFor()
  expect(await page.locator('[role=alert] p').allInnerTexts()).toEqual([
    'other.csv',
    'Found no column "outcome", "prob", "old_prob", "fold", "id" and 1 others, expected the columns that the link names.',
    expect.stringContaining('Open the file that the link was made for'),
  ])
  await openFiles(page, { 'mine.csv': predictions() })
  await untilState(page, 'done')
  expect(await page.getAttribute('[data-verdict]', 'data-verdict')).toBe('pass')
  expect(Number(await page.inputValue('[data-role=threshold]'))).toBe(0.3)
  await expect.poll(() => metricOf(page, 'recall')).toBe(recall)
  expect(complaints.filter((complaint) => !complaint.startsWith('request: '))).toEqual([])
  await close()
})

test.each([
  '#setup=1&rows=17',
  '#setup=7',
  '#setup=1&label=y&policy={',
  '#setup=1&label=outcome&candidate=prob&policy={"version":1}',
])('%s is told calmly, and the page goes on', async (hash) => {
  const { page, close } = await browser.visit(pageFromDisk + hash)
  await page.getByText('The set-up in the link cannot be used').waitFor()
  expect(await page.locator('[role=alert]').count()).toBe(0)
  await page.click('[data-sample=clear_pass]')
  await untilState(page, 'done')
  await close()
})
