import { spawnSync } from 'node:child_process'
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { sampleFiles, type Sample } from '../../src/page/open/samples.ts'
import { temporaryFolder } from '../helpers/temporary-folder.ts'
import { builtIn } from './run-command.ts'

const reports = readFileSync(new URL('../../docs/reports.md', import.meta.url), 'utf8')
const folder = temporaryFolder()
const program = builtIn(folder)

beforeAll(() => copyFileSync(program, join(folder, 'good-enough.js')))

/** The YAML of docs/reports.md that starts with a comment of this name. */
function pipeline(name: string) {
  return parse(new RegExp(`\`\`\`yaml\n# ${name.replaceAll('.', '\\.')}\n([^]*?)\`\`\``).exec(reports)![1])
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

describe('the pipelines of docs/reports.md', () => {
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
