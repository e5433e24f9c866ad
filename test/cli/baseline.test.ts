import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { baselineDigest, type BaselineFile } from '../../src/policy/baseline.ts'
import type { EvaluationDocument } from '../../src/result/evaluation.ts'
import { lehmer } from '../helpers/lehmer.ts'
import { builtCommand } from './run-command.ts'

const { run, write, read, folder } = builtCommand()

/** Rows with a score that is the better the larger its signal. */
function csv(count: number, seed: number, signal: number): string {
  const random = lehmer(seed)
  const rows = Array.from({ length: count }, (_, i) => {
    const label = random() < 0.4 ? 1 : 0
    return `${label},${((1 - signal) * random() + signal * label).toFixed(4)},${i < 5 ? 'islands' : ['north', 'south'][i % 2]}`
  })
  return ['label,score,region', ...rows, ''].join('\n')
}

const policy = (rest: string) =>
  write(
    `p${policies++}.yaml`,
    `version: 1\nname: churn\ncolumns: {label: label, candidate: score, slices: [region]}\nreplicates: 20\n${rest}\n`,
  )
let policies = 0
const versus = (bound: string, rest = '') =>
  policy(`${rest}requirements:\n  - {metric: roc_auc, versus_production: {${bound}}}`)
const evaluate = (...args: string[]) => run(['evaluate', ...args])
const documentOf = (stdout: string): EvaluationDocument => JSON.parse(stdout)

describe('a model that passes becomes the benchmark', { timeout: 60_000 }, () => {
  const first = () => write('first.csv', csv(2000, 1, 0.35))
  const better = () => write('better.csv', csv(2000, 2, 0.6))
  const promoted = (): BaselineFile => {
    if (existsSync(join(folder, 'best.json'))) return JSON.parse(read('best.json').toString())
    const done = evaluate(
      first(),
      '--policy',
      policy('requirements: [{metric: roc_auc, at_least: 0.6}]'),
      '--promote',
      'best.json',
    )
    expect([done.status, done.stderr]).toEqual([0, ''])
    return JSON.parse(read('best.json').toString())
  }

  it('in aggregates: the result’s own numbers, no small slice, no rows', () => {
    const { sha256, ...record } = promoted()
    expect(sha256).toBe(baselineDigest(record))
    const document = documentOf(
      evaluate(first(), '--policy', policy('requirements: [{metric: roc_auc, at_least: 0.6}]'), '--format', 'json')
        .stdout,
    )
    const { all } = document.models.candidate.splits
    expect(record).toMatchObject({
      format: 'good-enough/baseline',
      version: 1,
      task: 'binary',
      labels: ['0', '1'],
      model: 'score',
      threshold: { value: 0.5, chosen: 'fixed' },
      policy: { name: 'churn' },
      result: { sha256: document.sha256 },
      confidence: 0.95,
      rows: 2000,
    })
    expect(record.splits.all.metrics).toEqual(all.metrics)
    expect(record.splits.all.confusion).toEqual(all.confusion)
    expect(all.slices.map(({ where }) => where.region)).toEqual(['islands', 'north', 'south'])
    expect(record.splits.all.slices.map(({ where }) => where.region)).toEqual(['north', 'south'])
    expect(read('best.json').toString()).not.toContain('calibration')
  })

  it('is compared with the next, unpaired, and the result says so', () => {
    promoted()
    const passing = versus('at_least: 0.01')
    const { status, stdout } = evaluate(better(), '--policy', passing, '--baseline', 'best.json', '--format', 'json')
    const { comparison, requirements, models } = documentOf(stdout)
    expect([status, models.production]).toEqual([0, undefined])
    expect(comparison!.unpaired_with).toMatchObject({
      model: 'score',
      rows: 2000,
      threshold: 0.5,
      confidence: 0.95,
      policy: { name: 'churn' },
    })
    expect(comparison!.splits.all).toMatchObject({
      rows: 2000,
      baseline_rows: 2000,
      metrics: { roc_auc: { test: 'unpaired', p: null } },
    })
    const own = models.candidate.splits.all.metrics.roc_auc.value!
    const before = promoted().splits.all.metrics.roc_auc.value!
    expect(requirements[0].value).toBeCloseTo(own - before, 12)
    const text = evaluate(better(), '--policy', passing, '--baseline', 'best.json').stdout
    expect(text).toContain(
      'Production is the baseline "score" at threshold 0.5, which passed "churn", as it was measured then (2000 rows of "all"): differences are unpaired',
    )
    expect(text).toMatch(/candidate +difference\n/)
  })

  it('named by the policy, it is looked for beside it', () => {
    promoted()
    expect(evaluate(better(), '--policy', versus('at_least: 0.01', 'baseline: best.json\n')).status).toBe(0)
    expect(evaluate(better(), '--policy', versus('at_least: 0.9', 'baseline: best.json\n')).status).toBe(1)
    const missing = evaluate(better(), '--policy', versus('at_least: 0.01', 'baseline: none.json\n'))
    expect([missing.status, missing.stdout]).toEqual([3, ''])
    expect(missing.stderr).toMatch(
      /p\d+\.yaml, line 5, character 11, baseline: found .*none\.json: ENOENT, expected a baseline that can be read/,
    )
    const yet = policy(
      'on_no_production: skip\nbaseline: none.json\nrequirements: [{metric: roc_auc, at_least: 0.55}, {metric: roc_auc, versus_production: {at_least: 0}}]',
    )
    const firstRun = evaluate(better(), '--format', 'json', '--policy', yet)
    expect([firstRun.status, firstRun.stderr]).toEqual([0, ''])
    expect(documentOf(firstRun.stdout).warnings.map(({ code }) => code)).toEqual(['baseline_not_read'])
  })

  it('production’s own scores go before it, and that is said', () => {
    promoted()
    const twice = csv(500, 3, 0.5)
      .split('\n')
      .map((line) => (line === '' ? line : line.replace(/^([^,]*),([^,]*)/, '$1,$2,$2')))
      .join('\n')
      .replace('score,score', 'score,old')
    const { stdout } = evaluate(
      write('twice.csv', twice),
      '--policy',
      versus('at_least: -0.1'),
      '--production',
      'old',
      '--baseline',
      'best.json',
      '--format',
      'json',
    )
    const { comparison, warnings } = documentOf(stdout)
    expect([comparison!.unpaired_with, warnings.map(({ code }) => code)]).toEqual([undefined, ['baseline_not_used']])
  })

  it('nothing but a pass is promoted, whatever the exit status', () => {
    const asked = (requirements: string) =>
      evaluate(first(), '--policy', policy(`requirements: [${requirements}]`), '--promote', 'no.json')
    expect(asked('{metric: roc_auc, at_least: 0.999}')).toMatchObject({
      status: 1,
      stderr: 'good-enough: not promoted to no.json: the verdict is fail\n',
    })
    expect(asked('{metric: rows, at_least: 9999}')).toMatchObject({
      status: 2,
      stderr: 'good-enough: not promoted to no.json: the verdict is undecided\n',
    })
    const unjudged = evaluate(first(), '--label', 'label', '--score', 'score', '--promote', 'no.json')
    expect(unjudged).toMatchObject({
      status: 0,
      stderr: 'good-enough: not promoted to no.json: no policy was given, so that nothing passed\n',
    })
    expect(existsSync(join(folder, 'no.json'))).toBe(false)
    const nowhere = evaluate(
      first(),
      '--policy',
      policy('requirements: [{metric: roc_auc, at_least: 0.6}]'),
      '--promote',
      'no/such/folder.json',
    )
    expect(nowhere).toMatchObject({
      status: 3,
      stdout: '',
      stderr: expect.stringContaining('--promote: found no/such/folder.json: ENOENT'),
    })
  })

  it('bad baselines: what, where, what now', () => {
    const text = JSON.stringify(promoted(), null, 2)
    const refused = (name: string, content: string, ...args: string[]) => {
      const { status, stdout, stderr } = evaluate(
        better(),
        '--policy',
        versus('at_least: 0'),
        '--baseline',
        write(name, content),
        ...args,
      )
      expect([status, stdout]).toEqual([3, ''])
      return stderr
    }
    expect(refused('future.json', text.replace('"version": 1', '"version": 2'))).toContain(
      'future.json, version: found 2, expected 1',
    )
    expect(refused('cut.json', text.slice(0, 500))).toContain('cut.json, line ')
    expect(refused('other.json', text, '--positive', '0')).toContain(
      'other.json: found the positive class "1", expected the positive class "0"',
    )
    expect(evaluate(better(), '--policy', versus('at_least: 0')).stderr).toContain(
      'or a baseline of it (--baseline FILE)',
    )
    const prices = evaluate(
      write('prices.csv', 'label,score,region\n1.5,2,a\n2.5,2,a\n3,4,b\n'),
      '--policy',
      policy('requirements: [{metric: r2, versus_production: {at_least: 0}}]'),
      '--baseline',
      'best.json',
    )
    expect(prices).toMatchObject({
      status: 3,
      stdout: '',
      stderr: expect.stringContaining(
        'best.json: found a baseline of the binary task, expected one of the regression task',
      ),
    })
  })
})
