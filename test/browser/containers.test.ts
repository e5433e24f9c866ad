import { expect, test } from 'vitest'
import { caseBytes } from '../containers/reading.ts'
import { useBrowser } from './hooks.ts'
import { metricOf, untilState } from './visit.ts'

const browser = useBrowser()

/** Files that hold the same eight rows, and the way that each is evaluated from disk. */
const names = ['one.zip', 'small.csv.zst', 'small.jsonl.gz', 'small.jsonl.zst']

test('files that are no CSV are read from disk, with the same numbers', async () => {
  const values = new Set<number | null>()
  for (const name of names) {
    const { page, complaints, close } = await browser.visit()
    await page
      .locator('input[type=file]')
      .setInputFiles([{ name, mimeType: 'application/octet-stream', buffer: Buffer.from(caseBytes(name)) }])
    await untilState(page, 'roles')
    await page.click('[data-action=evaluate]')
    await untilState(page, 'done')
    values.add(await metricOf(page, 'roc_auc', 'candidate', 'all'))
    expect(complaints).toEqual([])
    await close()
  }
  expect(values.size).toBe(1)
})

test('Parquet, Arrow and a workbook show their columns; what cannot be read is refused in words', async () => {
  const { page, complaints, close } = await browser.visit()
  const give = (name: string) =>
    page
      .locator('input[type=file]')
      .first()
      .setInputFiles([{ name, mimeType: 'application/octet-stream', buffer: Buffer.from(caseBytes(name)) }])
  for (const name of ['types-v2-zstd.parquet', 'types-lz4.arrow', 'sheet.xlsx']) {
    await give(name)
    await untilState(page, 'roles')
    const labels = await page.locator('select[data-role=label] option').allInnerTexts()
    expect(labels.join(' ')).toContain('score')
    await page.reload()
    await page.waitForSelector('main[data-state]')
  }
  await give('lz4.parquet')
  await page.waitForSelector('[role=alert]')
  expect(await page.locator('[role=alert]').first().innerText()).toContain('LZ4_RAW')
  expect(complaints).toEqual([])
  await close()
})
