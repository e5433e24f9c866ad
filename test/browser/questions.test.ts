import type { Locator, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { seriousFaults } from './axe.ts'
import { useBrowser, usePage } from './hooks.ts'
import { fileShapes, otherShapes, type FileShape } from './shapes-of-files.ts'
import { download, metricOf, openFiles, untilState } from './visit.ts'

const browser = useBrowser()
const shapeOf = (name: string) => fileShapes.find((shape) => shape.name === name)!
const ofPredicted = shapeOf('the score of the predicted class beside the predicted class')
const byName = shapeOf('classes by name, one of which is to be found')
const missing = shapeOf('words for missing values in the truth')

/** Answers the open question of a kind. */
async function answer(page: Page, { id, answer: said }: FileShape['questions'][number]): Promise<void> {
  const question = page.locator(`[data-question=${id}]`).first()
  if (typeof said === 'number') await question.locator('input[type=radio]').nth(said).check()
  else
    for (const [mark, value] of Object.entries(said)) {
      await question.locator(`[data-answer="${mark}"]`).fill(value)
      await page.keyboard.press('Tab')
    }
}

/** Opens the files of a shape, and answers what they leave open. */
async function opened(page: Page, { files, questions }: FileShape): Promise<void> {
  await openFiles(page, files)
  await untilState(page, 'roles')
  for (const question of questions) await answer(page, question)
}

describe('a file of each shape', () => {
  const visited = usePage(browser)

  test.each(fileShapes)(
    '$name: what is open is asked, and the numbers are right once it is answered',
    async (shape) => {
      const { page } = visited
      await openFiles(page, shape.files)
      await untilState(page, 'roles')
      const button = page.locator('[data-action=evaluate]')
      for (const question of shape.questions) {
        expect(await page.locator('[data-question]').first().getAttribute('data-question')).toBe(question.id)
        expect(await button.isDisabled()).toBe(true)
        await answer(page, question)
      }
      await page.locator('[data-action=evaluate]:enabled').waitFor()
      expect(await page.locator('[data-question]:has(.blocking)').count()).toBe(0)
      await button.click()
      await untilState(page, 'done')
      for (const [name, value] of Object.entries(shape.expected)) {
        const [metric, model = 'candidate'] = name.split(' ').reverse()
        expect(await metricOf(page, metric, model, 'all'), name).toBeCloseTo(value, 9)
      }
      const leftOut = page.locator('[data-left-out]')
      expect(await leftOut.count()).toBe(shape.leftOut === undefined ? 0 : 1)
      if (shape.leftOut !== undefined) expect(await leftOut.getAttribute('data-left-out')).toBe(String(shape.leftOut))
    },
  )

  test.each(otherShapes)(
    '$name are recognised, said to be $task, and not evaluated as anything else',
    async (shape) => {
      const { page } = visited
      await openFiles(page, { 'file.csv': shape.text })
      await untilState(page, 'roles')
      expect(await page.locator('[data-other-task]').getAttribute('data-other-task')).toBe(shape.task)
      expect(await page.locator('[data-other-task]').innerText()).toMatch(shape.says)
      expect(await page.isDisabled('[data-action=evaluate]')).toBe(true)
    },
  )
})

describe('an answer', () => {
  const visited = usePage(browser)

  test('shows its rows before it is given: the sum that makes a score, and the decision', async () => {
    const { page } = visited
    await openFiles(page, ofPredicted.files)
    await untilState(page, 'roles')
    const [ofClass, ofPositive] = await page.locator('[data-question=score_of] .option').all()
    await ofClass.locator('td').first().waitFor()
    expect(await ofClass.innerText()).toMatch(/1 − 0\.\d+\s*=\s*0\.\d+/)
    expect(await ofPositive.locator('td').count()).toBeGreaterThan(0)
    expect(await ofPositive.innerText()).not.toContain('1 − ')
  })

  test('can be changed, and the one before is as if never given', async () => {
    const { page } = visited
    await opened(page, byName)
    expect(await page.inputValue('[data-role=positive]')).toBe('leaves')
    const radios = page.locator('[data-answered=positive] input[type=radio]')
    await radios.nth(1).check()
    await expect.poll(() => page.inputValue('[data-role=positive]')).toBe('stays')
    // The score is of leaving, as its rows show: whether it is to be read the other way round is asked.
    await page.locator('[data-question=score_of] input').nth(1).check()
    await page.click('[data-action=evaluate]')
    await untilState(page, 'done')
    expect(await metricOf(page, 'roc_auc', 'candidate', 'all')).toBeCloseTo(1 - byName.expected.roc_auc, 9)
  })

  test('is undone as any other choice', async () => {
    const { page } = visited
    await opened(page, ofPredicted)
    await page.locator('[data-answered=score_of]').waitFor()
    await page.waitForTimeout(700)
    await page.click('[data-step=undo]')
    await page.locator('[data-question=score_of]').waitFor()
    expect(await page.isDisabled('[data-action=evaluate]')).toBe(true)
  })

  test('where another truth is chosen, has what followed from the one before found out again', async () => {
    const { page } = visited
    await opened(page, shapeOf('several horizons'))
    await expect.poll(() => page.inputValue('[data-role=candidate]')).toBe('pred_t+1')
    await page.selectOption('[data-role=label]', 'y_t+2')
    await expect.poll(() => page.inputValue('[data-role=candidate]')).toBe('pred_t+2')
  })

  test('goes into the policy, under which the same file is not asked about again', async () => {
    const { page } = visited
    const policy = 'version: 1\nrequirements:\n  - {metric: recall, at_least: 0.1}\n'
    await openFiles(page, { ...missing.files, 'policy.yaml': policy })
    await untilState(page, 'roles')
    await answer(page, missing.questions[0])
    await page.click('[data-action=keep-answers]')
    await page.locator('[data-action=judge-edited]:enabled').waitFor()
    const saved = (await download(page, '[data-export=edited-policy]')).toString('utf8')
    expect(saved).toContain('invalid_rows: leave_out')
    await page.click('text=Start over')
    await openFiles(page, { ...missing.files, 'policy.yaml': saved })
    await untilState(page, 'done')
    expect(await metricOf(page, 'roc_auc', 'candidate', 'all')).toBeCloseTo(missing.expected.roc_auc, 9)
  })

  test('goes into the policy that is made on the page', async () => {
    const { page } = visited
    await opened(page, shapeOf('a decimal comma'))
    await page.locator('[data-role=stakes] summary').click()
    await page.locator('[data-action=judge]:enabled').waitFor()
    expect(await page.inputValue('[data-role=stakes-policy]')).toMatch(
      /number_format: \{Score_neu: decimal_comma, Score_alt: decimal_comma\}/,
    )
  })

  test('holds for the next file of the same columns, which says so, until it is asked again', async () => {
    const { page } = visited
    await opened(page, ofPredicted)
    await page.locator('[data-action=evaluate]:enabled').waitFor()
    const text = Object.values(ofPredicted.files)[0]
    await openFiles(page, { 'june.csv': text })
    await page.locator('[data-role=reused]').waitFor()
    expect(await page.locator('[data-role=reused]').innerText()).toContain('Read as pycaret.csv was: truth Purchase')
    expect(await page.isEnabled('[data-action=evaluate]')).toBe(true)
    await page.click('[data-action=ask-again]')
    await page.locator('[data-question=score_of]').waitFor()
    expect(await page.isDisabled('[data-action=evaluate]')).toBe(true)
  })

  test('comes with a link, but for values of the data', async () => {
    const { page } = visited
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await opened(page, ofPredicted)
    await page.locator('[data-action=evaluate]:enabled').waitFor()
    await page.click('[data-action=copy-link]')
    await page.locator('.set-up-link').getByText('Copied.').waitFor()
    const address = await page.evaluate(() => navigator.clipboard.readText())
    expect(address).toContain('candidate_of=prediction_label')
    const other = await browser.visit(address)
    await other.page.locator('[data-link]').waitFor()
    await openFiles(other.page, ofPredicted.files)
    await untilState(other.page, 'done')
    expect(await metricOf(other.page, 'roc_auc', 'candidate', 'all')).toBeCloseTo(ofPredicted.expected.roc_auc, 9)
    await other.close()
  })
})

/** Whether all of an element is in the window, and nothing is before it. */
async function isInView(element: Locator): Promise<boolean> {
  return element.evaluate((box) => {
    const { top, bottom, left, right } = box.getBoundingClientRect()
    const isInside = top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth
    const seen = [top + 2, bottom - 2].map((y) => document.elementFromPoint((left + right) / 2, y))
    return isInside && seen.every((found) => found !== null && (box.contains(found) || found.contains(box)))
  })
}

/** Rows beyond those that are looked at first, one of which is no number. */
const late = `y_true,y_proba\n${Array.from({ length: 1500 }, (_, at) => `${at % 2},${at === 1400 ? 'broken' : (0.2 + 0.4 * (at % 2) + (at % 19) / 100).toFixed(3)}`).join('\n')}\n`

describe('an error', () => {
  test.each([
    ['1280 px', { width: 1280, height: 800 }],
    ['360 px', { width: 360, height: 640 }],
    ['1280 px at 200 %', { width: 640, height: 400 }],
  ])('after Evaluate stands beside the button, in view and with the focus, at %s', async (_size, viewport) => {
    const { page, close } = await browser.visit(undefined, { viewport })
    await openFiles(page, { 'late.csv': late })
    await untilState(page, 'roles')
    await page.click('[data-action=evaluate]')
    await page.locator('[role=alert]').waitFor()
    expect(await page.getAttribute('main', 'data-state')).toBe('error')
    const alert = page.locator('[data-place=evaluate]')
    await expect.poll(() => isInView(alert.locator('[data-action=leave-out]'))).toBe(true)
    expect(await isInView(alert.locator('.what'))).toBe(true)
    expect(await alert.evaluate((box) => box === document.activeElement)).toBe(true)
    expect(await alert.innerText()).toContain('1 row has no valid number. First: line 1,402, “broken”.')
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await untilState(page, 'done')
    expect(await page.locator('[data-left-out]').getAttribute('data-left-out')).toBe('1')
    await close()
  })

  test('in one of several files loses none of the others, and a faulty policy keeps the predictions', async () => {
    const { page, close } = await browser.visit()
    await openFiles(page, { ...ofPredicted.files, 'empty.csv': '', 'policy.yaml': 'version: 1\nrequirements: []\n' })
    await page.locator('[role=alert]').waitFor()
    expect(await page.locator('[role=alert]').innerText()).toMatch(
      /policy\.yaml[\s\S]*empty\.csv[\s\S]*The other files are loaded/,
    )
    expect(await page.locator('.files').innerText()).toContain('pycaret.csv')
    expect(await isInView(page.locator('[role=alert]'))).toBe(true)
    await page.click('[data-action=dismiss]')
    await untilState(page, 'roles')
    for (const question of ofPredicted.questions) await answer(page, question)
    await page.click('[data-action=evaluate]')
    await untilState(page, 'done')
    expect(await metricOf(page, 'roc_auc', 'candidate', 'all')).toBeCloseTo(ofPredicted.expected.roc_auc, 9)
    await close()
  })
})

test('a question is answered by key alone, and the reason beside Evaluate leads to it', async () => {
  const { page, complaints, close } = await browser.visit()
  await openFiles(page, ofPredicted.files)
  await untilState(page, 'roles')
  await page.locator('[data-action=show-question]').focus()
  await page.keyboard.press('Enter')
  expect(
    await page.evaluate(() => document.activeElement?.closest('[data-question]')?.getAttribute('data-question')),
  ).toBe('score_of')
  await page.keyboard.press('Space')
  await page.locator('[data-answered=score_of]').waitFor()
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => page.inputValue('[data-role=candidate-of]')).toBe('')
  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => page.inputValue('[data-role=candidate-of]')).toBe('prediction_label')
  expect(await page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('radio')
  for (let press = 0; press < 60; press += 1) {
    await page.keyboard.press('Tab')
    if (await page.evaluate(() => document.activeElement?.matches('[data-action=evaluate]'))) break
  }
  await page.keyboard.press('Enter')
  await untilState(page, 'done')
  expect(complaints).toEqual([])
  await close()
})

describe('with open questions', () => {
  test.each(
    [
      ...fileShapes.filter(({ questions }) => questions.length > 0).slice(0, 12),
      { name: otherShapes[0].name, files: { 'file.csv': otherShapes[0].text } },
    ].flatMap(({ name, files }, at) => (at % 3 === 0 ? [{ name, files }] : [])),
  )('$name: axe finds nothing, light and dark, and nothing overflows at 360 px', async ({ files }) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, complaints, close } = await browser.visit(undefined, {
        colorScheme,
        viewport: { width: colorScheme === 'light' ? 360 : 1280, height: 800 },
      })
      await openFiles(page, files)
      await untilState(page, 'roles')
      await page.waitForTimeout(300)
      expect(await seriousFaults(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
      expect(complaints).toEqual([])
      await close()
    }
  })
})
