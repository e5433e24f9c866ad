import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { leaky, policy, predictions, unsplit } from './cases.ts'
import { download, metricOf, openFiles, untilState } from './visit.ts'
import { useBrowser, usePage } from './hooks.ts'

const opened = usePage(useBrowser())

/** How many rows each split has, as the page shows it. */
const sizesOf = (page: Page) =>
  page
    .locator('[data-split-size]')
    .evaluateAll((rows) =>
      Object.fromEntries(
        rows.map((row) => [row.getAttribute('data-split-size'), Number(row.getAttribute('data-value'))]),
      ),
    )

test('without a split column nothing is assigned until a method is chosen: then each split is measured, and the same split is there as code', async () => {
  const { page } = opened
  await openFiles(page, { 'predictions.csv': unsplit() })
  await untilState(page, 'roles')
  expect(await page.inputValue('[data-role=split-by]')).toBe('')
  expect(await page.locator('[data-splits=none]').innerText()).toContain('No split column')
  await page.selectOption('[data-role=split-by]', 'hash')
  expect(await page.inputValue('[data-role=split-key]')).toBe('id')
  await page.fill('[data-role=split-train]', '8')
  await page.fill('[data-role=split-validation]', '1')
  await page.fill('[data-role=split-test]', '1')
  await page.click('[data-action=evaluate]')
  await untilState(page, 'done')
  for (const split of ['train', 'validation', 'test'])
    expect(await metricOf(page, 'roc_auc', 'candidate', split)).toBeGreaterThan(0.7)
  const sizes = await sizesOf(page)
  expect(Object.keys(sizes)).toEqual(['train', 'validation', 'test'])
  expect(sizes.train + sizes.validation + sizes.test).toBe(600)
  const code = page.locator('pre[data-snippet=bigquery]')
  expect(await code.innerText()).toMatch(/MOD\(ABS\(FARM_FINGERPRINT\(.*id.*\)\), 10\) < 8/)
  const { splitting } = JSON.parse((await download(page, '[data-export=json]')).toString('utf8'))
  for (const { from, to, metrics } of splitting.gaps) {
    const gap = page.locator(`[data-gap=roc_auc][data-from=${from}][data-to=${to}]`)
    expect(Number(await gap.getAttribute('data-value'))).toBe(metrics.roc_auc.difference)
  }
  expect(splitting.gaps).toHaveLength(3)
  expect(splitting.rule).toEqual({ by: 'hash', key: 'id', hash: 'farm_fingerprint', train: 8, validation: 1, test: 1 })
})

test('the code can be chosen by keyboard and copied; where it cannot be the same, the reason stands instead', async () => {
  const { page } = opened
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await openFiles(page, { 'predictions.csv': unsplit() })
  await untilState(page, 'roles')
  await page.selectOption('[data-role=split-by]', 'hash')
  await page.click('[data-action=evaluate]')
  await untilState(page, 'done')
  await page.locator('#splits input[type=radio]').first().focus()
  await page.keyboard.press('ArrowRight')
  await page.locator('p[data-snippet=duckdb]').waitFor()
  expect(await page.locator('p[data-snippet=duckdb]').innerText()).toContain('FARM_FINGERPRINT')
  await page.getByText('Python with pandas').click()
  await page.locator('#splits button', { hasText: 'Copy' }).click()
  await page.locator('#splits').getByText('Copied.').waitFor()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    await page.locator('pre[data-snippet=pandas]').textContent(),
  )
})

test('what is wrong with a split is said beside its field, and evaluation waits', async () => {
  const { page } = opened
  await openFiles(page, { 'predictions.csv': unsplit() })
  await untilState(page, 'roles')
  await page.selectOption('[data-role=split-by]', 'hash')
  await page.fill('[data-role=split-test]', '12.5')
  expect(await page.locator('#split-test-note').innerText()).toContain('a whole number of buckets')
  expect(await page.getAttribute('[data-role=split-test]', 'aria-invalid')).toBe('true')
  expect(await page.isDisabled('[data-action=evaluate]')).toBe(true)
  await page.fill('[data-role=split-test]', '12')
  expect(await page.isDisabled('[data-action=evaluate]')).toBe(false)
})

test('a policy that splits the rows is followed and shown; changed by hand, it is evaluated again', async () => {
  const { page } = opened
  const splitting = policy
    .replace(', split: fold', '')
    .replace('requirements:', 'split: {by: random, key: id, seed: 3, validation: 40, test: 60}\nrequirements:')
  await openFiles(page, { 'predictions.csv': predictions(), 'policy.yaml': splitting })
  await untilState(page, 'done')
  expect(await page.inputValue('[data-role=split-by]')).toBe('random')
  expect(await page.inputValue('[data-role=split-seed]')).toBe('3')
  expect(await page.inputValue('[data-role=split-train]')).toBe('')
  expect(await sizesOf(page)).toEqual({ validation: 240, test: 360 })
  await page.fill('[data-role=split-train]', '100')
  await page.getByText('Changed since the results above').waitFor()
  await page.click('[data-action=evaluate]')
  await expect.poll(() => sizesOf(page)).toEqual({ train: 300, validation: 120, test: 180 })
})

test('rows of test with ids of train keep a policy that is met from passing, until it waives the finding', async () => {
  const { page } = opened
  const { table, policy } = leaky()
  await openFiles(page, { 'leaky.csv': table, 'policy.yaml': policy })
  await untilState(page, 'done')
  expect(await page.getAttribute('[data-verdict]', 'data-verdict')).toBe('undecided')
  expect(
    await page
      .locator('.reasons li')
      .evaluateAll((reasons) => reasons.map((reason) => reason.getAttribute('data-reason'))),
  ).toEqual(['shared_id', 'requirement', 'requirement'])
  const finding = page.locator('[data-finding=shared_id]').first()
  expect(await finding.innerText()).toMatch(/20 rows of test .* train/)
  expect(await finding.innerText()).toContain('leaky.csv, lines 4, 7, 10')
  expect(await finding.innerText()).toContain('waive: [shared_id]')
  await openFiles(page, { 'waives.yaml': policy.replace('requirements:', 'waive: [shared_id]\nrequirements:') })
  await page.locator('[data-verdict=pass]').waitFor()
  expect(await finding.innerText()).toContain('Waived by the policy')
})

test('splits that nothing is wrong with say what they were looked through for', async () => {
  const { page } = opened
  await openFiles(page, { 'predictions.csv': predictions(), 'policy.yaml': policy })
  await untilState(page, 'done')
  expect(await page.locator('[data-findings="0"]').innerText()).toContain(
    'Nothing found. Looked for: the same id in two splits',
  )
})

test('a split column is held against the way that it is said to have been made', async () => {
  const { page } = opened
  await openFiles(page, { 'predictions.csv': predictions(), 'policy.yaml': policy })
  await untilState(page, 'done')
  expect(await page.getAttribute('[data-verdict]', 'data-verdict')).toBe('pass')
  await page.selectOption('[data-role=split-by]', 'hash')
  await page.fill('[data-role=split-train]', '')
  expect(await page.locator('#split-by-note').innerText()).toContain('Using the column fold')
  await page.click('[data-action=evaluate]')
  await page.locator('[data-verdict=undecided]').waitFor()
  expect(await page.locator('[data-finding=rule_disagrees]').innerText()).toMatch(
    /of 600 rows are in another split than the rule gives them/,
  )
})
