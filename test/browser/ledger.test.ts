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
const ledger = 'looks.ledger.json'
const counted = `${policy}ledger: ${ledger}\n`
const browser = useBrowser()
const folder = temporaryFolder()

function command(files: Record<string, string>): string {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const args = ['evaluate', 'predictions.csv', '--policy', 'policy.yaml', '--format', 'json']
  return spawnSync(process.execPath, [program, ...args], { cwd: folder, encoding: 'utf8' }).stdout
}

test('the page and the command count looks in one ledger, with the same bytes', { timeout: 240_000 }, async () => {
  const { page, complaints, close } = await browser.visit(`${pageFromDisk}?engine=cpu`)
  const saved = async (what: string) => (await download(page, `[data-export=${what}]`)).toString('utf8')
  const files = { 'predictions.csv': predictions(), 'policy.yaml': counted }

  await openFiles(page, files)
  await untilState(page, 'done')
  expect(await page.locator('[data-looks]').getAttribute('data-looks')).toBe('1')
  const first = await saved('ledger')
  expect(JSON.parse(first).entries).toMatchObject([{ model: 'prob', verdict: 'pass' }])
  expect(command({ ...files, [ledger]: first })).toBe(await saved('json'))
  expect(readFileSync(join(folder, ledger), 'utf8')).toBe(first)

  // The second look is the command's; the page takes the ledger back and has its third.
  const second = { ...files, 'policy.yaml': counted.replace('at_least: 0.5', 'at_least: 0.4') }
  expect(JSON.parse(command(second)).looks.number).toBe(2)
  const third = {
    ...files,
    'policy.yaml': counted.replace('candidate: prob, production: old_prob', 'candidate: old_prob'),
  }
  await openFiles(page, { ...third, [ledger]: readFileSync(join(folder, ledger), 'utf8') })
  await page.locator('[data-looks="3"]').waitFor({ timeout: 120_000 })
  expect(await page.locator('[data-looks]').innerText()).toContain('Third look at this test set')
  expect(await page.locator('[data-looks] li').count()).toBe(2)
  const shown = await saved('json')
  expect(JSON.parse(shown).looks.earlier.map(({ policy: by }: { policy: string }) => by)).toEqual(['same', 'other'])
  expect(command(third)).toBe(shown)

  await openFiles(page, { [ledger]: first.replace('"pass"', '"passed"') })
  await page
    .locator('[role=alert]')
    .getByText(/looks\.ledger\.json.*passed/)
    .waitFor()
  expect(complaints).toEqual([])
  await close()
})
