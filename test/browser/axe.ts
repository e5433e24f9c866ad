import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults, Result, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds serious or critical on a whole page once transitions have ended (half-faded text has no contrast), one line each. */
export async function seriousFaults(page: Page): Promise<string[]> {
  return (await violations(page, null))
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`))
}

/** All that axe finds in a part of the page, one line for each rule. @param within a selector of the part */
export async function faultsWithin(page: Page, within: string): Promise<string[]> {
  return (await violations(page, within)).map(({ id, nodes }) => `${id}: ${nodes[0].html}`)
}

async function violations(page: Page, within: string | null): Promise<Result[]> {
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getTiming().iterations !== Infinity)
        .map((animation) => animation.finished),
    ),
  )
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe)
  // Only violations are told, by the element's text and not by a path to it: finding paths takes half of the time.
  const results = await page.evaluate(
    (part) =>
      (
        globalThis as unknown as { axe: { run(on: string | Document, options: RunOptions): Promise<AxeResults> } }
      ).axe.run(part ?? document, { resultTypes: ['violations'], selectors: false }),
    within,
  )
  return results.violations
}
