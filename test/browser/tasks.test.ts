import { describe, expect, test } from 'vitest'
import { catalogues } from '../../src/metrics/definitions/catalogue.ts'
import { animals, decisions, predictions, prices } from './cases.ts'
import { download, metricOf, openFiles, untilState } from './visit.ts'
import { useBrowser, usePage } from './hooks.ts'

const opened = usePage(useBrowser())

const roleOf = (role: string) => opened.page.inputValue(`[data-role=${role}]`)

/** Opens a table, waits for its guessed roles, and evaluates. */
async function evaluated(table: string): Promise<void> {
  await openFiles(opened.page, { 'table.csv': table })
  await untilState(opened.page, 'roles')
  await opened.page.click('[data-action=evaluate]')
  await untilState(opened.page, 'done')
}

/** The share of a table's rows whose two cells are the same text. */
function agreement(table: string, first: string, second: string): number {
  const [header, ...rows] = table
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','))
  const [a, b] = [header.indexOf(first), header.indexOf(second)]
  return rows.filter((row) => row[a] === row[b]).length / rows.length
}

describe('hard predictions', () => {
  test('are guessed where there are no scores, and have no threshold to move and no curves', async () => {
    const { page } = opened
    await openFiles(page, { 'table.csv': decisions() })
    await untilState(page, 'roles')
    expect(
      await Promise.all(['task', 'label', 'positive', 'candidate', 'prediction', 'production-prediction'].map(roleOf)),
    ).toEqual(['binary', 'sick', 'yes', '', 'pred', 'pred_old'])
    await page.click('[data-action=evaluate]')
    await untilState(page, 'done')
    expect(await metricOf(page, 'accuracy', 'candidate', 'all')).toBe(agreement(decisions(), 'sick', 'pred'))
    expect(await metricOf(page, 'accuracy', 'production', 'all')).toBe(agreement(decisions(), 'sick', 'pred_old'))
    expect(await metricOf(page, 'roc_auc', 'candidate', 'all')).toBeNull()
    expect(await page.locator('input[type=range], #explore figure').count()).toBe(0)
    expect(await page.locator('.basis').innerText()).toContain('by the classes predicted')
  })

  test('choosing a score gives up the prediction, and the slider is back', async () => {
    const { page } = opened
    await openFiles(page, { 'table.csv': predictions().replace('old_prob', 'pred') })
    await untilState(page, 'roles')
    await page.selectOption('[data-role=prediction]', 'pred')
    expect(await roleOf('candidate')).toBe('')
    await page.selectOption('[data-role=candidate]', 'prob')
    expect(await roleOf('prediction')).toBe('')
    await page.click('[data-action=evaluate]')
    await untilState(page, 'done')
    expect(await page.locator('input[type=range][data-role=threshold]').count()).toBe(1)
  })
})

describe('weights and groups', () => {
  test('are offered in words, never taken unasked, and count once they are taken', async () => {
    const { page } = opened
    await openFiles(page, { 'table.csv': decisions() })
    await untilState(page, 'roles')
    expect([await roleOf('weight'), await roleOf('group')]).toEqual(['', ''])
    expect(await page.locator('#evidence-weight').innerText()).toContain('“case_weight” may be what rows count for')
    await page.locator('#evidence-weight button').click()
    expect(await roleOf('weight')).toBe('case_weight')
    await page.locator('#evidence-group button').click()
    expect(await roleOf('group')).toBe('patient')
    await page.click('[data-action=evaluate]')
    await untilState(page, 'done')
    // 400 rows of weights 1, 2, 3, 1, 2, 3, …
    expect(await page.locator('.splits').innerText()).toContain('400 rows, weight 799')
    await page.locator('[data-slices] button', { hasText: 'Show as table' }).click()
    expect(await page.getByRole('columnheader', { name: 'Weight', exact: true }).count()).toBe(1)
  })
})

describe('slices', () => {
  test('intersections are one choice away, as many as there are pairs of values', async () => {
    const { page } = opened
    await evaluated(decisions())
    const rows = page.locator('[data-slices] [data-row]')
    expect(await rows.count()).toBe(3 + 2)
    await page.selectOption('[data-slice-columns]', 'ward × sex')
    expect(await rows.count()).toBe(3 * 2)
    expect(await rows.first().getAttribute('data-row')).toBe('a × f')
  })

  test('the worst come first when asked for', async () => {
    const { page } = opened
    await evaluated(decisions())
    await page.getByLabel('worst first').check()
    await page.locator('[data-slices] button', { hasText: 'Show as table' }).click()
    const cells = await page.locator('[data-slices] tbody td:nth-last-child(2)').allInnerTexts()
    const values = cells.map((text) => Number.parseFloat(text))
    expect(values.length).toBe(5)
    expect(values).toEqual(values.toSorted((a, b) => a - b))
  })
})

test('a metric’s name tells its definition, range, direction, edge cases and source, by keyboard too', async () => {
  const { page } = opened
  await page.click('[data-sample=clear_pass]')
  await untilState(page, 'done')
  const name = page.locator('[data-describe=precision]:visible')
  await name.focus()
  await page.keyboard.press('Enter')
  expect(await name.getAttribute('aria-expanded')).toBe('true')
  const { definition, edgeCases, source } = catalogues.binary.find(({ id }) => id === 'precision')!
  const words = await page.locator(`[id="${await name.getAttribute('aria-controls')}"]`).innerText()
  for (const part of [definition.slice(1), '0 to 1', 'higher is better', edgeCases, source])
    expect(words).toContain(part)
  await page.keyboard.press('Enter')
  expect(await page.locator('dl:visible').count()).toBe(0)
})

test('few whole numbers may be classes or numbers: the task is asked for, not assumed', async () => {
  const { page } = opened
  const rows = Array.from({ length: 40 }, (_, row) => `${row % 5},${row % 7 === 0 ? 4 : row % 5}`)
  await openFiles(page, { 'stars.csv': `stars,predicted\n${rows.join('\n')}\n` })
  await untilState(page, 'roles')
  expect(await page.locator('[data-question=task]').innerText()).toContain('may be classes or amounts')
  expect(await page.isDisabled('[data-action=evaluate]')).toBe(true)
  expect(await page.locator('#evaluate-note').innerText()).toContain('What is predicted?')
  await page.selectOption('[data-role=task]', 'regression')
  await page.locator('[data-action=evaluate]:enabled').waitFor()
  expect(await roleOf('candidate')).toBe('predicted')
})

describe('several classes', () => {
  test('patterns are guessed, every class is measured, and the confusion is told in words', async () => {
    const { page } = opened
    await openFiles(page, { 'animals.csv': animals() })
    await untilState(page, 'roles')
    expect(await Promise.all(['task', 'label', 'candidate', 'production'].map(roleOf))).toEqual([
      'multiclass',
      'animal',
      'p_*',
      'p_old_*',
    ])
    expect(await page.locator('[data-role=positive]').count()).toBe(0)
    await page.click('[data-action=evaluate]')
    await untilState(page, 'done')
    const { candidate, production } = JSON.parse((await download(page, '[data-export=json]')).toString('utf8')).models
    for (const id of catalogues.multiclass.map((metric) => metric.id)) {
      expect(await metricOf(page, id), id).toBe(candidate.splits.test.metrics[id].value)
    }
    const recall = page.locator('[data-class=fox] [data-metric=recall][data-split=test]')
    expect(Number(await recall.getAttribute('data-value'))).toBe(candidate.splits.test.classes.fox.recall.value)
    await page.locator('table:has([data-class]):visible [data-describe=recall]').click()
    expect(await page.getByText('Share of the rows of this class that are predicted to be it.').isVisible()).toBe(true)
    await page.locator('label:visible', { hasText: 'production' }).first().click()
    await expect
      .poll(async () => Number(await recall.getAttribute('data-value')))
      .toBe(production.splits.test.classes.fox.recall.value)
    const cell = page.locator('[data-confusion=production]:visible [data-actual=cat][data-predicted=dog]')
    expect(Number(await cell.getAttribute('data-value'))).toBe(production.splits.test.confusion.counts[0][1])
    expect(await cell.textContent()).toContain('actual cat, predicted dog: ')
    expect(await page.locator('input[type=range]').count()).toBe(0)
  })

  test('of many classes the largest are drawn, and how many are not', async () => {
    await evaluated(animals({ classes: Array.from({ length: 64 }, (_, at) => `class_${at + 10}`) }))
    const map = opened.page.locator('[data-confusion=candidate]')
    const drawn = await map
      .locator('[data-actual]')
      .evaluateAll((cells) => new Set(cells.map((cell) => (cell as SVGElement).dataset.actual)).size)
    expect(drawn).toBe(60)
    expect(await opened.page.getByText('4 others are in the table').isVisible()).toBe(true)
  })
})

test('numbers: predictions are guessed and every metric is measured', async () => {
  const { page } = opened
  await openFiles(page, { 'prices.csv': prices() })
  await untilState(page, 'roles')
  expect(await Promise.all(['task', 'label', 'candidate', 'production'].map(roleOf))).toEqual([
    'regression',
    'price',
    'price_pred',
    'price_pred_old',
  ])
  await page.click('[data-action=evaluate]')
  await untilState(page, 'done')
  const { candidate } = JSON.parse((await download(page, '[data-export=json]')).toString('utf8')).models
  for (const { id } of catalogues.regression)
    expect(await metricOf(page, id), id).toBe(candidate.splits.test.metrics[id].value)
  expect(await page.locator('input[type=range], [data-confusion]').count()).toBe(0)
})
