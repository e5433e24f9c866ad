import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { EvaluationDocument } from '../../src/result/evaluation.ts'
import { formats, reportText } from '../../src/report/formats.ts'
import { lehmer } from '../helpers/lehmer.ts'
import { builtCommand } from './run-command.ts'

const { run, write, folder } = builtCommand()
const random = lehmer(5)
/** Ids and scores that are found again wherever they leak to: nothing else looks like them. */
const rows = Array.from({ length: 300 }, (_, i) => {
  const y = random() < 0.4 ? 1 : 0
  return `customer-${i}-id,${y},${(0.6 * random() + 0.4 * y).toFixed(7)},${i % 2 === 0 ? 'test' : 'validation'},${i < 4 ? 'islands' : 'mainland'}`
})
const csv = `id,y,p,part,region\n${rows.join('\n')}\n`
const policy = (report: string) => `version: 1
name: reported
columns: {label: y, candidate: p, split: part, id: id, slices: [region]}
requirements:
  - {metric: recall, at_least: 0.99}
  - {metric: roc_auc, at_least: 0.5, slices: region}
${report}`

describe('the command’s reports', () => {
  const evaluated = (...options: string[]) =>
    run(['evaluate', write('p.csv', csv), '--policy', write('p.yaml', policy('')), '--replicates', '100', ...options])
  const names = { text: 'r.txt', json: 'r.json', markdown: 'r.md', junit: 'r.xml', html: 'r.html' }
  const written = (format: keyof typeof names) => readFileSync(join(folder, names[format]), 'utf8')
  const document = () => JSON.parse(written('json')) as EvaluationDocument

  it('one evaluation writes several, each to the file of its place, all of the same document, and no id in any', () => {
    expect(evaluated(...formats.flatMap((format) => ['--format', format, '--out', names[format]])).stdout).toBe('')
    for (const format of formats) {
      expect(written(format), format).toBe(reportText(document(), format))
      expect(written(format), format).not.toMatch(/customer-\d+-id/)
    }
  })

  it.each([
    ['a title', 'secret title\n', ['lines_before_header', 'not_a_number', 'group_larger_than_split']],
    ['comments', '# secret comment\n', ['comment_line', 'not_a_number', 'group_larger_than_split']],
  ])(
    'no cell is in any of them, where there are %s, rows that were left out, and a group too large for its split',
    (_case, above, codes) => {
      const withoutSplit = rows.map((row) => row.replace(/,(?:test|validation),/, ',')).join('\n')
      const odd = withoutSplit
        .replace(/^(customer-7-id,.),[^,]*/m, '$1,secret-score')
        .replace(/^customer-\d\d+-id/gm, 'secret-id')
        .replace(/^secret-id/m, above.startsWith('#') ? `${above}$&` : '$&')
      const terms = policy(
        'invalid_rows: leave_out\nsplit: {by: group, group: id, train: 70, validation: 15, test: 15}',
      )
        .replace(' split: part,', '')
        .replace(' id: id,', ' group: id,')
      const { stdout } = run([
        'evaluate',
        write('odd.csv', `${above}id,y,p,region\n${odd}\n`),
        '--policy',
        write('odd.yaml', terms),
        '--replicates',
        '100',
        '--format',
        'json',
      ])
      const found = JSON.parse(stdout) as EvaluationDocument
      expect(found.warnings.map(({ code }) => code).sort()).toEqual(expect.arrayContaining(codes))
      for (const format of formats) expect(reportText(found, format), format).not.toMatch(/secret|customer-\d+/)
    },
  )

  it('one alone goes to standard output, as - does', () => {
    expect(evaluated().stdout).toBe(written('text'))
    expect(evaluated('--format', 'html', '--out', 'again.html', '--format', 'markdown', '--out', '-').stdout).toBe(
      written('markdown'),
    )
    expect(readFileSync(join(folder, 'again.html'), 'utf8')).toBe(written('html'))
  })

  it('JUnit takes the undecided as it is told', () => {
    expect(evaluated('--format', 'junit', '--undecided', 'failure').stdout).toBe(
      reportText(document(), 'junit', { undecided: 'failure' }),
    )
  })

  it.each([
    [['--format', 'pdf'], '--format: found "pdf", expected text, json, markdown, junit, html'],
    [['--format', 'html', '--format', 'json'], '--out: found 0 for 2 of --format'],
    [['--format', 'html', '--out', 'a', '--format', 'json', '--out', 'a'], '"a" twice'],
    [['--undecided', 'pass'], '--undecided: found "pass", expected skipped, failure'],
    [['--out', 'no/such/folder/a'], 'no/such/folder/a: ENOENT'],
  ])('%j is refused', (options, words) => {
    const { status, stdout, stderr } = evaluated(...options)
    expect([status, stdout]).toEqual([3, ''])
    expect(stderr).toContain(words)
  })

  it('groups smaller than the policy says are named without numbers, and judged all the same', () => {
    const options = [
      'evaluate',
      write('p.csv', csv),
      '--policy',
      write('few.yaml', policy('report: {smallest_group: 5}')),
      '--replicates',
      '100',
    ]
    const pairs = ['--format', 'json', '--out', 'few.json', '--format', 'text', '--out', '-']
    const { stdout } = run([...options, ...pairs])
    const hidden = JSON.parse(readFileSync(join(folder, 'few.json'), 'utf8')) as EvaluationDocument
    const shown = document()
    expect(hidden.verdict).toBe(shown.verdict)
    expect(hidden.requirements.map(({ outcome }) => outcome)).toEqual(shown.requirements.map(({ outcome }) => outcome))
    expect(hidden.models.candidate.splits.test.small_slices).toEqual([{ where: { region: 'islands' } }])
    expect(stdout).toContain('region = islands: fewer than 5 rows')
  })
})
