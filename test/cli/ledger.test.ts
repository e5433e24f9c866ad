import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseLedger } from '../../src/policy/ledger.ts'
import type { EvaluationDocument } from '../../src/result/evaluation.ts'
import { lehmer } from '../helpers/lehmer.ts'
import { builtCommand } from './run-command.ts'

const { folder, program, run, write, read } = builtCommand()

const random = lehmer(9)
const models = Array.from({ length: 8 }, (_, i) => `m${i}`)
const records = Array.from({ length: 400 }, (_, i) => {
  const label = random() < 0.4 ? 1 : 0
  return [
    `c${i}`,
    label,
    ['validation', 'test'][i % 2],
    ...models.map(() => (0.6 * random() + 0.4 * label).toFixed(4)),
  ].join(',')
})

/** A policy in a folder of its own, with its ledger beside it. */
function beside(name: string) {
  mkdirSync(join(folder, name), { recursive: true })
  const csv = write('predictions.csv', [['id', 'label', 'split', ...models].join(','), ...records, ''].join('\n'))
  const policy = write(
    `${name}/policy.yaml`,
    'version: 1\nledger: looks.ledger.json\nrequirements:\n  - {metric: roc_auc, at_least: 0.55}\n',
  )
  const ledger = `${name}/looks.ledger.json`
  const args = (model: string, ...more: string[]) => [
    'evaluate',
    csv,
    '--policy',
    policy,
    '--label',
    'label',
    '--id',
    'id',
    '--split',
    'split',
    '--candidate',
    model,
    '--replicates',
    '50',
    ...more,
  ]
  return {
    ledger,
    args,
    entries: () => parseLedger(ledger, read(ledger).toString()).entries,
    document: (model: string, ...more: string[]) =>
      JSON.parse(run(args(model, '--format', 'json', ...more)).stdout) as EvaluationDocument,
    files: () => readdirSync(join(folder, name)).sort(),
  }
}

describe('a ledger beside the policy', { timeout: 120_000 }, () => {
  it('is made at the first look and counts the third', () => {
    const { document, entries, files, args } = beside('third')
    const before = new Date().toISOString()
    const numbers = ['m0', 'm1', 'm2'].map((model) => document(model).looks!.number)
    expect(numbers).toEqual([1, 2, 3])
    expect(entries().map(({ model, rows, verdict }) => [model, rows, verdict])).toEqual([
      ['m0', 200, 'pass'],
      ['m1', 200, 'pass'],
      ['m2', 200, 'pass'],
    ])
    expect(entries().every(({ date }) => date >= before && date <= new Date().toISOString())).toBe(true)
    expect(files()).toEqual(['looks.ledger.json', 'policy.yaml'])
    const { stdout } = run(args('m2'))
    expect(stdout).toContain(
      'Third look at this test set: intervals have confidence 0.995833, corrected for 3 looks and all to come (look k has α/(k(k + 1))).',
    )
    expect(stdout).toMatch(
      /\n {2}20\d\d-\d\d-\d\d m0, by the same policy: pass\n {2}20\d\d-\d\d-\d\d m1, by the same policy: pass\n/,
    )
  })

  it('the same again is no new look: the same bytes until another is made, the ledger untouched', () => {
    const { args, ledger } = beside('again')
    const look = (model: string) => run(args(model, '--format', 'json')).stdout
    const first = look('m0')
    expect(look('m0')).toBe(first)
    const second = look('m1')
    const kept = read(ledger)
    expect(look('m1')).toBe(second)
    expect((JSON.parse(look('m0')) as EvaluationDocument).looks).toMatchObject({ number: 1, judged_as: 2 })
    expect(read(ledger)).toEqual(kept)
  })

  it('that exists keeps its rule: one of version 1 divides by the number of looks, whatever the bytes are again', () => {
    const { args, ledger, entries } = beside('old')
    write(ledger, '{"format": "good-enough/ledger", "version": 1, "entries": [\n]}\n')
    const look = (model: string) => run(args(model, '--format', 'json')).stdout
    const looks = () => ['m0', 'm1'].map(look)
    const first = looks()
    expect(first.map((text) => (JSON.parse(text) as EvaluationDocument).looks)).toMatchObject([
      { confidence: 0.95, correction: 'none' },
      { confidence: 0.975, correction: 'bonferroni' },
    ])
    expect(looks()).toEqual(first)
    expect(parseLedger(ledger, read(ledger).toString()).version).toBe(1)
    expect(entries()).toHaveLength(2)
  })

  it('another threshold is another look by another policy', () => {
    const { document } = beside('tuned')
    document('m0')
    expect(document('m0', '--threshold', '0.4').looks).toMatchObject({
      number: 2,
      earlier: [{ model: 'm0', policy: 'other' }],
    })
  })

  it('eight at once are eight looks, each with its number', async () => {
    const { args, entries, files } = beside('eight')
    const numbers = await Promise.all(
      models.map(
        (model) =>
          new Promise<number | null>((resolve) => {
            const child = spawn(process.execPath, [program, ...args(model, '--format', 'json')], {
              cwd: folder,
            })
            let text = ''
            child.stdout.on('data', (piece) => {
              text += piece
            })
            child.on('close', () => resolve((JSON.parse(text) as EvaluationDocument).looks!.number))
          }),
      ),
    )
    expect(
      entries()
        .map(({ model }) => model)
        .sort(),
    ).toEqual(models)
    expect(entries().map(({ model }) => numbers[models.indexOf(model)])).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(files()).toEqual(['looks.ledger.json', 'policy.yaml'])
  })

  it('a lock whose process has ended is taken over', () => {
    const { document, ledger, files } = beside('stale')
    // Above every process id that Linux gives (2^22).
    write(`${ledger}.lock`, `99999999 ${hostname()}`)
    expect(document('m0').looks!.number).toBe(1)
    expect(files()).toEqual(['looks.ledger.json', 'policy.yaml'])
  })

  it('damaged: status 3 with its place, nothing on standard output, and untouched', () => {
    const { args, ledger, document, files } = beside('damaged')
    document('m0')
    const damaged = read(ledger).toString().replace('"verdict":"pass"', '"verdict":"passed"')
    write(ledger, damaged)
    const { status, stdout, stderr } = run(args('m1'))
    expect([status, stdout]).toEqual([3, ''])
    expect(stderr).toMatch(/looks\.ledger\.json, line 2, character \d+, entries\[0\]\.verdict: found "passed"/)
    expect(read(ledger).toString()).toBe(damaged)
    expect(files()).toEqual(['looks.ledger.json', 'policy.yaml'])
  })

  it('gains nothing where the input is invalid', () => {
    const { args, ledger } = beside('invalid')
    expect(run([...args('m0'), '--weight', 'none']).status).toBe(3)
    write(
      'invalid/policy.yaml',
      'version: 1\nledger: looks.ledger.json\nrequirements:\n  - {metric: roc_auc, at_least: 0.55, split: train}\n',
    )
    expect(run(args('m0')).status).toBe(3)
    expect(existsSync(join(folder, ledger))).toBe(false)
  })

  it('that cannot be kept: status 3, and no verdict', () => {
    const { args } = beside('nowhere')
    write(
      'nowhere/policy.yaml',
      'version: 1\nledger: none/looks.ledger.json\nrequirements:\n  - {metric: roc_auc, at_least: 0.55}\n',
    )
    const { status, stdout, stderr } = run(args('m0'))
    expect([status, stdout]).toEqual([3, ''])
    expect(stderr).toMatch(/policy\.yaml, line 2, character 9, ledger: found none\/looks\.ledger\.json: ENOENT/)
  })

  it('stays where a link leads', () => {
    const { document, entries } = beside('linked')
    writeFileSync(join(folder, 'linked/kept.json'), '{"format": "good-enough/ledger", "version": 1, "entries": []}')
    symlinkSync('kept.json', join(folder, 'linked/looks.ledger.json'))
    document('m0')
    expect(JSON.parse(read('linked/kept.json').toString()).entries).toHaveLength(1)
    expect(entries()).toHaveLength(1)
  })

  it('a policy without one says that looks are not counted; without a policy nothing is said', () => {
    const { args } = beside('without')
    write('without/policy.yaml', 'version: 1\nrequirements:\n  - {metric: roc_auc, at_least: 0.55}\n')
    expect(run(args('m0')).stdout).toContain('Looks at the test set are not counted: the policy names no ledger.')
    expect(run(['evaluate', 'predictions.csv', '--label', 'label', '--candidate', 'm0']).stdout).not.toMatch(/[Ll]ook/)
  })
})
