import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { documentNaming } from '../report/hostile.ts'
import { evaluationHtml } from '../../src/report/html/page.ts'
import { seriousFaults } from './axe.ts'
import { animals, policy, predictions, prices } from './cases.ts'
import { useBrowser } from './hooks.ts'
import { download, openFiles, untilState } from './visit.ts'
import { temporaryFolder } from '../helpers/temporary-folder.ts'

const browser = useBrowser()
const folder = temporaryFolder()

const bomb = '<img src=x onerror=globalThis.exploded=1>'
const markup = ['</style><script>globalThis.exploded=1</script>', `"><svg onload=globalThis.exploded=1>`, bomb]

/** Reports as the page saves them, of every task. */
const tables: Record<string, Record<string, string>> = {
  binary: {
    'predictions.csv': predictions(),
    'policy.yaml': `${policy}  - {metric: precision, at_least: 0.99, slices: region}\n`,
  },
  classes: { 'animals.csv': animals() },
  numbers: { 'prices.csv': prices() },
}

async function savedReport(files: Record<string, string>): Promise<string> {
  const { page, close } = await browser.visit()
  await openFiles(page, files)
  if (!('policy.yaml' in files)) {
    await untilState(page, 'roles')
    await page.click('[data-action=evaluate]')
  }
  await untilState(page, 'done')
  const report = (await download(page, '[data-export=html]')).toString('utf8')
  await close()
  return report
}

/** What opening a report in a browser shows and does. */
async function opened(report: string, options: { colorScheme: 'light' | 'dark'; width: number }) {
  const path = join(folder, 'report.html')
  await writeFile(path, report)
  const context = await browser.instance.newContext({
    colorScheme: options.colorScheme,
    viewport: { width: options.width, height: 800 },
  })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  context.on('request', (request) => {
    if (request.url() !== pathToFileURL(path).href) complaints.push(request.url())
  })
  await page.goto(pathToFileURL(path).href)
  return { page, complaints, close: () => context.close() }
}

describe.each(Object.keys(tables))('the report of %s', (name) => {
  test('opens by itself, complains of nothing, and is fit to be seen, light and dark, wide and narrow', async () => {
    const report = await savedReport(tables[name])
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of [1280, 360]) {
        const { page, complaints, close } = await opened(report, { colorScheme, width })
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
        // The style sheet is allowed by its digest: without it the paper would be white, or black.
        expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toMatch(
          /^rgb\((?:250, 250, 248|16, 18, 21)\)$/,
        )
        await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)))
        expect(await seriousFaults(page)).toEqual([])
        expect(complaints).toEqual([])
        await close()
      }
    }
  })
})

test.each(markup)('markup in names is text in the report: %s', async (name) => {
  const { page, complaints, close } = await opened(evaluationHtml(documentNaming(name)), {
    colorScheme: 'light',
    width: 1280,
  })
  expect(await page.locator('main').innerText()).toContain(name)
  expect(await page.locator('img, script').count()).toBe(0)
  expect(await page.evaluate(() => 'exploded' in globalThis)).toBe(false)
  expect(complaints).toEqual([])
  await close()
})
