import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { faultsWithin } from './axe.ts'
import { policy, predictions, prices } from './cases.ts'
import { useBrowser } from './hooks.ts'
import { download, openFiles, untilState } from './visit.ts'

const browser = useBrowser()

const commented = policy.replace('  - {metric: recall', '  # They have to be found.\n  - {metric: recall')
const text = (page: Page) => page.inputValue('[data-role=policy-text]')
const row = (page: Page, at: number) => page.locator(`[data-requirement="${at}"]`)

async function openEditor(page: Page): Promise<void> {
  await page.click('[data-role=policy-editor] > summary')
  await row(page, 0).waitFor()
}

test('the form and the text say the same, whichever is changed; what it would be is said before it is judged by', async () => {
  const { page, complaints, close } = await browser.visit()
  await openFiles(page, { 'predictions.csv': predictions(), 'policy.yaml': commented })
  await untilState(page, 'done')
  expect(await page.getAttribute('[data-verdict]', 'data-verdict')).toBe('pass')
  await openEditor(page)
  expect(await text(page)).toBe(commented)

  // The form, by keyboard: one number is another, every other byte is as it was.
  await row(page, 1).locator('[data-role=at-least]').fill('0.99')
  await page.keyboard.press('Enter')
  await expect.poll(() => text(page)).toBe(commented.replace('0.5', '0.99'))
  await page.locator('[data-would-be=fail]').waitFor()
  expect(await row(page, 1).locator('[data-outcome]').getAttribute('data-outcome')).toBe('fail')
  expect(await page.getAttribute('[data-verdict]', 'data-verdict')).toBe('pass')

  // The text: the form follows.
  await page.fill(
    '[data-role=policy-text]',
    (await text(page)).replace('roc_auc, at_least: 0.6', 'precision, at_least: 0.4'),
  )
  await expect.poll(() => row(page, 0).locator('[data-role=metric]').inputValue()).toBe('precision')

  // No policy: the form waits, the fault is said with its line, and the caret goes there.
  const good = await text(page)
  await page.fill('[data-role=policy-text]', good.replace('precision', 'precison'))
  await page.locator('[data-role=policy-form][inert]').waitFor({ state: 'attached' })
  expect(await page.locator('[role=alert]').innerText()).toMatch(/policy\.yaml, line 6[^]*Did you mean "precision"\?/)
  await page.click('[data-action=show-fault]')
  const area = page.locator('[data-role=policy-text]')
  await expect
    .poll(() => area.evaluate((element) => (element as HTMLTextAreaElement).selectionStart))
    .toBe(good.indexOf('precision'))
  await page.click('[data-action=undo]')
  await page.locator('[data-role=policy-form]:not([inert])').waitFor()
  expect(await text(page)).toBe(good)

  // Refused in the form: said, and nothing is changed.
  await page.fill('[data-role=confidence]', '2')
  await page.keyboard.press('Enter')
  await page.locator('[data-role=refusal]').waitFor()
  expect([await text(page), await page.inputValue('[data-role=confidence]')]).toEqual([good, ''])

  await page.click('[data-action=judge-edited]')
  await page.locator('[data-verdict=fail]').waitFor()
  expect(await page.locator('.basis').innerText()).toContain('by the policy browser-test as edited here')
  expect(await page.locator('[data-would-be]').getAttribute('data-would-be')).toBe('unknown')
  expect((await download(page, '[data-export=edited-policy]')).toString('utf8')).toBe(good)
  await page.click('[data-action=restore]')
  await expect.poll(() => text(page)).toBe(commented)
  expect(complaints).toEqual([])
  await close()
})

test('where the policy states an assurance, the form edits that, and says the confidence', async () => {
  const { page, complaints, close } = await browser.visit()
  const sure = commented.replace('version: 1\n', 'version: 1\nassurance: 0.95   # agreed\n')
  await openFiles(page, { 'predictions.csv': predictions(), 'policy.yaml': sure })
  await untilState(page, 'done')
  await openEditor(page)
  expect(await page.locator('[data-role=confidence]').count()).toBe(0)
  expect(await page.locator('[data-meaning=assurance]').innerText()).toContain('intervals have confidence 90')
  await page.fill('[data-role=assurance]', '0.975')
  await page.keyboard.press('Enter')
  await expect.poll(() => text(page)).toBe(sure.replace('0.95 ', '0.975 '))
  expect(await page.locator('[data-meaning=assurance]').innerText()).toContain('intervals have confidence 95')
  expect(complaints).toEqual([])
  await close()
})

test('requirements come, go and move, with their comments; what is at stake leads here', async () => {
  const { page, complaints, close } = await browser.visit()
  await openFiles(page, { 'predictions.csv': predictions() })
  await untilState(page, 'roles')
  await page.click('[data-role=stakes] summary')
  const answered = () => page.inputValue('[data-role=stakes-policy]')
  await expect.poll(answered).not.toBe('')
  const made = await answered()
  await page.click('[data-action=edit-policy]')
  await row(page, 0).waitFor()
  expect(await text(page)).toBe(made)
  const comments = (from: string) => from.match(/#.*/g)
  const count = await page.locator('[data-requirement]').count()
  await row(page, 0).locator('[data-move=down]').click()
  await expect.poll(() => text(page)).not.toBe(made)
  expect(comments(await text(page))!.sort()).toEqual(comments(made)!.sort())
  await page.click('[data-action=add-requirement]')
  await expect.poll(() => page.locator('[data-requirement]').count()).toBe(count + 1)
  await row(page, count).locator('[data-role=kind]').selectOption('versus_production')
  await expect.poll(() => text(page)).toMatch(/versus_production: \{at_least: 0\}\}\n$/)
  await row(page, count).locator('[data-action=remove]').click()
  await expect.poll(() => page.locator('[data-requirement]').count()).toBe(count)
  await page.click('[data-action=judge-edited]')
  await page.locator('[data-verdict]:not([data-verdict=none])').waitFor()
  expect(comments(await text(page))!.sort()).toEqual(comments(made)!.sort())
  expect(complaints).toEqual([])
  await close()
})

test('a policy that comes first can be changed before the predictions do; of numbers it has no threshold', async () => {
  const { page, complaints, close } = await browser.visit()
  await openFiles(page, {
    'p.json':
      '{"version": 1, "task": "regression", "columns": {"label": "price", "candidate": "price_pred", "split": "fold"}, "requirements": [{"metric": "r2", "at_least": 0.99}]}',
  })
  await openEditor(page)
  expect(await page.locator('[data-role=threshold-kind]').count()).toBe(0)
  await row(page, 0).locator('[data-role=at-least]').fill('0.5')
  await page.keyboard.press('Enter')
  await expect.poll(() => text(page)).toContain('"at_least": 0.5}')
  await page.click('[data-action=judge-edited]')
  await openFiles(page, { 'prices.csv': prices() })
  await page.locator('[data-verdict=pass]').waitFor()
  expect(complaints).toEqual([])
  await close()
})

describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
  test.each([1280, 360])('%i pixels wide, axe finds nothing in the editor, and nothing sticks out', async (width) => {
    const { page, complaints, close } = await browser.visit(undefined, {
      colorScheme,
      viewport: { width, height: 800 },
    })
    await openFiles(page, {
      'predictions.csv': predictions(),
      'policy.yaml': commented.replace(
        'requirements:',
        'threshold: {maximise: f1, subject_to: {precision: {at_least: 0.3}}, on: validation}\nabstain: {from: 0.4, to: 0.6}\nrequirements:\n  - {metric: f1, versus_production: {at_least: -0.5}}',
      ),
    })
    await untilState(page, 'done')
    await openEditor(page)
    const check = async () => {
      expect(await faultsWithin(page, '#policy')).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
    }
    await page.fill('[data-role=confidence]', '2')
    await page.keyboard.press('Enter')
    await page.locator('[data-role=refusal]').waitFor()
    await check()
    if (width === 360) await page.locator('#policy').getByText('Text', { exact: true }).click()
    await page.fill('[data-role=policy-text]', 'version: 2\n')
    await page.locator('#policy [role=alert]', { hasText: 'version: 1' }).waitFor()
    await check()
    expect(complaints).toEqual([])
    await close()
  })
})
