import { readFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { serveFolder } from '../../src/build/serve.mjs'
import { policy, predictions } from './cases.ts'
import { useBrowser, usePage } from './hooks.ts'
import { download, metricOf, openFiles, pageFromDisk, siteFolder, untilState, type Visit } from './visit.ts'

const browser = useBrowser()
let site: Awaited<ReturnType<typeof serveFolder>>

beforeAll(async () => {
  site = await serveFolder(siteFolder, { base: '/some/where/deep/' })
})
afterAll(async () => {
  await site?.close()
})

describe.each(['from disk', 'served from a sub-path'])('samples, %s', (how) => {
  test.each([
    ['clear_pass', 'pass', 'Good enough'],
    ['fails_on_one_segment', 'fail', 'Not good enough'],
    ['too_little_data', 'undecided', 'Undecided'],
  ])('%s comes out as %s', async (sample, verdict, title) => {
    const { page, complaints, close } = await browser.visit(how === 'from disk' ? pageFromDisk : site.url)
    expect(await page.getAttribute('main', 'data-state')).toBe('empty')
    await page.click(`[data-sample=${sample}]`)
    await untilState(page, 'done')
    expect(await page.getAttribute('[data-verdict]', 'data-verdict')).toBe(verdict)
    expect(await page.locator('h1').innerText()).toContain(title)
    expect(await metricOf(page, 'roc_auc')).toBeGreaterThan(0.8)
    expect(complaints).toEqual([])
    await close()
  })
})

describe('the results of the sample that passes, from disk', () => {
  let opened: Visit
  beforeAll(async () => {
    opened = await browser.visit()
    await opened.page.click('[data-sample=clear_pass]')
    await untilState(opened.page, 'done')
  })
  /** One page for all: each test leaves its threshold where it was judged. */
  afterEach(async () => {
    const back = opened.page.locator('button', { hasText: 'Back to' })
    if (await back.isEnabled()) await back.click()
    expect(opened.complaints).toEqual([])
  })
  afterAll(() => opened?.close())

  test('JSON is saved with the numbers that the page shows', async () => {
    const { page } = opened
    const saved = JSON.parse((await download(page, '[data-export=json]')).toString('utf8'))
    expect(saved).toMatchObject({ format: 'good-enough/evaluation', verdict: 'pass', rows: 12_000 })
    for (const [metric, result] of Object.entries<{ value: number | null }>(
      saved.models.candidate.splits.test.metrics,
    )) {
      expect(await metricOf(page, metric), metric).toBe(result.value)
    }
  })

  test('what recalibrating would do is shown beside the scores as they are', async () => {
    const { page } = opened
    const { candidate } = JSON.parse((await download(page, '[data-export=json]')).toString('utf8')).models
    const table = page.locator('[data-recalibrations]')
    expect(await table.innerText()).toContain('Nothing has been applied')
    expect(await table.locator('tbody th').allInnerTexts()).toEqual([
      'As they are',
      'After Platt scaling',
      'After isotonic regression',
      'After temperature scaling',
    ])
    expect(await table.locator('tbody tr').nth(1).locator('td').first().innerText()).toContain(
      candidate.recalibrations[0].log_loss.after.value.toFixed(3),
    )
  })

  test('the result’s digest ends the results, is the JSON’s, and can be copied', async () => {
    const { page } = opened
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    const { sha256 } = JSON.parse((await download(page, '[data-export=json]')).toString('utf8'))
    const digest = page.locator('[data-sha256]')
    expect(sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(await digest.getAttribute('data-sha256')).toBe(sha256)
    expect(await digest.locator('summary').innerText()).toContain(sha256.slice(0, 12))
    await digest.locator('button').click()
    await digest.getByText('Copied.').waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(sha256)
    await digest.locator('summary').click()
    expect(await digest.getByText(sha256).isVisible()).toBe(true)
  })

  test('at a threshold of 0 every row is positive, by count', async () => {
    const { page } = opened
    await page.locator('input[type=range]').fill('0')
    await expect.poll(() => metricOf(page, 'recall')).toBe(1)
    const cells = page.locator('[data-confusion=candidate]:visible [data-predicted=negative]')
    expect(await cells.evaluateAll((all) => all.map((cell) => cell.getAttribute('data-value')))).toEqual(['0', '0'])
  })

  test('every chart also comes as a table, which starts where the curve does', async () => {
    const { page } = opened
    for (const figure of await page.locator('#explore figure').all()) {
      const title = await figure.locator('svg[role=img] title').textContent()
      expect(title).not.toBe('')
      expect(await figure.locator('svg[role=img] desc').textContent()).toContain(
        title === 'Calibration' ? 'candidate calibration error 0.' : 'candidate at 0.50',
      )
      await figure.locator('button', { hasText: 'Show as table' }).click()
      expect(await figure.locator('tbody tr').count()).toBeGreaterThan(10)
    }
  })
})

describe('from disk', () => {
  const opened = usePage(browser)

  test('on one failing segment, the first reason names it', async () => {
    const { page } = opened
    await page.click('[data-sample=fails_on_one_segment]')
    await untilState(page, 'done')
    expect(await page.locator('.reasons li').first().innerText()).toContain('segment = new_customer')
    expect(await page.locator('h1').innerText()).toMatch(/: 1 of \d+ requirements failed/)
  })

  test('one’s own file: roles are guessed with evidence, confirmed, evaluated; without a policy nothing is judged', async () => {
    const { page } = opened
    await openFiles(page, { 'predictions.csv': predictions() })
    await untilState(page, 'roles')
    await page.selectOption('[data-role=label]', 'outcome')
    await page.selectOption('[data-role=candidate]', 'prob')
    await page.selectOption('[data-role=split]', 'fold')
    await page.click('[data-action=evaluate]')
    await untilState(page, 'done')
    expect(await page.getAttribute('[data-verdict]', 'data-verdict')).toBe('none')
    expect(await page.locator('h1').innerText()).toContain('Measured, not judged')
    expect(await page.getAttribute('[data-engine]', 'data-engine')).toMatch(/^(cpu|webgpu)$/)
    expect(await metricOf(page, 'recall', 'candidate', 'validation')).toBeGreaterThan(0.5)
  })

  test('a positive class is never assumed: evaluation waits until it is chosen', async () => {
    const { page } = opened
    await openFiles(page, { 'predictions.csv': predictions({ labels: ['stays', 'leaves'] }) })
    await untilState(page, 'roles')
    await page.selectOption('[data-role=label]', 'outcome')
    await page.selectOption('[data-role=candidate]', 'prob')
    expect(await page.inputValue('[data-role=positive]')).toBe('')
    expect(await page.isDisabled('[data-action=evaluate]')).toBe(true)
    expect(await page.locator('#evaluate-note').innerText()).toContain('counts as positive')
    expect(await page.locator('[data-role=positive] option').allInnerTexts()).toEqual(
      expect.arrayContaining(['stays', 'leaves']),
    )
    await page.selectOption('[data-role=positive]', 'leaves')
    await page.click('[data-action=evaluate]')
    await untilState(page, 'done')
    const leaves = await metricOf(page, 'roc_auc')
    await page.selectOption('[data-role=positive]', 'stays')
    // Scores of the other class are not taken for scores of this one unasked, of neither model.
    for (const answered of [1, 2]) {
      await page.locator('[data-question=score_of]').first().locator('input').nth(1).check()
      await expect.poll(() => page.locator('[data-answered=score_of]').count()).toBe(answered)
    }
    await page.click('[data-action=evaluate]')
    await expect.poll(() => metricOf(page, 'roc_auc')).toBeCloseTo(1 - leaves!, 12)
  })

  test('a file with a policy that names the roles is judged straight away', async () => {
    const { page } = opened
    await openFiles(page, { 'predictions.csv': predictions(), 'policy.yaml': policy })
    await untilState(page, 'done')
    expect(await page.getAttribute('[data-verdict]', 'data-verdict')).toBe('pass')
    expect(await page.locator('[data-difference=roc_auc]').first().getAttribute('data-value')).not.toBe('')
  })

  test('a policy that comes first waits for its predictions', async () => {
    const { page } = opened
    await openFiles(page, { 'policy.yaml': policy })
    await page.getByText('policy.yaml is ready').waitFor()
    await openFiles(page, { 'predictions.csv': predictions() })
    await untilState(page, 'done')
    expect(await page.getAttribute('[data-verdict]', 'data-verdict')).toBe('pass')
  })

  test('a policy dropped on what was measured judges it; removed again, nothing is judged', async () => {
    const { page } = opened
    await openFiles(page, { 'predictions.csv': predictions() })
    await untilState(page, 'roles')
    await openFiles(page, { 'policy.yaml': policy })
    await untilState(page, 'done')
    expect(await page.getAttribute('[data-verdict]', 'data-verdict')).toBe('pass')
    await page.click('text=Remove')
    await page.locator('[data-verdict=none]').waitFor()
  })

  test('the slider moves numbers, matrix and marks; the verdict stays where it was; back is back', async () => {
    const { page } = opened
    await page.click('[data-sample=fails_on_one_segment]')
    await untilState(page, 'done')
    const frozen = await metricOf(page, 'recall')
    const auc = await metricOf(page, 'roc_auc')
    const found = page.locator('[data-confusion=candidate]:visible [data-actual=positive][data-predicted=positive]')
    const mark = page.locator('[data-mark=candidate]').first()
    const [foundBefore, markBefore] = [Number(await found.getAttribute('data-value')), await mark.getAttribute('cy')]
    const slider = page.locator('input[type=range][data-role=threshold]')
    await slider.focus()
    for (let press = 0; press < 20; press += 1) await page.keyboard.press('ArrowLeft')
    expect(Number(await slider.inputValue())).toBeCloseTo(0.3, 12)
    await expect.poll(() => metricOf(page, 'recall')).toBeGreaterThan(frozen!)
    expect(Number(await found.getAttribute('data-value'))).toBeGreaterThan(foundBefore)
    expect(await mark.getAttribute('cy')).not.toBe(markBefore)
    expect(await metricOf(page, 'roc_auc')).toBe(auc)
    expect(await page.getAttribute('[data-verdict]', 'data-verdict')).toBe('fail')
    expect(await page.locator('text=Exploring.').isVisible()).toBe(true)
    await page.locator('[data-preview]').waitFor()
    await page.click('text=Back to 0.50')
    await expect.poll(() => metricOf(page, 'recall')).toBe(frozen)
  })

  test('bands follow the results on three charts, in words and in tables, and the slider goes on meanwhile', async () => {
    const { page } = opened
    await page.click('[data-sample=too_little_data]')
    await untilState(page, 'done')
    const before = await metricOf(page, 'recall')
    await page.locator('input[type=range]').fill('0.8')
    await expect.poll(() => metricOf(page, 'recall')).not.toBe(before)
    await page.locator('section.charts').scrollIntoViewIfNeeded()
    await page.locator('[data-band]').first().waitFor({ state: 'attached' })
    for (const title of ['ROC', 'Precision and recall', 'Against the threshold']) {
      const figure = page.locator('figure', { has: page.locator('h3', { hasText: title }) })
      expect(
        await figure.locator('[data-band]').evaluateAll((paths) => paths.map((path) => path.getAttribute('data-band'))),
      ).toEqual(['candidate', 'production'])
      expect(await figure.locator('svg[role=img] desc').textContent()).toContain(
        'shaded: pointwise 95\u00a0% bands (bootstrap, 2,000 replicates)',
      )
      await figure.locator('button', { hasText: 'Show as table' }).click()
      expect(await figure.locator('tbody tr').nth(5).innerText()).toMatch(/[01]\.\d+ to [01]\.\d+/)
    }
    await page.click('text=validation')
    await page.click('text=Show as chart')
    await page.locator('section.charts').scrollIntoViewIfNeeded()
    await page.locator('[data-band]').first().waitFor({ state: 'attached' })
  })

  test('the report for a pull request is copied; where the page may not, it is there to be copied by hand', async () => {
    const { page } = opened
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.click('[data-sample=fails_on_one_segment]')
    await untilState(page, 'done')
    await page.click('[data-action=copy-markdown]')
    await page.locator('.exports').getByText('Copied.').waitFor()
    const markdown = (await download(page, '[data-export=markdown]')).toString('utf8')
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(markdown)
    await page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed'))
    })
    await page.click('[data-action=copy-markdown]')
    expect(await page.locator('.exports textarea').inputValue()).toBe(markdown)
  })

  test('a table pasted from a spreadsheet is read; what is none is said to be none', async () => {
    const { page } = opened
    const paste = (text: string) =>
      page.evaluate((pasted) => {
        const clipboardData = new DataTransfer()
        clipboardData.setData('text/plain', pasted)
        document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
      }, text)
    await paste('only a word')
    await page.locator('[role=status]', { hasText: 'What was pasted is no table' }).waitFor()
    expect(await page.locator('main').getAttribute('data-state')).toBe('empty')
    await paste(predictions().replaceAll(',', '\t'))
    await untilState(page, 'roles')
    expect(await page.locator('[data-role=label] option').allInnerTexts()).toContain('outcome')
  })

  test('files dropped anywhere are read, and the page is not left', async () => {
    const { page } = opened
    await page.evaluate((text) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([text], 'dropped.csv'))
      document
        .querySelector('footer')!
        .dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
    }, predictions())
    await untilState(page, 'roles')
    expect(page.url()).toBe(pageFromDisk)
  })

  test('an error says what, where and what now, and what was loaded before stays', async () => {
    const { page } = opened
    await page.click('[data-sample=clear_pass]')
    await untilState(page, 'done')
    const before = await metricOf(page, 'roc_auc')
    const broken = predictions().replace(/^(r7,[^,]*,)[^,]*/m, '$1n/a')
    await openFiles(page, { 'broken.csv': broken, 'policy.yaml': policy })
    await page.waitForSelector('[role=alert]')
    expect(await page.getAttribute('main', 'data-state')).toBe('error')
    const alert = await page.locator('[role=alert]').innerText()
    expect(alert).toContain('broken.csv')
    expect(alert).toMatch(/line 9\b/)
    expect(alert).toContain('n/a')
    expect(await metricOf(page, 'roc_auc')).toBe(before)
    await page.click('[data-action=leave-out]')
    await untilState(page, 'done')
    await expect.poll(() => page.locator('.basis').innerText()).toContain('broken.csv')
    expect(await page.locator('.basis').innerText()).toContain('599 rows')
  })

  test('an error can be closed, and the page goes on', async () => {
    const { page } = opened
    await openFiles(page, { 'header-only.csv': 'id,outcome,prob\n', 'policy.yaml': policy })
    await page.waitForSelector('[role=alert]')
    await page.click('[data-action=dismiss]')
    expect(await page.locator('[role=alert]').count()).toBe(0)
    if (await page.getByText('Start over').isVisible()) await page.click('text=Start over')
    await page.click('[data-sample=clear_pass]')
    await untilState(page, 'done')
  })

  test('a policy with an unknown key is refused by its path, and says which policy', async () => {
    const { page } = opened
    await openFiles(page, {
      'predictions.csv': predictions(),
      'odd.yaml': policy.replace('at_least: 0.6', 'atleast: 0.6'),
    })
    await page.waitForSelector('[role=alert]')
    const alert = await page.locator('[role=alert]').innerText()
    expect(alert).toContain('odd.yaml')
    expect(alert).toContain('requirements[0]')
    expect(alert).toContain('atleast')
  })

  test('cancel ends the work and leaves the page as it was', async () => {
    const { page } = opened
    await openFiles(page, { 'predictions.csv': predictions() })
    await untilState(page, 'roles')
    await page.selectOption('[data-role=label]', 'outcome')
    await page.selectOption('[data-role=candidate]', 'prob')
    await page.click('[data-action=evaluate]')
    await untilState(page, 'done')
    const before = await metricOf(page, 'roc_auc')
    const big = await page.evaluateHandle((text) => {
      const [header, ...lines] = text.trimEnd().split('\n')
      const body = `${lines.join('\n')}\n`
      return new File([`${header}\n`, ...Array.from({ length: 4000 }, () => body)], 'big.csv')
    }, predictions())
    await page.evaluate(
      ([file, text]) => {
        const dataTransfer = new DataTransfer()
        dataTransfer.items.add(file as File)
        dataTransfer.items.add(new File([text as string], 'policy.yaml'))
        document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
      },
      [big, policy.replace(' id: id,', '')] as const,
    )
    await page.waitForSelector('main[data-state=working]')
    await page.getByText(/rows, .* of .* MB/).waitFor()
    await page.keyboard.press('Escape')
    await page.waitForSelector('main[data-state=done]', { timeout: 5000 })
    expect(await metricOf(page, 'roc_auc')).toBe(before)
    expect(await page.locator('.basis').innerText()).toContain('predictions.csv')
  })

  test('markup in headers, cells, names and policies is text', async () => {
    const { page } = opened
    const bomb = '<img src=x onerror=globalThis.exploded=1>'
    const table = predictions().replace('region', bomb).replaceAll(/,n,/g, `,${bomb},`)
    const named = policy.replace('browser-test', `"${bomb}"`).replace('[region]', `["${bomb}"]`)
    await openFiles(page, { [`${bomb.replaceAll('/', '')}.csv`]: table, 'policy.yaml': named })
    await untilState(page, 'done')
    await page.click('[data-changes] summary')
    expect(await page.locator('main').innerText()).toContain(`${bomb} = ${bomb}`)
    expect(await page.locator('main img').count()).toBe(0)
    expect(await page.evaluate(() => 'exploded' in globalThis)).toBe(false)
  })
})

const hostile = new URL('../csv/cases/xss_header.csv', import.meta.url)
test('a header with markup is shown as text', async () => {
  const { page, complaints, close } = await browser.visit()
  const text = await readFile(hostile, 'utf8')
  await openFiles(page, { 'xss_header.csv': text })
  await untilState(page, 'roles')
  expect(await page.locator('main img, main script, main iframe').count()).toBe(0)
  expect(await page.locator('main').innerText()).toContain('<')
  expect(complaints).toEqual([])
  await close()
})
