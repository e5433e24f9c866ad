import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { sampleFiles, type Sample } from '../../src/page/open/samples.ts'
import { buildCommand } from '../../src/build/command.mjs'
import { builtProgram, isBuilt } from '../helpers/built.ts'

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'good-enough-pipeline-'))

beforeAll(async () => {
  if (isBuilt()) return copyFileSync(builtProgram, join(folder, 'good-enough.js'))
  await buildCommand({ outDir: folder, version: '0.0.0-test' })
  renameSync(join(folder, 'cli.js'), join(folder, 'good-enough.js'))
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The README's YAML that starts with a comment of this name. */
function pipeline(name: string) {
  return parse(new RegExp(`\`\`\`yaml\n# ${name.replaceAll('.', '\\.')}\n([^]*?)\`\`\``).exec(readme)![1])
}

/** Runs lines as a runner does, on a sample; answers their exit status and output. */
function shell(lines: string, id: Sample['id']) {
  const { table, policy } = sampleFiles(id)
  writeFileSync(join(folder, 'predictions.csv'), table.text)
  writeFileSync(join(folder, 'policy.yaml'), policy.text)
  const { status, stdout, stderr } = spawnSync('sh', ['-e', '-c', lines], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, GITHUB_STEP_SUMMARY: join(folder, 'summary.md') },
  })
  expect(stderr).toBe('')
  return { status, stdout }
}

const read = (name: string) => readFileSync(join(folder, name), 'utf8')

describe('the README’s pipelines', () => {
  it('GitHub’s stops at the verdict and has every report', () => {
    const { steps } = pipeline('.github/workflows/good-enough.yml').jobs.evaluate
    const [evaluation, summary] = steps.filter(({ run }: { run?: string }) => run !== undefined)
    const { status, stdout } = shell(evaluation.run, 'fails_on_one_segment')
    expect(status).toBe(1)
    expect(stdout).toMatch(/^Not good enough: 1 of 7 requirements failed\./)
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(['report.html', 'report.md', 'report.xml']))
    expect(shell(summary.run, 'fails_on_one_segment').status).toBe(0)
    expect(read('summary.md')).toBe(read('report.md'))
    expect(read('report.xml')).toContain(
      '<testcase name="recall, test, segment = new_customer" classname="churn-outreach">\n      <failure type="fail"',
    )
  })

  it('GitLab’s passes, stops, and lets the undecided go by', () => {
    const job = pipeline('.gitlab-ci.yml')['good-enough']
    const run = (id: Sample['id']) => shell(job.script.join('\n'), id).status
    expect(run('clear_pass')).toBe(0)
    expect(run('fails_on_one_segment')).toBe(1)
    expect(run('too_little_data')).toBe(job.allow_failure.exit_codes)
    expect(read(job.artifacts.reports.junit)).toContain('<skipped type="undecided"')
  })
})
