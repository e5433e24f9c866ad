import { spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { sampleFiles, samples } from '../../src/page/open/samples.ts'
import { formats } from '../../src/report/formats.ts'
import { policy, predictions } from './cases.ts'
import { useBrowser } from './hooks.ts'
import { download, openFiles, pageFromDisk, untilState } from './visit.ts'
import { temporaryFolder } from '../helpers/temporary-folder.ts'

const command = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))
const browser = useBrowser()
const folder = temporaryFolder()

/** The command's standard output under a policy, and its exit status. */
async function commandOn(files: Record<string, string>, policyName: string, format: string) {
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  const tables = Object.keys(files).filter((name) => name !== policyName)
  return run([...tables, '--policy', policyName, '--format', format])
}

function run(options: string[]) {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [command, 'evaluate', ...options, '--backend', 'cpu'],
    { cwd: folder },
  )
  expect(stderr.toString()).toBe('')
  return { stdout, status }
}

const exitStatus = { clear_pass: 0, fails_on_one_segment: 1, too_little_data: 2 }

describe('the page saves the bytes that the command prints', () => {
  test.each(samples)('for the sample $id', async ({ id }) => {
    const { table, policy: rules } = sampleFiles(id)
    const files = { [table.name]: table.text, [rules.name]: rules.text }
    const { page, close } = await browser.visit(`${pageFromDisk}?engine=cpu`)
    await page.click(`[data-sample=${id}]`)
    await untilState(page, 'done')
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
    const { status } = run([
      table.name,
      '--policy',
      rules.name,
      ...formats.flatMap((format) => ['--format', format, '--out', `printed.${format}`]),
    ])
    expect(status).toBe(exitStatus[id])
    for (const format of formats) {
      const printed = await readFile(join(folder, `printed.${format}`), 'utf8')
      expect((await download(page, `[data-export=${format}]`)).toString('utf8') === printed, format).toBe(true)
    }
    await close()
  })

  test('for roles that are chosen by hand and for the same ones as options, without a policy', async () => {
    await writeFile(join(folder, 'predictions.csv'), predictions())
    const { page, close } = await browser.visit(`${pageFromDisk}?engine=cpu`)
    await openFiles(page, { 'predictions.csv': predictions() })
    await untilState(page, 'roles')
    await page.selectOption('[data-role=production]', 'old_prob')
    await page.click('[data-action=evaluate]')
    await untilState(page, 'done')
    const { stdout } = run([
      'predictions.csv',
      '--label',
      'outcome',
      '--candidate',
      'prob',
      '--production',
      'old_prob',
      '--split',
      'fold',
      '--id',
      'id',
      '--slice',
      'region',
      '--format',
      'json',
    ])
    expect((await download(page, '[data-export=json]')).toString('utf8')).toBe(stdout.toString('utf8'))
    await close()
  })

  test('for two files joined on an id, in another order', async () => {
    const [header, ...lines] = predictions().trimEnd().split('\n')
    const cells = lines.map((line) => line.split(','))
    const candidate = [
      header.split(',').filter((_, at) => at !== 3),
      ...cells.map((row) => row.filter((_, at) => at !== 3)),
    ]
    const production = [['id', 'old_prob'], ...cells.map((row) => [row[0], row[3]]).reverse()]
    const text = (rows: string[][]) => `${rows.map((row) => row.join(',')).join('\n')}\n`
    const files = { 'candidate.csv': text(candidate), 'production.csv': text(production), 'policy.yaml': policy }
    const { page, complaints, close } = await browser.visit(`${pageFromDisk}?engine=cpu`)
    await openFiles(page, files)
    await untilState(page, 'done')
    const { stdout } = await commandOn(files, 'policy.yaml', 'json')
    expect((await download(page, '[data-export=json]')).toString('utf8')).toBe(stdout.toString('utf8'))
    expect(complaints).toEqual([])
    await close()
  })
})
