import { describe, expect, test } from 'vitest'
import { faultsWithin } from './axe.ts'
import { predictions, unsplit } from './cases.ts'
import { useBrowser } from './hooks.ts'
import { download, openFiles, untilState } from './visit.ts'

const browser = useBrowser()

test('without a policy, what is at stake makes one: it is judged by, and saved as it stands', async () => {
  const { page, complaints, close } = await browser.visit()
  const text = () => page.inputValue('[data-role=stakes-policy]')
  await openFiles(page, { 'predictions.csv': predictions() })
  await untilState(page, 'roles')
  await page.click('[data-action=evaluate]')
  await untilState(page, 'done')
  expect(await page.getAttribute('[data-verdict]', 'data-verdict')).toBe('none')
  await page.click('[data-role=stakes] summary')
  expect(Number(await page.inputValue('[data-role=stakes-prevalence]'))).toBeCloseTo(0.4, 1)
  await page.selectOption('[data-role=stakes-does]', 'approve')
  await page.fill('[data-role=stakes-false-negative]', '3')
  await expect.poll(text).toContain('costs: {false_positive: 1, false_negative: 3}')
  expect((await download(page, '[data-export=policy]')).toString('utf8')).toBe(await text())
  await page.click('[data-action=judge]')
  await page.locator('[data-verdict]:not([data-verdict=none])').waitFor()
  expect(await page.locator('[data-reason=requirement]').count()).toBeGreaterThan(2)
  expect(await page.locator('#set-up .files').innerText()).toContain('policy.yaml')
  expect(await page.locator('[data-role=stakes]').count()).toBe(0)
  await page.getByRole('button', { name: 'Remove the policy' }).click()
  await page.locator('[data-verdict=none]').waitFor()
  expect(await page.inputValue('[data-role=stakes-false-negative]')).toBe('3')
  expect(complaints).toEqual([])
  await close()
})

test('edited by hand the text no longer follows the answers, and what is wrong with it is said beside it, with its line', async () => {
  const { page, complaints, close } = await browser.visit()
  await openFiles(page, { 'predictions.csv': unsplit() })
  await untilState(page, 'roles')
  await page.selectOption('[data-role=split-by]', 'hash')
  await page.click('[data-role=stakes] summary')
  const area = page.locator('[data-role=stakes-policy]')
  await expect.poll(() => area.inputValue()).toContain('split: {by: hash, key: id')
  const made = await area.inputValue()
  const wrong = made.replace(/^autonomy: .*/m, 'autonomy: much')
  await area.fill(wrong)
  await page.selectOption('[data-role=stakes-does]', 'decide')
  expect(await area.inputValue()).toBe(wrong)
  await page.click('[data-action=judge]')
  const line = wrong.split('\n').indexOf('autonomy: much') + 1
  expect(await page.locator('[role=alert]').innerText()).toContain(`policy.yaml, line ${line}`)
  await page.click('[data-action=rewrite]')
  expect(await page.locator('[role=alert]').count()).toBe(0)
  await expect.poll(() => area.inputValue()).toContain('The model decides alone.')
  await page.click('[data-action=judge]')
  await page.locator('[data-verdict]:not([data-verdict=none])').waitFor()
  await untilState(page, 'done')
  expect(await page.locator('[data-split-size]').count()).toBe(3)
  expect(complaints).toEqual([])
  await close()
})

describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
  test.each([1280, 360])('%i pixels wide, axe finds nothing in the card, and nothing sticks out', async (width) => {
    const { page, complaints, close } = await browser.visit(undefined, {
      colorScheme,
      viewport: { width, height: 800 },
    })
    await openFiles(page, { 'predictions.csv': predictions() })
    await untilState(page, 'roles')
    await page.click('[data-role=stakes] summary')
    await page.fill('[data-role=stakes-prevalence]', 'rare')
    await page.locator('[data-role=stakes-policy]').fill('version: 2\n')
    await page.click('[data-action=judge]')
    await page.locator('[role=alert]').waitFor()
    expect(await faultsWithin(page, 'section:has([data-role=stakes])')).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
    expect(complaints).toEqual([])
    await close()
  })
})
