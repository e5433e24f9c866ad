import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { seriousFaults } from './axe.ts'
import { animals, decisions, leaky, policy, predictions, prices, unsplit } from './cases.ts'
import { useBrowser } from './hooks.ts'
import { openFiles, pageFromDisk, untilState } from './visit.ts'

const browser = useBrowser()

/** What there is to see of every task. */
const tables: Record<string, string> = {
  decisions: decisions(),
  prices: prices(),
  animals: animals(),
  thirty: animals({ classes: Array.from({ length: 30 }, (_, at) => `class_${at + 10}`) }),
}

/** The last is the one to go on in. */
const looks = [
  { colorScheme: 'dark', width: 360 },
  { colorScheme: 'light', width: 1280 },
] as const

/** That axe finds nothing serious in a state and nothing sticks out, in either theme, on a desk and on a small phone. */
async function expectNoFaults(page: Page, state: string): Promise<void> {
  for (const { colorScheme, width } of looks) {
    const look = `${state}, ${colorScheme}, ${width} pixels wide`
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 800 })
    expect(await seriousFaults(page), look).toEqual([])
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
      `${look}: sticks out`,
    ).toBeLessThanOrEqual(0)
  }
}

describe('nothing serious is found, light and dark, wide and narrow', () => {
  test('on the empty page', async () => {
    const { page, complaints, close } = await browser.visit()
    await expectNoFaults(page, 'empty')
    expect(complaints).toEqual([])
    await close()
  })

  test.each(['clear_pass', 'fails_on_one_segment', 'too_little_data'])(
    'with the results of %s, and after Start over',
    async (sample) => {
      const { page, complaints, close } = await browser.visit()
      await page.click(`[data-sample=${sample}]`)
      await untilState(page, 'done')
      await expectNoFaults(page, sample)
      if (sample === 'fails_on_one_segment') {
        await page.locator('[data-look]').first().click()
        await page.locator('[data-requirements-drawn] summary').click()
        await page.locator('h3', { hasText: 'Slice: ROC' }).waitFor()
        await expectNoFaults(page, 'looking at a slice')
        await page.locator('input[type=range]').fill('0.3')
        await page.locator('[data-preview]').waitFor()
        for (const figure of await page.locator('figure').all())
          await figure.locator('button', { hasText: 'Show as table' }).click()
        await expectNoFaults(page, 'exploring, charts as tables')
      }
      await page.click('text=Start over')
      await untilState(page, 'empty')
      await expectNoFaults(page, 'empty')
      expect(complaints).toEqual([])
      await close()
    },
  )

  test('with roles to confirm, and with an error', async () => {
    const { page, complaints, close } = await browser.visit()
    await openFiles(page, { 'predictions.csv': predictions({ labels: ['stays', 'leaves'] }) })
    await untilState(page, 'roles')
    await expectNoFaults(page, 'roles')
    await openFiles(page, { 'broken.csv': predictions().replace(/^(r7,[^,]*,)[^,]*/m, '$1n/a'), 'policy.yaml': policy })
    await page.waitForSelector('[role=alert]')
    await expectNoFaults(page, 'error')
    expect(complaints).toEqual([])
    await close()
  })

  test('in what comes between: a link that waits, one that does not fit, a message, the keys, two models that differ', async () => {
    const address = `${pageFromDisk}#setup=1&label=outcome&candidate=prob&production=old_prob&split=fold&slice=region&threshold=0.4`
    const { page, complaints, close } = await browser.visit(address)
    await page.locator('[data-link]').waitFor()
    await expectNoFaults(page, 'a link waits')
    await openFiles(page, { 'other.csv': 'a,b\n1,2\n' })
    await page.locator('[role=alert]').waitFor()
    await expectNoFaults(page, 'a link does not fit')
    await openFiles(page, { 'predictions.csv': predictions() })
    await untilState(page, 'done')
    await page.locator('[data-changes] summary').click()
    await page.keyboard.press('s')
    await expect.poll(() => page.inputValue('[data-role=candidate]')).toBe('old_prob')
    await untilState(page, 'done')
    await page.click('[data-action=copy-link]')
    await page.keyboard.press('u')
    await page.locator('[role=status]', { hasText: 'Undone' }).waitFor()
    await expectNoFaults(page, 'undone, a link copied')
    await page.keyboard.press('?')
    await expectNoFaults(page, 'the keys')
    expect(complaints.filter((complaint) => !complaint.startsWith('request: '))).toEqual([])
    await close()
  })

  test('while work is under way', async () => {
    const { page, complaints, close } = await browser.visit()
    // From disk: Chromium is slow to hand on a file that a page made, and reading one before that fails.
    const folder = mkdtempSync(join(tmpdir(), 'good-enough-'))
    const [header, ...lines] = predictions().trimEnd().split('\n')
    writeFileSync(join(folder, 'big.csv'), `${header}\n${`${lines.join('\n')}\n`.repeat(24_000)}`)
    await page.locator('input[type=file]').setInputFiles(join(folder, 'big.csv'))
    await untilState(page, 'roles')
    await page.selectOption('[data-role=id]', '')
    await page.click('[data-action=evaluate]')
    await page.getByText(/rows, .* of .* MB/).waitFor()
    await expectNoFaults(page, 'working')
    await untilState(page, 'working')
    await page.keyboard.press('Escape')
    expect(complaints).toEqual([])
    await close()
    rmSync(folder, { recursive: true })
  })

  test('while rows are assigned to splits, and with what is found of them', async () => {
    const { page, complaints, close } = await browser.visit()
    await openFiles(page, { 'predictions.csv': unsplit() })
    await untilState(page, 'roles')
    for (const method of ['time', 'group', 'stratified', 'random', 'hash']) {
      await page.selectOption('[data-role=split-by]', method)
      await expectNoFaults(page, `split by ${method}`)
    }
    await page.click('[data-action=evaluate]')
    await untilState(page, 'done')
    await expectNoFaults(page, 'split by hash, evaluated')
    await page.getByText('DuckDB').click()
    await expectNoFaults(page, 'a split that cannot be made elsewhere')
    const { table, policy: met } = leaky()
    await openFiles(page, { 'leaky.csv': table, 'policy.yaml': met })
    await page.locator('[data-finding=shared_id]').first().waitFor()
    await expectNoFaults(page, 'findings')
    expect(complaints).toEqual([])
    await close()
  })

  test.each(Object.entries(tables))('with the roles and the results of %s', async (name, text) => {
    const { page, complaints, close } = await browser.visit()
    await openFiles(page, { [`${name}.csv`]: text })
    await untilState(page, 'roles')
    await expectNoFaults(page, 'roles')
    await page.click('[data-action=evaluate]')
    await untilState(page, 'done')
    await page.locator('[data-describe]:visible').first().click()
    await expectNoFaults(page, 'done')
    expect(complaints).toEqual([])
    await close()
  })
})

test('the toggle changes the theme, whatever the system says', async () => {
  const { page, close } = await browser.visit(undefined, { colorScheme: 'light' })
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
  const light = await background()
  await page.click('[aria-label="Use the dark theme"]')
  expect(await background()).not.toBe(light)
  await page.click('[aria-label="Use the light theme"]')
  expect(await background()).toBe(light)
  await close()
})

test('the whole of a sample’s journey goes by keyboard', async () => {
  const { page, close } = await browser.visit()
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-sample'))
  for (let press = 0; press < 8 && (await focused()) !== 'clear_pass'; press += 1) await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await untilState(page, 'done')
  const role = () => page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.role)
  for (let press = 0; press < 20 && (await role()) !== 'threshold'; press += 1) await page.keyboard.press('Tab')
  await page.keyboard.press('PageDown')
  await page.keyboard.press('Shift+ArrowRight')
  expect(Number(await page.inputValue('[data-role=threshold]'))).toBeCloseTo(0.401, 12)
  await close()
})
