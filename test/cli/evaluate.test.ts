import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { EvaluationDocument } from '../../src/result/evaluation.ts'
import { lehmer } from '../helpers/lehmer.ts'
import { builtCommand } from './run-command.ts'
import { fileURLToPath } from 'node:url'

const { run, write } = builtCommand()

const header = 'id,label,score,old_score,split,region'

/** Rows whose candidate score carries more signal than production's. */
function records(count: number, seed = 1): string[] {
  const random = lehmer(seed)
  const splits = ['train', 'validation', 'test', 'test']
  return Array.from({ length: count }, (_, i) => {
    const label = random() < 0.4 ? 1 : 0
    const score = (0.6 * random() + 0.4 * label).toFixed(4)
    const old = (0.8 * random() + 0.2 * label).toFixed(4)
    return `c${i},${label},${score},${old},${splits[i % 4]},${['north', 'south, east', 'west'][i % 3]}`.replace(
      'south, east',
      '"south, east"',
    )
  })
}

const csv = (rows: string[]) => [header, ...rows, ''].join('\n')
const roles = [
  '--label',
  'label',
  '--candidate',
  'score',
  '--production',
  'old_score',
  '--split',
  'split',
  '--slice',
  'region',
  '--id',
  'id',
  '--replicates',
  '100',
]
const policy = (requirements: string) => `version: 1\nrequirements:\n${requirements}\n`

function evaluated(
  args: string[],
  input?: string | Uint8Array,
): { status: number | null; document: EvaluationDocument } {
  const { status, stdout, stderr } = run(['evaluate', ...args, '--format', 'json'], input)
  expect(stderr).toBe('')
  return { status, document: JSON.parse(stdout) }
}

function refused(args: string[], input?: string | Uint8Array): string {
  const { status, stdout, stderr } = run(['evaluate', ...args], input)
  expect(stdout).toBe('')
  expect(status).toBe(3)
  return stderr
}

describe('good-enough evaluate', { timeout: 120_000 }, () => {
  it('answers in the contract’s form', () => {
    const { status, document } = evaluated([write('full.csv', csv(records(400))), ...roles])
    expect(status).toBe(0)
    expect(Object.keys(document)).toEqual([
      'format',
      'version',
      'verdict',
      'task',
      'task_evidence',
      'backend',
      'rows',
      'models',
      'comparison',
      'splitting',
      'requirements',
      'threshold_search',
      'looks',
      'warnings',
      'setup',
      'sha256',
    ])
    expect(document).toMatchObject({
      format: 'good-enough/evaluation',
      version: 1,
      verdict: null,
      task: 'binary',
      backend: 'cpu',
      rows: 400,
      requirements: [],
      warnings: [],
    })
    expect(Object.keys(document.models.candidate.splits)).toEqual(['train', 'validation', 'test'])
    const { test } = document.models.candidate.splits
    expect(test.rows).toBe(200)
    expect(test.confusion!.labels).toEqual(['0', '1'])
    expect(test.confusion!.counts.flat().reduce((a, b) => a + b)).toBe(200)
    expect(test.confusion!.counts[1][0] + test.confusion!.counts[1][1]).toBe(test.positives)
    expect(test.slices.map(({ where }) => where.region)).toEqual(['north', 'south, east', 'west'])
    expect(test.slices.reduce((sum, { rows }) => sum + rows, 0)).toBe(200)
    expect(document.comparison!.splits.test.metrics.roc_auc).toMatchObject({ test: 'delong' })
    expect(document.models.candidate.threshold).toEqual({ value: 0.5, chosen: 'fixed' })
  })

  it('the exit status is the verdict', () => {
    const file = write('verdicts.csv', csv(records(1000)))
    const judged = (requirements: string) =>
      run(['evaluate', file, ...roles, '--policy', write('p.yaml', policy(requirements))])
    expect(judged('  - {metric: roc_auc, at_least: 0.55}')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('Good enough'),
    })
    expect(judged('  - {metric: roc_auc, at_least: 0.999}')).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('Not good enough: 1 of 1'),
    })
    const { document } = evaluated([file, ...roles])
    const auc = document.models.candidate.splits.test.metrics.roc_auc.value!
    expect(judged(`  - {metric: roc_auc, at_least: ${auc - 0.001}}`)).toMatchObject({
      status: 2,
      stdout: expect.stringContaining('more rows'),
    })
    expect(
      judged(`  - {metric: roc_auc, at_least: 0.999}\n  - {metric: roc_auc, at_least: ${auc - 0.001}}`).status,
    ).toBe(1)
    expect(judged('  - {metric: roc_auc, versus_production: {at_least: 0.01}}').status).toBe(0)
    expect(judged('  - {metric: recall, at_least: 0.01, slices: region}').stdout).toContain('region = south, east')
  })

  it('only one class: undefined, undecided, never a pass', () => {
    const file = write('one.csv', 'label,score\n1,0.9\n1,0.2\n')
    const { status, document } = evaluated([
      file,
      '--label',
      'label',
      '--score',
      'score',
      '--policy',
      write('auc.yaml', policy('  - {metric: roc_auc, at_least: 0.1}')),
    ])
    expect(status).toBe(2)
    expect(document.verdict).toBe('undecided')
    expect(document.models.candidate.splits.all.metrics.roc_auc).toEqual({ value: null, undefined: 'only one class' })
    expect(document.requirements[0]).toMatchObject({ outcome: 'undecided', value: null })
  })

  it('row order, quoting, line breaks, encoding, compression, standard input and threads leave the same bytes', () => {
    const rows = records(800, 7)
    const one = run(['evaluate', write('plain.csv', csv(rows)), ...roles, '--format', 'json']).stdout
    const shuffled = rows
      .map((row, i) => ({ row, key: (i * 7919) % 809 }))
      .sort((a, b) => a.key - b.key)
      .map(({ row }) => row)
    const variants: [string, string | Uint8Array][] = [
      ['shuffled.csv', csv(shuffled)],
      ['crlf.csv', csv(rows).replaceAll('\n', '\r\n')],
      ['bom.csv', `\ufeff${csv(rows)}`],
      ['utf16.csv', new Uint8Array(Buffer.from(`\ufeff${csv(rows)}`, 'utf16le'))],
      ['plain.csv.gz', gzipSync(csv(rows))],
      ['quoted.csv', csv(rows.map((row) => row.replace(/^(c\d+),(\d),([^,]+)/, '"$1","$2","$3"')))],
    ]
    for (const [name, content] of variants) {
      expect(run(['evaluate', write(name, content), ...roles, '--format', 'json']).stdout === one, name).toBe(true)
    }
    expect(run(['evaluate', '-', ...roles, '--format', 'json'], csv(rows)).stdout === one).toBe(true)
  })

  it('a file that is scanned on threads gives what one thread gives', () => {
    const note = 'x'.repeat(300)
    const rows = records(60_000, 3).map((row) => `${row},${note}`)
    const text = [`${header},note`, ...rows, ''].join('\n')
    expect(text.length).toBeGreaterThan(16 << 20)
    const onThreads = run(['evaluate', write('large.csv', text), ...roles, '--format', 'json'])
    // Compressed, the same rows are below the size at which a file is scanned on threads.
    const onOne = run(['evaluate', write('large.csv.gz', gzipSync(text)), ...roles, '--format', 'json'])
    expect(onThreads.status).toBe(0)
    expect(onThreads.stdout === onOne.stdout).toBe(true)
    expect(JSON.parse(onOne.stdout).rows).toBe(60_000)
  }, 120_000)

  it('two files join on their ids, whatever their order', () => {
    const rows = records(300)
    const cells = rows.map((row) => row.replace('"south, east"', 'south').split(','))
    const candidate = ['id,label,prob', ...cells.map(([id, label, score]) => `${id},${label},${score}`), ''].join('\n')
    const production = [
      'id,label,prob',
      ...cells.map(([id, label, , old]) => `${id},${label},${old}`).reverse(),
      '',
    ].join('\n')
    const together = evaluated([
      write('together.csv', csv(rows)),
      '--label',
      'label',
      '--candidate',
      'score',
      '--production',
      'old_score',
    ])
    const joined = evaluated([
      write('new.csv', candidate),
      write('old.csv', production),
      '--id',
      'id',
      '--label',
      'label',
      '--candidate',
      'new.csv:prob',
      '--production',
      'old:prob',
    ])
    expect(joined.document.models).toEqual(together.document.models)
    expect(joined.document.comparison).toEqual(together.document.comparison)
  })

  it('joins refuse duplicate, unmatched and disagreeing rows, with file and line', () => {
    const left = write('left.csv', 'id,label,a\nx,1,0.9\ny,0,0.2\nz,1,0.8\n')
    const join = ['--id', 'id', '--label', 'label', '--candidate', 'a', '--production', 'b']
    expect(refused([left, write('twice.csv', 'id,b\nx,0.5\ny,0.4\nx,0.3\nz,0.1\n'), ...join])).toMatch(
      /twice\.csv, line 4, column "id": found id "x" again, first on line 2/,
    )
    const less = write('less.csv', 'id,b\nx,0.5\nw,0.4\nz,0.1\n')
    expect(refused([left, less, ...join])).toMatch(
      /left\.csv, line 3, column "id": found id "y", which is not in every file .*1 of 3 rows of less\.csv \(line 3\)/,
    )
    const { document } = evaluated([left, less, ...join, '--invalid-rows', 'leave_out'])
    expect(document.rows).toBe(2)
    expect(document.warnings[0]).toEqual({
      code: 'unmatched_id',
      rows_left_out: 2,
      message:
        'Joined on id: 2 rows in both files. Left out: 1 of 3 rows of left.csv (line 3); 1 of 3 rows of less.csv (line 3).',
    })
    expect(refused([left, write('other.csv', 'id,label,b\nx,1,0.5\ny,1,0.4\nz,1,0.1\n'), ...join])).toMatch(
      /other\.csv, line 3, column "label": found "1", expected "0" as in left\.csv, line 3/,
    )
    expect(refused([left, less, '--label', 'label', '--candidate', 'a'])).toContain('--id')
    expect(
      refused([left, write('same.csv', 'id,a\nx,1\n'), '--id', 'id', '--label', 'label', '--candidate', 'a']),
    ).toContain('"left.csv:a" or "same.csv:a"')
  })

  it('ids are text: numbers beyond 2^53 stay apart', () => {
    const a = write('ida.csv', 'id,label,a\n9007199254740993,1,0.9\n9007199254740992,0,0.2\n')
    const b = write('idb.csv', 'id,b\n9007199254740992,0.3\n9007199254740993,0.8\n')
    expect(
      evaluated([a, b, '--id', 'id', '--label', 'label', '--candidate', 'a', '--production', 'b']).document.rows,
    ).toBe(2)
  })

  it('bad input: what, where, what now; nothing on standard output; status 3', () => {
    const file = write('good.csv', csv(records(50)))
    const plain = ['--label', 'label', '--candidate', 'score']
    const cases: [string[], RegExp][] = [
      [
        [file, '--label', 'lable', '--candidate', 'score'],
        /--label: found no column "lable", expected one of "id", "label".*Did you mean "label"\?/,
      ],
      [
        [write('features.csv', 'width,score\n1.5,0.5\n2.5,0.2\n3.5,0.7\n'), '--candidate', 'score'],
        /features\.csv: found an open question/,
      ],
      [['missing.csv', ...plain], /missing\.csv: found no such file/],
      [[write('empty.csv', ''), ...plain], /empty\.csv: found an empty file/],
      [[write('header.csv', 'label,score\n'), ...plain], /header\.csv: found a header and no rows/],
      [
        [write('nan.csv', 'label,score\n1,0.5\n0,low\n1,x\n'), ...plain],
        /nan\.csv, line 3, column "score": found "low" \(row 2; 2 rows cannot be read\), expected a number/,
      ],
      [
        [write('gap.csv', 'label,score\n1,0.5\n,0.1\n'), ...plain],
        /gap\.csv, line 3, column "label": found a missing value/,
      ],
      [[write('ragged.csv', 'label,score\n1,0.5\n0\n'), ...plain], /ragged\.csv, line 3: found too few fields/],
      [
        [write('quote.csv', 'label,score\n1,0.5\n0,"0.2\n1,0.1\n'), ...plain],
        /quote\.csv, line 3: found a quoted cell that is never closed/,
      ],
      [
        [write('three.csv', 'label,score\na,0.5\nb,0.2\nc,0.1\n'), ...plain, '--positive', 'a'],
        /three\.csv.*column "label": found 3 values/,
      ],
      [[write('words.csv', 'label,score\npos,0.5\nneg,0.2\n'), ...plain], /the positive class to be named/],
      [
        [write('words.csv', 'label,score\npos,0.5\nneg,0.2\n'), ...plain, '--positive', 'yes'],
        /found "neg" \(1 row\), "pos" \(1 row\), expected the positive class "yes"/,
      ],
      [[write('twins.csv', 'label,score,score\n1,0.5,0.1\n0,0.1,0.2\n'), ...plain], /found 2 columns of that name/],
      [[file, ...plain, '--threshold', 'half'], /--threshold: found "half", expected a number/],
      [[file, ...plain, '--treshold', '0.5'], /--treshold: found an unknown option.*Did you mean --threshold\?/],
      [[file, ...plain, '--weight', 'wieght'], /--weight: found no column "wieght"/],
      [[file, ...plain, '--policy', 'none.yaml'], /none\.yaml: found ENOENT/],
      [
        [
          file,
          ...plain,
          '--policy',
          write('typo.yaml', 'version: 1\nrequirements:\n  - {metric: auc, at_least: 0.5}\n'),
        ],
        /typo\.yaml, line 3, character 14, requirements\[0\]\.metric: found unknown metric "auc"/,
      ],
      [
        [file, ...plain, '--policy', write('prod.yaml', policy('  - {metric: f1, versus_production: {at_least: 0}}'))],
        /prod\.yaml, line 3, .*requirements\[0\]\.versus_production: found no production model/,
      ],
      [
        [file, ...plain, '--policy', write('slice.yaml', policy('  - {metric: f1, at_least: 0, slices: regoin}'))],
        /no column "regoin".*Did you mean "region"\?/,
      ],
      [
        [file, ...plain, '--policy', write('split.yaml', policy('  - {metric: f1, at_least: 0, split: test}'))],
        /split\.yaml, line 3, .*found rows that are not split, expected a split "test"/,
      ],
      [[], /FILE: found no file/],
    ]
    for (const [args, words] of cases) expect(refused(args), args.join(' ')).toMatch(words)
    expect(run(['evalute', file]).status).toBe(3)
  })

  it('rows that cannot be read are left out on request, counted and shown', () => {
    const file = write('some.csv', 'label,score\n1,0.5\n0,low\n1,0.7\n0,0.1,9\n0,0.2\n')
    const { document } = evaluated([file, '--label', 'label', '--score', 'score', '--invalid-rows', 'leave_out'])
    expect(document.rows).toBe(3)
    expect(document.warnings.map(({ code }) => code).sort()).toEqual(['not_a_number', 'too_many_fields'])
    expect(document.warnings.find(({ code }) => code === 'not_a_number')!.message).toContain('line 3')
  })

  it('lines before the header are left out, which is said, and errors name the lines of the file', () => {
    const title = 'Churn model\nMarch\n'
    const file = write('titled.csv', `${title}label,score\n1,0.5\n0,0.1\n`)
    const { document } = evaluated([file, '--label', 'label', '--score', 'score'])
    expect(document.rows).toBe(2)
    expect(document.warnings).toEqual([
      {
        code: 'lines_before_header',
        message: 'titled.csv: lines 1 to 2 were left out, as the header is on line 3.',
      },
    ])
    const faulty = write('titled_faulty.csv', `${title}label,score\n1,0.5\n0,0.1\n${'1,0.5\n'.repeat(200)}0,n/a\n`)
    expect(refused([faulty, '--label', 'label', '--score', 'score'])).toContain('line 206')
    const twice = write('twice.csv', `# made by x\nlabel,score,score\n1,0.5,0.4\n0,0.1,0.1\n`)
    expect(refused([twice, '--label', 'label', '--score', 'score'])).toContain('line 2')
  })

  it('scores that differ in float64 only are told apart', () => {
    const file = write('close.csv', 'label,score\n1,0.653549466997938699\n0,0.653549466997938588\n')
    expect(
      evaluated([file, '--label', 'label', '--score', 'score']).document.models.candidate.splits.all.metrics.roc_auc
        .value,
    ).toBe(1)
  })

  it('columns named like parts of JavaScript are columns like any other', () => {
    const file = write('proto.csv', '__proto__,constructor,toString,label,prob\nz,a,b,1,0.9\nz,a,c,0,0.2\n')
    const { document } = evaluated([
      file,
      '--label',
      'label',
      '--score',
      'prob',
      '--slice',
      '__proto__',
      '--slice',
      'toString',
    ])
    expect(document.models.candidate.splits.all.slices.map(({ where }) => JSON.stringify(where))).toEqual([
      '{"__proto__":"z"}',
      '{"toString":"b"}',
      '{"toString":"c"}',
      '{"__proto__":"z","toString":"b"}',
      '{"__proto__":"z","toString":"c"}',
    ])
  })

  it('a result goes to a file whole, and nothing to standard output', () => {
    const { status, stdout } = run(['evaluate', write('out.csv', csv(records(50))), ...roles, '--out', 'result.txt'])
    expect([status, stdout]).toEqual([0, ''])
  })
})

describe('hostile files', { timeout: 120_000 }, () => {
  const hostile = (name: string) => fileURLToPath(new URL(`../csv/cases/${name}`, import.meta.url))
  const plain = ['--label', 'label', '--candidate', 'prob']

  it.each(['ok.csv', 'utf8_bom.csv', 'utf16le_bom.csv', 'utf16be_bom.csv', 'crlf.csv', 'cr_only.csv', 'mixed_eol.csv'])(
    '%s has four rows and an AUC of 1',
    (name) => {
      const { document } = evaluated([hostile(name), ...plain, '--id', 'id'])
      expect(document.rows).toBe(4)
      expect(document.models.candidate.splits.all.metrics.roc_auc.value).toBe(1)
    },
  )

  it.each([
    ['invalid_utf8.csv', /row 2|line 3/],
    ['nul.csv', /row 3/],
    ['unterminated_quote.csv', /line 3/],
    ['ragged.csv', /2 rows cannot be read/],
    ['dup_headers.csv', /"prob": found 2 columns/],
    ['decimal_comma.csv', /"0,9"/],
    ['numbers.csv', /11 rows cannot be read/],
    ['labels_mixed.csv', /6 values/],
    ['labels_01_vs_strings.csv', /positive class to be named/],
    ['empty.csv', /empty/],
    ['header_only.csv', /no rows/],
  ])('%s is refused in words', (name, words) => expect(refused([hostile(name), ...plain])).toMatch(words))

  it('thousands.csv: never 1', () => {
    expect(refused([hostile('thousands.csv'), '--label', 'id', '--candidate', 'pred'])).toContain('"1,200"')
  })

  it('latin1.csv: warned of, metrics unaffected', () => {
    const { document } = evaluated([hostile('latin1.csv'), ...plain])
    expect(document.warnings[0]).toMatchObject({
      code: 'invalid_utf8',
      message: expect.stringContaining('byte offset 17'),
    })
    expect(document.models.candidate.splits.all.metrics.roc_auc.value).toBe(1)
  })

  it('prob_out_of_range.csv: ranks are measured, probabilities are undefined, and it is said', () => {
    const { document } = evaluated([hostile('prob_out_of_range.csv'), ...plain])
    expect(document.warnings[0].code).toBe('not_probabilities')
    expect(document.models.candidate.splits.all.metrics.log_loss.value).toBeNull()
    expect(document.models.candidate.splits.all.metrics.roc_auc.value).toBe(1)
  })

  it('xss_header.csv and formula_cells.csv are data', () => {
    expect(
      evaluated([hostile('xss_header.csv'), ...plain, '--slice', '<img src=x onerror=window.__pwn=1>']).document.rows,
    ).toBe(2)
    expect(
      evaluated([hostile('formula_cells.csv'), ...plain, '--slice', 'grp']).document.models.candidate.splits.all.slices,
    ).toHaveLength(6)
  })

  it('f32_ties.csv: the scores differ in float64', () => {
    expect(
      evaluated([hostile('f32_ties.csv'), ...plain]).document.models.candidate.splits.all.metrics.roc_auc.value,
    ).toBe(1)
  })
})
