import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { policy, predictions } from './cases.ts'
import { drop, metricOf, openFiles, untilState } from './visit.ts'
import { useBrowser, usePage } from './hooks.ts'
import { temporaryFolder } from '../helpers/temporary-folder.ts'

const opened = usePage(useBrowser())
const folder = temporaryFolder()

/** The alert's lines: where, what, what now. */
async function alertLines(page: Page): Promise<string[]> {
  await page.locator('[role=alert]').waitFor()
  return page.locator('[role=alert] p').allInnerTexts()
}

const bigPolicy = policy.replace(' id: id,', '')

describe('what is no table is told apart, and nothing is lost', () => {
  test('by what it holds, and what to do is said', async () => {
    const { page } = opened
    const cases: [string, Buffer, string][] = [
      ['sheet.xlsx', Buffer.from('PK\x03\x04rest'), 'a ZIP archive that cannot be read (its directory is missing)'],
      ['scores.parquet', Buffer.from('PAR1\x15\x04'), 'a Parquet file'],
      ['paper.pdf', Buffer.from('%PDF-1.7\n1 0 obj\n'), 'a PDF document'],
      ['plot.png', Buffer.from('89504e470d0a1a0a', 'hex'), 'an image (PNG)'],
      ['empty.csv', Buffer.alloc(0), 'an empty file'],
      ['login.csv', Buffer.from('<!doctype html>\n<title>Sign in</title>'), 'a web page'],
      ['rows.json', Buffer.from('[{"y": 1}, 2]'), '"2]", expected an object'],
    ]
    for (const [name, buffer, found] of cases) {
      await page.setInputFiles('input[type=file]', { name, mimeType: '', buffer })
      const [where, what, now] = await alertLines(page)
      expect(where).toContain(name)
      expect(what).toContain(`Found ${found}`)
      expect(now).not.toBe('')
      await page.click('[data-action=dismiss]')
    }
    expect(await page.locator('h1').innerText()).toContain('good enough for production?')
  })

  test('a folder', async () => {
    const { page } = opened
    mkdirSync(join(folder, 'exports'))
    const client = await page.context().newCDPSession(page)
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await client.send('Input.dispatchDragEvent', {
        type,
        x: 300,
        y: 300,
        data: { items: [], files: [join(folder, 'exports')], dragOperationsMask: 1 },
      })
    }
    expect(await alertLines(page)).toEqual([
      'exports',
      'Found a folder, expected files.',
      expect.stringContaining('drop the files in it'),
    ])
  })
})

describe('a file that is no longer as it was chosen', () => {
  test.each([
    ['gone', (path: string) => rmSync(path), 'no such file any more'],
    [
      'written to',
      (path: string) => {
        writeFileSync(path, `${predictions()}r9,1,0.5,0.5,n,test\n`)
        utimesSync(path, 2e9, 2e9)
      },
      'a file that the browser may no longer read',
    ],
  ])('%s: is told by its name, and its set-up stays', async (name, change, found) => {
    const { page } = opened
    const path = join(folder, `${name}.csv`)
    writeFileSync(path, predictions())
    await page.setInputFiles('input[type=file]', path)
    await untilState(page, 'roles')
    change(path)
    await page.click('[data-action=evaluate]')
    const [where, what, now] = await alertLines(page)
    expect([where, what]).toEqual([`${name}.csv`, expect.stringContaining(found)])
    expect(now).toContain('choose it again')
    expect(await page.inputValue('[data-role=label]')).toBe('outcome')
  })
})

describe('while a file is being read', () => {
  test('another takes its place, with nothing of the first: neither its numbers, nor its policy, nor its error', async () => {
    const { page } = opened
    await drop(page, { 'first.csv': predictions(), 'policy.yaml': bigPolicy }, 4000)
    await page.getByText(/rows, .* of .* MB/).waitFor()
    await drop(page, { 'broken.csv': 'a,b\n', 'policy.yaml': policy })
    await drop(page, { 'second.csv': predictions({ seed: 9 }) })
    await untilState(page, 'roles')
    expect(await page.locator('#set-up .files').innerText()).toMatch(/^second\.csv\b(?!.*(?:first|policy|broken))/s)
    await page.click('[data-action=evaluate]')
    await untilState(page, 'done')
    const auc = await metricOf(page, 'roc_auc')
    expect(await page.getAttribute('[data-verdict]', 'data-verdict')).toBe('none')
    await page.click('text=Start over')
    await openFiles(page, { 'second.csv': predictions({ seed: 9 }) })
    await untilState(page, 'roles')
    await page.click('[data-action=evaluate]')
    await untilState(page, 'done')
    expect(await metricOf(page, 'roc_auc')).toBe(auc)
  })

  test('a page that is closed and opened again is a calm, empty one', async () => {
    const { page } = opened
    await drop(page, { 'big.csv': predictions(), 'policy.yaml': bigPolicy }, 4000)
    await page.getByText(/rows, .* of .* MB/).waitFor()
    await page.reload()
    await page.waitForSelector('main[data-state=empty]')
    expect(await page.locator('[role=alert]').count()).toBe(0)
    await page.click('[data-sample=clear_pass]')
    await untilState(page, 'done')
    await page.goto('about:blank')
    await page.goBack()
    await page.waitForSelector('main[data-state=empty], main[data-state=done]')
    expect(await page.locator('[role=alert]').count()).toBe(0)
  })
})

test('of two files joined, what is left out is counted beside the verdict, by lines and not by ids', async () => {
  const { page } = opened
  const [header, ...lines] = predictions().trimEnd().split('\n')
  const candidate = [header, ...lines].map((line) =>
    line.split(',').slice(0, 3).concat(line.split(',').slice(5)).join(','),
  )
  const production = [header, ...lines.slice(0, -9)].map((line) => `${line.split(',')[0]},${line.split(',')[3]}`)
  const judge = policy.replace(
    'columns: {label: outcome, candidate: prob, production: old_prob, split: fold, id: id, slices: [region]}',
    'columns: {label: outcome, candidate: prob, production: old_prob, split: fold, id: id}',
  )
  await openFiles(page, {
    'candidate.csv': candidate.join('\n'),
    'production.csv': production.join('\n'),
    'policy.yaml': judge,
  })
  await page.locator('[data-action=leave-out]').click()
  await untilState(page, 'done')
  expect(await page.locator('.basis').innerText()).toContain(
    '591 rows of candidate.csv, production.csv (9 rows left out)',
  )
  const warning = page.locator('#warnings li', { hasText: 'Joined on id' })
  expect(await warning.innerText()).toContain(
    '591 rows in both files. Left out: 9 of 600 rows of candidate.csv (lines 593, 594, 595, 596, 597 and 4 others)',
  )
  expect(await page.locator('[data-changes] summary').innerText()).toMatch(
    /^\d+ decisions? changes? for the better, \d+ for the worse \(test\)\./,
  )
})

test('scores that look reversed are said to be, and not flipped; they are reversed when asked for, or the other class is judged', async () => {
  const { page } = opened
  await openFiles(page, { 'predictions.csv': predictions({ labels: ['stays', 'leaves'] }) })
  await untilState(page, 'roles')
  await page.selectOption('[data-role=positive]', 'stays')
  // Scores that look like those of the other class are asked about; they are said to be of this one.
  for (const answered of [1, 2]) {
    await page.locator('[data-question=score_of]').first().locator('input').nth(1).check()
    await expect.poll(() => page.locator('[data-answered=score_of]').count()).toBe(answered)
  }
  await page.click('[data-action=evaluate]')
  await untilState(page, 'done')
  expect(await metricOf(page, 'roc_auc')).toBeLessThan(0.5)
  expect(await page.locator('#warnings').innerText()).toContain('They have not been flipped')
  const [candidate, production] = [await metricOf(page, 'roc_auc'), await metricOf(page, 'roc_auc', 'production')]
  await page.click('[data-action=reverse-candidate]')
  await expect.poll(() => metricOf(page, 'roc_auc')).toBeCloseTo(1 - candidate!, 12)
  expect(await metricOf(page, 'roc_auc', 'production')).toBe(production)
  await page.locator('[data-reversed=candidate] button').click()
  await page.click('[data-action=evaluate]')
  await expect.poll(() => metricOf(page, 'roc_auc')).toBe(candidate)
  await page.click('[data-action=swap-positive]')
  await expect.poll(() => metricOf(page, 'roc_auc')).toBeGreaterThan(0.5)
  expect(await page.inputValue('[data-role=positive]')).toBe('leaves')
})

test('which column is which is remembered only when asked for, and then on the next visit; it can be forgotten', async () => {
  const { page } = opened
  const choose = async () => {
    await openFiles(page, { 'predictions.csv': predictions() })
    await untilState(page, 'roles')
  }
  await choose()
  await page.selectOption('[data-role=candidate]', 'old_prob')
  await page.selectOption('[data-role=production]', '')
  await page.click('[data-action=evaluate]')
  await untilState(page, 'done')
  expect(await page.evaluate(() => localStorage.length)).toBe(0)
  await page.check('[data-action=remember]')
  await page.reload()
  await choose()
  expect(await page.inputValue('[data-role=candidate]')).toBe('old_prob')
  expect(await page.locator('#set-up').innerText()).toContain('As you chose it last time for these columns')
  await page.uncheck('[data-action=remember]')
  expect(await page.evaluate(() => localStorage.length)).toBe(0)
})

test('a page asks before it is left only where something would be lost: an edited policy, or a look that is in no file', async () => {
  const { page } = opened
  let asked = 0
  page.on('dialog', (dialog) => {
    asked += dialog.type() === 'beforeunload' ? 1 : 0
    void dialog.accept()
  })
  await openFiles(page, { 'predictions.csv': predictions(), 'policy.yaml': `ledger: it.ledger.json\n${policy}` })
  await untilState(page, 'done')
  await page.click('h1')
  await page.reload()
  expect(asked).toBe(1)
  await openFiles(page, { 'predictions.csv': predictions(), 'policy.yaml': `ledger: it.ledger.json\n${policy}` })
  await untilState(page, 'done')
  await Promise.all([page.waitForEvent('download'), page.click('[data-export=ledger]')])
  await page.reload()
  await page.click('[data-sample=clear_pass]')
  await untilState(page, 'done')
  await page.reload()
  expect(asked).toBe(1)
})
