import { describe, expect, it } from 'vitest'
import type { EvaluationDocument } from '../../src/result/evaluation.ts'
import { builtCommand } from './run-command.ts'

const { run, write } = builtCommand()

/** What is read; policies here ask for rows alone, which is no pass. */
function evaluated(...args: string[]): EvaluationDocument {
  const { status, stdout, stderr } = run(['evaluate', ...args, '--replicates', '20', '--format', 'json'])
  expect(stderr).toBe('')
  expect(status).toBe(args.includes('--policy') ? 2 : 0)
  return JSON.parse(stdout)
}

/** What standard error says where the input is invalid: status 3, and nothing on standard output. */
function refusal(...args: string[]): string {
  const { status, stdout, stderr } = run(['evaluate', ...args])
  expect([status, stdout]).toEqual([3, ''])
  return stderr.replace(/^good-enough: /, '').trimEnd()
}

const metric = ({ models: { candidate } }: EvaluationDocument, id = 'accuracy') =>
  candidate.splits.all.metrics[id].value
const lines = (...of: string[]) => `${of.join('\n')}\n`
const leaveOut =
  'Leave such rows out and say so (--invalid-rows leave_out, or invalid_rows: leave_out in the policy), or mend the file.'

/** Rows of a binary label with scores that are written in some way. */
const scored = (write: (score: number) => string, count = 40) =>
  Array.from({ length: count }, (_, i) => `${i % 3 === 0 ? 1 : 0};${write(((i * 37) % 101) / 101)}`)
const plain = lines('y;s', ...scored((score) => score.toFixed(4)))

describe('numbers as they are written', { timeout: 120_000 }, () => {
  it.each<[string, string, (score: number) => string]>([
    ['per cent', 'percent', (score) => `${(score * 100).toFixed(2)} %`],
    ['a decimal comma', 'decimal_comma', (score) => score.toFixed(4).replace('.', ',')],
    ['both', 'percent+decimal_comma', (score) => `${(score * 100).toFixed(2).replace('.', ',')}%`],
  ])('in %s give the same result as plain ones, and it is said', (_, format, text) => {
    const roles = ['--label', 'y', '--candidate', 's']
    const expected = evaluated(write('plain.csv', plain), ...roles)
    const found = evaluated(write('p.csv', lines('y;s', ...scored(text))), ...roles, '--number-format', `s=${format}`)
    expect(found).toEqual({
      ...expected,
      setup: {
        ...expected.setup,
        reading: { number_format: { s: format.includes('+') ? format.split('+') : format } },
      },
    })
    const policy = write(
      'p.yaml',
      lines(
        'version: 1',
        'columns: {label: y, candidate: s}',
        `number_format: {s: [${format.replace('+', ', ')}]}`,
        'requirements: [{metric: rows, at_least: 1}]',
      ),
    )
    expect(evaluated('p.csv', '--policy', policy).models.candidate.splits.all.metrics).toEqual(
      expected.models.candidate.splits.all.metrics,
    )
  })

  it('are refused with the likely cause, the row and the column, and left out where that is asked for', () => {
    const rows = scored((score) => `${(score * 100).toFixed(2)}%`)
    write('bad.csv', lines('y;s', ...rows.with(7, '0;0.5 or so').with(9, '1;12,5%')))
    const roles = ['bad.csv', '--label', 'y', '--candidate', 's']
    expect(refusal(...roles)).toBe(
      'bad.csv, line 2, column "s": found "0.00%" (row 1; 40 rows cannot be read), expected a number such as 0.25 or 1e-3. It looks ' +
        `like per cent: --number-format s=percent. ${leaveOut}`,
    )
    expect(refusal(...roles, '--number-format', 's=percent')).toBe(
      'bad.csv, line 9, column "s": found "0.5 or so" (row 8; 2 rows cannot be read), expected a number as percent. ' +
        leaveOut,
    )
    expect(evaluated(...roles, '--number-format', 's=percent', '--invalid-rows', 'leave_out')).toMatchObject({
      rows: 38,
      warnings: [{ code: 'not_a_number', rows_left_out: 2 }],
    })
  })

  it.each([
    ['0,142607', 'like a decimal comma: --number-format s=decimal_comma.'],
    [
      '1,234',
      'like a decimal comma, or like commas between thousands: --number-format s=decimal_comma or --number-format s=comma_thousands.',
    ],
    ['$5', 'like a currency: --number-format s=currency.'],
    ['[0.9,0.1]', "like a vector of 2 numbers: name one of them, such as --candidate 's[2]'."],
  ])('%s looks %s', (cell, words) => {
    write('cell.csv', lines('y;s', '0;0.5', `1;${cell}`))
    expect(refusal('cell.csv', '--label', 'y', '--candidate', 's')).toContain(`It looks ${words}`)
  })

  it.each([
    [
      ['--number-format', 's=percnt'],
      '--number-format: found "percnt", expected percent, decimal_comma, comma_thousands, dot_thousands, space_thousands, currency. Did you mean percent?',
    ],
    [
      ['--number-format', 'percent'],
      '--number-format: found "percent", expected a column and what holds of it, such as score=percent. See good-enough --help.',
    ],
    [
      ['--number-format', 's=decimal_comma+comma_thousands'],
      '--number-format: found "decimal_comma and comma_thousands", expected formats that hold together. See good-enough --help.',
    ],
    [
      ['--number-format', 'sc=percent'],
      'plain.csv, --number-format: found no column "sc", expected one of "y", "s". Did you mean "s"?',
    ],
    [['--spelling', 'y=flod'], '--spelling: found "flod", expected fold, exact. Did you mean fold?'],
    [['--header', '--no-header'], '--no-header: found --header and --no-header, expected one of them. Leave one out.'],
    [
      ['--weight-kind', 'sampling'],
      '--weight-kind: found "sampling", expected frequency, importance. See good-enough --help.',
    ],
    [['--join', 'order'], '--join: found "order", expected id, row_order. Did you mean row_order?'],
    [['--time-unit', 'minutes'], '--time-unit: found "minutes", expected s, ms, us, days. See good-enough --help.'],
  ])('said by %j is refused', (args, message) => {
    write('plain.csv', plain)
    expect(refusal('plain.csv', '--label', 'y', '--candidate', 's', ...args)).toBe(message)
  })
})

describe('what is missing', { timeout: 120_000 }, () => {
  const rows = ['cat,cat', 'NA,cat', 'dog,dog', 'bird,?', 'none,none', 'cat,dog']
  const file = () => write('m.csv', lines('y,c', ...rows))
  const roles = ['--label', 'y', '--prediction', 'c', '--task', 'multiclass']

  it('is refused with both ways out', () => {
    expect(refusal(file(), ...roles)).toBe(
      'm.csv, line 3, column "y": found a missing value, "NA" (row 2; 3 rows cannot be read), expected a value. If "NA" is a value, say ' +
        `that no word means missing in this column: --missing y= (missing: {y: []} in the policy). ${leaveOut}`,
    )
  })

  it('is left out and counted, in truth and predictions', () => {
    const document = evaluated(file(), ...roles, '--invalid-rows', 'leave_out')
    expect(document).toMatchObject({
      rows: 3,
      warnings: [
        {
          code: 'missing',
          message: 'm.csv: 2 rows left out: a missing value in column "y", such as on line 3.',
          rows_left_out: 2,
        },
        {
          code: 'missing',
          message: 'm.csv: 1 row left out: a missing value in column "c", such as on line 5.',
          rows_left_out: 1,
        },
      ],
    })
    expect(document.setup.reading).toBeUndefined()
  })

  it('is what is said to be, by column or for all, by options or a policy', () => {
    const values = evaluated(file(), ...roles, '--missing', 'y=', '--missing', 'c=')
    expect([values.rows, values.warnings]).toEqual([6, []])
    expect(values.setup.reading).toEqual({ missing: { y: [], c: [] } })
    const some = evaluated(file(), ...roles, '--missing', 'NA,?', '--invalid-rows', 'leave_out')
    expect([some.rows, some.setup.reading]).toEqual([4, { missing: { '*': ['NA', '?'] } }])
    const policy = write(
      'm.yaml',
      lines(
        'version: 1',
        'task: multiclass',
        'columns: {label: y, prediction: c}',
        'missing: {y: [NA], c: ["?"]}',
        'invalid_rows: leave_out',
        'requirements: [{metric: rows, at_least: 1}]',
      ),
    )
    expect(evaluated(file(), '--policy', policy).rows).toBe(4)
    // An option takes the place of what the policy says of its column.
    expect(evaluated(file(), '--policy', policy, '--missing', 'c=').rows).toBe(5)
  })

  it('is named for a column that is there', () => {
    expect(refusal(file(), ...roles, '--missing', 'yy=NA')).toBe(
      'm.csv, --missing: found no column "yy", expected one of "y", "c". Did you mean "y"?',
    )
    const policy = write(
      'typo.yaml',
      lines(
        'version: 1',
        'columns: {label: y, prediction: c}',
        'mising: {y: [NA]}',
        'requirements: [{metric: rows, at_least: 1}]',
      ),
    )
    expect(refusal(file(), '--policy', policy)).toContain('mising: found unknown key "mising"')
    expect(refusal(file(), '--policy', policy)).toContain('Did you mean "missing"?')
    write(
      'typo.yaml',
      lines(
        'version: 1',
        'columns: {label: y, prediction: c}',
        'missing: {z: [NA]}',
        'requirements: [{metric: rows, at_least: 1}]',
      ),
    )
    expect(refusal(file(), '--policy', policy)).toMatch(
      /^typo\.yaml, line 3, character 14, missing\.z: found no column "z"/,
    )
  })
})

describe('what a model says', { timeout: 120_000 }, () => {
  it('is a score of the class that it predicts', () => {
    write('of.csv', lines('y,c,s', 'no,no,0.9', 'yes,yes,0.8', 'no,yes,0.6', 'yes,no,0.7'))
    const roles = ['--label', 'y', '--candidate', 's', '--candidate-of', 'c']
    const document = evaluated('of.csv', ...roles)
    expect([metric(document), metric(document, 'roc_auc')]).toEqual([0.5, 0.75])
    expect(document.setup.columns).toMatchObject({ candidate: 's', candidate_of: 'c' })
    const policy = write(
      'of.yaml',
      lines(
        'version: 1',
        'columns: {label: y, candidate: {column: s, of: c}}',
        'requirements: [{metric: rows, at_least: 1}]',
      ),
    )
    expect(metric(evaluated('of.csv', '--policy', policy), 'roc_auc')).toBe(0.75)
    write('of.csv', lines('y,c,s', 'no,no,0.9', 'yes,maybe,0.8'))
    expect(refusal('of.csv', ...roles)).toBe(
      'of.csv, line 3, column "c": found "maybe", expected one of the label’s values "no" and "yes". Write predicted classes as the ' +
        'label does, or choose another column.',
    )
  })

  it('is a number of a vector; one of another length in row 812 is refused there', () => {
    const rows = Array.from(
      { length: 900 },
      (_, i) => `${i % 2},"[${i % 2 === 0 ? 0.75 : 0.25}, ${i % 2 === 0 ? 0.25 : 0.75}]"`,
    )
    write('v.csv', lines('y,p', ...rows))
    const roles = ['--label', 'y', '--candidate', 'p[2]']
    expect(metric(evaluated('v.csv', ...roles))).toBe(1)
    write('v.csv', lines('y,p', ...rows.with(811, '1,"[0.1, 0.2, 0.7]"')))
    expect(refusal('v.csv', ...roles)).toBe(
      'v.csv, line 813, column "p": found 3 numbers, "[0.1, 0.2, 0.7]" (row 812; the only such row), expected 2 numbers, as on line 2. ' +
        leaveOut,
    )
    expect(evaluated('v.csv', ...roles, '--invalid-rows', 'leave_out').rows).toBe(899)
    expect(refusal('v.csv', '--label', 'y', '--candidate', 'p[4]')).toContain(
      'expected an element 4. Name an element from 1 to 2.',
    )
  })

  it('is in columns that are named one by one, by an option or a policy', () => {
    const rows = ['cat,0.7,0.2,0.1', 'dog,0.2,0.7,0.1', 'bird,0.3,0.3,0.4', 'cat,0.1,0.8,0.1']
    write('c.csv', lines('y,cat,dog,bird', ...rows))
    write('i.csv', lines('y,p0,p1,p2', ...rows))
    const byName = evaluated('c.csv', '--label', 'y', '--candidate', 'cat,dog,bird')
    expect([byName.task, metric(byName)]).toEqual(['multiclass', 0.75])
    const byMap = evaluated('i.csv', '--label', 'y', '--candidate', 'cat=p0,dog=p1,bird=p2')
    expect(byMap.models).toEqual(byName.models)
    const policy = write(
      'c.yaml',
      lines(
        'version: 1',
        'columns: {label: y, candidate: {cat: p0, dog: p1, bird: p2}}',
        'requirements: [{metric: rows, at_least: 1}]',
      ),
    )
    expect(evaluated('i.csv', '--policy', policy).models.candidate.splits.all.metrics).toEqual(
      byName.models.candidate.splits.all.metrics,
    )
    expect(refusal('i.csv', '--label', 'y', '--candidate', 'cat=p0,dog=p1,brid=p2')).toContain(
      'Did you mean "bird" by "brid"?',
    )
  })

  it('stands in a row for each model', () => {
    const rows = ['a,new,1,0.9', 'a,old,1,0.4', 'b,old,0,0.6', 'b,new,0,0.2', 'b,gbm,0,0.3']
    write('long.csv', lines('id,m,y,s', ...rows))
    const roles = ['--id', 'id', '--label', 'y', '--model', 'm', '--score', 's']
    const document = evaluated('long.csv', ...roles, '--candidate', 'new', '--production', 'old')
    expect(document.rows).toBe(2)
    expect([metric(document, 'roc_auc'), document.models.production!.splits.all.metrics.roc_auc.value]).toEqual([1, 0])
    expect(document.warnings).toEqual([
      { code: 'other_models', message: 'long.csv: 1 rows of other models in column "m" are left aside: "gbm".' },
    ])
    const policy = write(
      'long.yaml',
      lines(
        'version: 1',
        'columns: {label: y, id: id, model: m, score: s, candidate: new, production: old}',
        'requirements: [{metric: rows, at_least: 1}]',
      ),
    )
    expect(evaluated('long.csv', '--policy', policy).models.production!.splits.all.metrics.roc_auc.value).toBe(0)
    // Other files are joined on the id of the one row that they become.
    write('truth.csv', lines('id,z', 'b,0', 'a,1'))
    const elsewhere = ['--id', 'id', '--label', 'z', '--model', 'm', '--score', 's', '--candidate', 'new']
    expect(metric(evaluated('long.csv', 'truth.csv', ...elsewhere), 'roc_auc')).toBe(1)
    write('long.csv', lines('id,m,y,s', ...rows, 'a,new,1,0.8'))
    expect(refusal('long.csv', ...roles, '--candidate', 'new')).toContain(
      'line 7, column "id": found id "a" again for the model "new", first on line 2',
    )
    const { status, stdout } = run(['evaluate', 'long.csv', '--label', 'y', '--candidate', 'new', '--score', 's'])
    expect([status, stdout]).toEqual([3, ''])
  })
})

describe('files as they are', { timeout: 120_000 }, () => {
  it('without a header have columns by number', () => {
    write('bare.csv', lines('0,0.2', '1,0.9', '0,0.4', '1,0.3'))
    const document = evaluated('bare.csv', '--label', '1', '--candidate', '2', '--no-header')
    expect([document.rows, metric(document, 'roc_auc'), document.setup.reading]).toEqual([4, 0.75, { header: false }])
    const policy = write(
      'bare.yaml',
      lines(
        'version: 1',
        'header: false',
        'columns: {label: 1, candidate: 2}',
        'requirements: [{metric: rows, at_least: 1}]',
      ),
    )
    expect(evaluated('bare.csv', '--policy', policy).rows).toBe(4)
    expect(evaluated('bare.csv', '--label', '0', '--candidate', '0.2', '--header').rows).toBe(3)
    write('bare.csv', lines('0,0.2', '1,x'))
    expect(refusal('bare.csv', '--label', '1', '--candidate', '2', '--no-header')).toMatch(
      /^bare\.csv, line 2, column "2": found "x" \(row 2;/,
    )
  })

  it('are joined row by row when asked to, and only if they have as many rows', () => {
    write('truth.csv', lines('y', '0', '1', 'NA', '1'))
    write('scores.csv', lines('s', '0.1', '0.9', '0.5', '0.3'))
    const roles = ['truth.csv', 'scores.csv', '--label', 'y', '--candidate', 's']
    expect(refusal(...roles)).toContain('--id: found 2 files and no id column')
    expect(refusal(...roles)).toContain('--join row_order')
    const document = evaluated(...roles, '--join', 'row_order', '--invalid-rows', 'leave_out')
    expect([document.rows, metric(document, 'roc_auc')]).toEqual([3, 1])
    expect(document.warnings.map(({ code, rows_left_out: count }) => [code, count])).toEqual([
      ['missing', 1],
      ['unmatched_row', 1],
    ])
    write('scores.csv', lines('s', '0.1', '0.9', '0.5'))
    expect(refusal(...roles, '--join', 'row_order', '--invalid-rows', 'leave_out')).toBe(
      'scores.csv: found 3 rows, expected 4 rows as in truth.csv, as files are joined row by row. Check that the files are of the same ' +
        'rows, or join them on an id (--id COLUMN).',
    )
  })

  it('may have a column twice, if every row says so', () => {
    write('twice.csv', lines('y,s,s', '0,0.2,0.2', '1,0.9,0.90'))
    const document = evaluated('twice.csv', '--label', 'y', '--candidate', 's')
    expect(document.warnings.map(({ code }) => code)).toEqual(['equal_columns'])
    write('twice.csv', lines('y,s,s', '0,0.2,0.2', '1,0.9,0.8'))
    expect(refusal('twice.csv', '--label', 'y', '--candidate', 's')).toContain(
      'twice.csv, line 1, column "s": found 2 columns of that name, which differ, such as on line 3',
    )
  })

  it('spell classes in one way where case does not count', () => {
    write('case.csv', lines('y,c', 'cat,Cat', 'cat,CAT', 'dog,dog ', 'bird,cat'))
    const roles = ['--label', 'y', '--prediction', 'c', '--task', 'multiclass']
    expect(metric(evaluated('case.csv', ...roles))).toBe(0)
    const folded = evaluated('case.csv', ...roles, '--spelling', 'c=fold')
    expect([metric(folded), folded.setup.reading]).toEqual([0.75, { spelling: { c: 'fold' } }])
    expect(folded.warnings).toEqual([
      {
        code: 'spelling_folded',
        message: 'Case and outer blanks do not count in the classes: "cat" (also "CAT", "Cat"), "dog" (also "dog ").',
      },
    ])
  })

  it('say how they were read, in every format', () => {
    write('w.csv', lines('y,s,w', '0,20%,1', '1,90%,2', '0,40%,3', '1,30%,1'))
    const args = [
      'evaluate',
      'w.csv',
      '--label',
      'y',
      '--candidate',
      's',
      '--number-format',
      's=percent',
      '--weight',
      'w',
    ]
    for (const format of ['text', 'markdown', 'junit', 'html']) {
      const { stdout } = run([...args, '--weight-kind', 'importance', '--replicates', '20', '--format', format])
      expect(stdout, format).toMatch(
        /numbers of ("|&quot;|\\")s("|&quot;|\\") are written as percent; weights are importance weights/,
      )
    }
  })
})
