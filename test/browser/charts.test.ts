import Papa from 'papaparse'
import { DOMParser } from '@xmldom/xmldom'
import type { Locator, Page } from 'playwright-core'
import { readFileSync } from 'node:fs'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { thresholdDefinitions } from '../../src/metrics/definitions/binary.ts'
import { useBrowser } from './hooks.ts'
import { download, metricOf, untilState, type Visit } from './visit.ts'

const browser = useBrowser()
let opened: Visit

beforeAll(async () => {
  opened = await browser.visit(undefined, { colorScheme: 'dark' })
  await opened.page.click('[data-sample=fails_on_one_segment]')
  await untilState(opened.page, 'done')
})

/** One page for all: each test leaves its threshold where it was judged. */
afterEach(async () => {
  const back = opened.page.locator('button', { hasText: 'Back to' })
  if (await back.isEnabled()) await back.click()
  expect(opened.complaints).toEqual([])
})

const figureOf = (page: Page, title: string) =>
  page.locator('figure', { has: page.locator('h3', { hasText: new RegExp(`^${title}$`) }) })

async function saved(figure: Locator, format: string): Promise<{ name: string; bytes: Buffer }> {
  await figure.locator('button', { hasText: 'Save' }).first().click()
  const [file] = await Promise.all([
    figure.page().waitForEvent('download'),
    figure.locator(`[data-save=${format}]`).click(),
  ])
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) }
}

async function savedRows(figure: Locator, format = 'csv'): Promise<Record<string, string>[]> {
  const { bytes } = await saved(figure, format)
  return Papa.parse<Record<string, string>>(bytes.toString('utf8'), { header: true, skipEmptyLines: true }).data
}

async function savedDocument(page: Page) {
  return JSON.parse((await download(page, '[data-export=json]')).toString('utf8'))
}

const titles = [
  'Against the threshold',
  'Scores by class',
  'ROC',
  'Precision and recall',
  'Cumulative gain',
  'Calibration',
]

describe('saved charts', () => {
  test('every chart is an SVG that stands by itself: light, with title and description, and nothing of the page', async () => {
    const { page } = opened
    for (const title of titles) {
      const { name, bytes } = await saved(figureOf(page, title), 'svg')
      expect(name).toBe(`${title.toLowerCase().replaceAll(' ', '-')}-test.svg`)
      const text = bytes.toString('utf8')
      const svg = new DOMParser({ onError: (_level, message) => expect.fail(message) }).parseFromString(
        text,
        'image/svg+xml',
      ).documentElement!
      expect(svg.namespaceURI).toBe('http://www.w3.org/2000/svg')
      expect(svg.getElementsByTagName('title')[0]?.textContent).toBe(`${title}, test`)
      expect(svg.getElementsByTagName('desc')[0]?.textContent).toMatch(/candidate|Candidate/)
      expect(svg.getElementsByTagName('rect')[0]?.getAttribute('fill')).toBe('rgb(255, 255, 255)')
      expect(svg.getElementsByTagName('path').length).toBeGreaterThan(1)
      expect(text).not.toMatch(/ (?:class|style|data-\w+|aria-\w+)=|var\(|light-dark|oklab|NaN|undefined/)
    }
  })

  test('a PNG is the SVG at twice the size', async () => {
    const figure = figureOf(opened.page, 'ROC')
    const [, width, height] = /<svg width="(\d+)" height="(\d+)"/.exec(
      (await saved(figure, 'svg')).bytes.toString('utf8'),
    )!
    const { name, bytes } = await saved(figure, 'png')
    expect(name).toBe('roc-test.png')
    expect(bytes.subarray(1, 4).toString()).toBe('PNG')
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([2 * Number(width), 2 * Number(height)])
    const corner = await opened.page.evaluate(
      async (address) => {
        const image = new Image()
        image.src = address
        await image.decode()
        const context = new OffscreenCanvas(1, 1).getContext('2d')!
        context.drawImage(image, 0, 0)
        return [...context.getImageData(0, 0, 1, 1).data]
      },
      `data:image/png;base64,${bytes.toString('base64')}`,
    )
    expect(corner).toEqual([255, 255, 255, 255])
  })

  test('calibration’s CSV has the document’s numbers, digit for digit', async () => {
    const { candidate } = (await savedDocument(opened.page)).models
    const rows = await savedRows(figureOf(opened.page, 'Calibration'))
    expect(
      rows
        .filter(({ model }) => model === 'candidate')
        .map(({ model: _model, ...numbers }) => Object.values(numbers).map(Number)),
    ).toEqual(
      candidate.splits.test.calibration.bins.equal_width.map((bin: Record<string, number>) => [
        bin.lowest_score,
        bin.highest_score,
        bin.rows,
        bin.positives,
        bin.mean_score,
        bin.share,
        bin.low,
        bin.high,
      ]),
    )
  })

  test('scores by class are all rows of the document', async () => {
    const { candidate, production } = (await savedDocument(opened.page)).models
    const rows = await savedRows(figureOf(opened.page, 'Scores by class'))
    for (const [
      model,
      {
        splits: { test },
      },
    ] of Object.entries({ candidate, production })) {
      const sum = (column: string) =>
        rows.filter((row) => row.model === model).reduce((total, row) => total + Number(row[column]), 0)
      expect([sum('positives'), sum('negatives')]).toEqual([test.positives, test.rows - test.positives])
    }
  })

  test('the sweep has, at a threshold, every number that the page has there', async () => {
    const { page } = opened
    const rows = (await savedRows(figureOf(page, 'Against the threshold'), 'sweep')).filter(
      ({ model }) => model === 'candidate',
    )
    const row = rows[Math.floor(rows.length / 3)]
    const {
      model: _model,
      threshold,
      true_positives,
      false_positives,
      false_negatives,
      true_negatives,
      ...metrics
    } = row
    const field = page.locator('[aria-label="Threshold, as a number"]')
    await field.fill(threshold)
    await field.press('Enter')
    const cell = (actual: string, predicted: string) =>
      page
        .locator(`[data-confusion=candidate]:visible [data-actual=${actual}][data-predicted=${predicted}]`)
        .getAttribute('data-value')
    await expect.poll(() => cell('positive', 'positive')).toBe(true_positives)
    expect([
      await cell('negative', 'positive'),
      await cell('positive', 'negative'),
      await cell('negative', 'negative'),
    ]).toEqual([false_positives, false_negatives, true_negatives])
    expect(Object.keys(metrics).sort()).toEqual(thresholdDefinitions.map(({ id }) => id).sort())
    for (const [metric, value] of Object.entries(metrics))
      expect(await metricOf(page, metric), metric).toBe(Number(value))
  })
})

describe('charts that are pointed at', () => {
  test('are read by arrow keys, and Enter moves the threshold there', async () => {
    const { page } = opened
    const pad = figureOf(page, 'ROC').locator('[role=slider]')
    await pad.focus()
    await page.keyboard.press('ArrowRight')
    expect(await pad.getAttribute('aria-valuetext')).toMatch(
      /^candidate at 0\.\d+, False positive rate 0\.\d+.*, Recall 0\.\d+.*; production at/,
    )
    await page.keyboard.press('PageUp')
    const rate = Number(/False positive rate ([\d.]+)/.exec((await pad.getAttribute('aria-valuetext'))!)![1])
    expect(await figureOf(page, 'Precision and recall').locator('.ring').count()).toBe(2)
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await metricOf(page, 'false_positive_rate'))?.toFixed(3)).toBe(rate.toFixed(3))
    await page.keyboard.press('Escape')
    expect(await page.locator('.ring').count()).toBe(0)
  })

  test('take the threshold from a click, and show where it was judged', async () => {
    const { page } = opened
    const figure = figureOf(page, 'Against the threshold')
    const pad = figure.locator('[role=slider]')
    const { width } = (await pad.boundingBox())!
    await pad.click({ position: { x: Math.round(width * 0.75), y: 80 } })
    expect(Number(await page.inputValue('[data-role=threshold]'))).toBeGreaterThan(0.65)
    await figure.locator('[data-mark=judged]').waitFor()
    expect(await figure.locator('svg[role=img]').textContent()).toContain('judged 0.50')
  })

  test('are not drawn anew by the slider: marks move, paths stay', async () => {
    const { page } = opened
    await page.locator('section.charts').scrollIntoViewIfNeeded()
    await page.locator('[data-band]').first().waitFor({ state: 'attached' })
    const changed = await page.evaluate(async () => {
      const charts = document.querySelector('section.charts')!
      const slider = document.querySelector<HTMLInputElement>('input[data-role=threshold]')!
      const counts = { paths: 0, marks: 0 }
      new MutationObserver((records) => {
        for (const { target, attributeName, type } of records) {
          if (target.nodeName === 'path' && (type === 'childList' || attributeName === 'd')) counts.paths += 1
          if ((target as Element).matches('.mark.now')) counts.marks += 1
        }
      }).observe(charts, { subtree: true, attributes: true, childList: true })
      for (let step = 0; step < 30; step += 1) {
        slider.value = String(0.3 + step / 100)
        slider.dispatchEvent(new Event('input', { bubbles: true }))
        await new Promise((resolve) => requestAnimationFrame(resolve))
      }
      return counts
    })
    expect(changed.paths).toBe(0)
    expect(changed.marks).toBeGreaterThan(30)
  })
})

test('a cell of the confusion matrix says which slices its rows are from, at a moved threshold too', async () => {
  const { page } = opened
  const cell = page.locator('[data-confusion=candidate]:visible [data-actual=positive][data-predicted=negative]')
  await cell.locator('button').click()
  const counts = () =>
    page
      .locator('[data-cell-slices] td[data-value]')
      .evaluateAll((cells) => cells.map((td) => Number(td.getAttribute('data-value'))))
  const sum = async () => (await counts()).reduce((total, count) => total + count, 0)
  expect(await sum()).toBe(Number(await cell.getAttribute('data-value')))
  const before = await sum()
  await page.locator('input[type=range]').fill('0.3')
  await expect.poll(sum).not.toBe(before)
  expect(await sum()).toBe(Number(await cell.getAttribute('data-value')))
  await cell.locator('button').click()
  expect(await page.locator('[data-cell-slices]').count()).toBe(0)
})

test('on paper charts are light, without buttons, whatever the theme', async () => {
  const { page } = opened
  await page.emulateMedia({ media: 'print' })
  const figure = figureOf(page, 'ROC')
  expect(await figure.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe('rgb(255, 255, 255)')
  expect(await figure.locator('button:visible').count()).toBe(0)
  await page.emulateMedia({ media: 'screen' })
})

describe('operating points', () => {
  const point = (kind: string) => opened.page.locator(`[data-point=${kind}]`)
  const thresholdOf = async (kind: string) =>
    Number(await point(kind).locator('[data-threshold]').getAttribute('data-threshold'))

  test('are found on validation, and a dearer miss lowers the threshold of least cost', async () => {
    const { page } = opened
    await point('top_share').locator('[data-rate=recall]').waitFor()
    expect(await page.locator('[data-part=operating-points]').innerText()).toContain('chosen on validation')
    const before = await thresholdOf('least_cost')
    const miss = page.locator('[data-role=cost-of-miss]')
    await miss.fill('20')
    await miss.blur()
    await expect.poll(() => thresholdOf('least_cost')).toBeLessThan(before)
    await miss.fill('-1')
    await miss.blur()
    await expect.poll(() => page.locator('[data-part=operating-points] .fault').innerText()).toContain('Costs are')
    await miss.fill('1')
    await miss.blur()
    await expect.poll(() => thresholdOf('least_cost')).toBe(before)
  })

  test('move the threshold when they are used, to the numbers that their row shows', async () => {
    const { page } = opened
    const threshold = await thresholdOf('best_f1')
    const shown = await point('best_f1').locator('[data-rate=recall]').innerText()
    await page.click('[data-action=use-best_f1]')
    await expect.poll(() => page.locator('[data-role=threshold]').inputValue().then(Number)).toBeCloseTo(threshold, 12)
    await expect.poll(() => metricOf(page, 'recall').then((recall) => recall?.toFixed(3))).toBe(shown)
    await expect.poll(() => point('current').locator('[data-rate=recall]').innerText()).toBe(shown)
    expect(await page.isDisabled('[data-action=use-best_f1]')).toBe(true)
    await page.click('[data-action=use-judged]')
    await expect.poll(() => point('judged').count()).toBe(0)
  })
})
