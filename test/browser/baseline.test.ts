import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { policy, predictions } from './cases.ts'
import { useBrowser } from './hooks.ts'
import { download, openFiles, pageFromDisk, untilState } from './visit.ts'
import { temporaryFolder } from '../helpers/temporary-folder.ts'

const program = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))
const alone = policy.replace(', production: old_prob', '').replace('replicates: 200', 'replicates: 50')
const versus = `${alone}  - {metric: roc_auc, versus_production: {at_least: -0.2}}\n`
const browser = useBrowser()
const folder = temporaryFolder()

function command(files: Record<string, string>, ...options: string[]): string {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  const args = [
    'evaluate',
    'predictions.csv',
    '--policy',
    'policy.yaml',
    '--format',
    'json',
    '--backend',
    'cpu',
    ...options,
  ]
  return spawnSync(process.execPath, [program, ...args], { cwd: folder, encoding: 'utf8' }).stdout
}

test('the page saves what --promote writes, and compares with it as --baseline does, with the same bytes', async () => {
  const { page, complaints, close } = await browser.visit(`${pageFromDisk}?engine=cpu`)
  const saved = async (what: string) => (await download(page, `[data-export=${what}]`)).toString('utf8')
  const first = { 'predictions.csv': predictions(), 'policy.yaml': alone }
  await openFiles(page, first)
  await untilState(page, 'done')
  const baseline = await saved('baseline')
  command(first, '--promote', 'best.json')
  expect(readFileSync(join(folder, 'best.json'), 'utf8')).toBe(baseline)

  const next = { 'predictions.csv': predictions({ seed: 2 }), 'policy.yaml': versus }
  await openFiles(page, { ...next, 'best.json': baseline })
  await page.locator('[data-role=unpaired]').waitFor()
  expect(await page.locator('[data-role=unpaired]').innerText()).toContain('differences are unpaired')
  expect(await page.locator('#set-up [data-role=baseline]').innerText()).toContain('best.json')
  expect(await page.getByRole('columnheader', { name: 'Above the baseline' }).first().innerText()).toBe(
    'Above the baseline',
  )
  expect(await saved('json')).toBe(command(next, '--baseline', 'best.json'))

  // Damaged: said, and what is shown stays.
  await openFiles(page, { 'worse.json': baseline.replace('"rows": 6', '"rows": 7') })
  await page.locator('[role=alert]', { hasText: 'worse.json' }).waitFor()
  await page.click('[data-action=dismiss]')
  expect(await page.locator('#set-up [data-role=baseline]').innerText()).toContain('best.json')

  // Onto results that have production’s own scores it is not used, and that is said.
  await openFiles(page, { 'predictions.csv': predictions(), 'policy.yaml': policy })
  await page.locator('[aria-label=Warnings]', { hasText: 'best.json' }).waitFor()
  await page.getByRole('button', { name: 'Remove the baseline' }).click()
  await expect.poll(() => page.locator('#set-up [data-role=baseline]').count()).toBe(0)
  expect(complaints).toEqual([])
  await close()
})
