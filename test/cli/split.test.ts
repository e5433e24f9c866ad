import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { lehmer } from '../helpers/lehmer.ts'
import { builtCommand, type BuiltCommand } from './run-command.ts'

const command: BuiltCommand = builtCommand()
const { run, write, read, folder, program } = command

/** Rows with an id, a class, a patient of five rows, a day and a region, some of it quoted; CRLF at times, no last line break. */
function predictions(count: number): string {
  const random = lehmer(7)
  const lines = Array.from({ length: count }, (_, i) => {
    const day = new Date(Date.UTC(2024, 0, 1 + Math.floor(random() * 100))).toISOString().slice(0, 10)
    return `c${i},${random() < 0.3 ? 1 : 0},p${Math.floor(i / 5)},${day},${['north', '"south, ""east"""', '"we\nst"'][i % 3]}${i % 7 === 0 ? '\r\n' : '\n'}`
  })
  return `id,label,patient,day,region\r\n${lines.join('')}`.replace(/\n$/, '')
}

const text = predictions(500)
const file = write('predictions.csv', text)
const added = /,(train|validation|test|gap|split|fold_\d)(?=\r?\n|$)/g

function split(args: string[], input?: string | Uint8Array): { stdout: string; stderr: string } {
  const { status, stdout, stderr } = run(['split', ...args], input)
  expect(stderr).not.toMatch(/expected/)
  expect(status).toBe(0)
  return { stdout, stderr }
}

/** What is said where nothing is done: standard output stays empty. */
function refused(args: string[], input?: string | Uint8Array): string {
  const { status, stdout, stderr } = run(['split', ...args], input)
  expect(stdout).toBe('')
  expect(status).toBe(3)
  return stderr.replace(/^good-enough: /, '').trimEnd()
}

const methods: [string, string[]][] = [
  ['random', ['--by', 'random', '--seed', '5']],
  ['random with a key', ['--by', 'random', '--key', 'id', '--train', '0.8', '--test', '0.2']],
  ['stratified', ['--by', 'stratified', '--label', 'label', '--slice', 'region']],
  ['group', ['--by', 'group', '--group', 'patient', '--train', '60', '--test', '40']],
  ['time by shares', ['--by', 'time', '--time', 'day', '--train', '1', '--validation', '1', '--test', '1']],
  [
    'time by cut-offs',
    ['--by', 'time', '--time', 'day', '--validation-from', '2024-02-20', '--test-from', '2024-03-10', '--gap', '7d'],
  ],
  ['hash', ['--by', 'hash', '--key', 'id', '--train', '8', '--validation', '1', '--test', '1']],
  ['hash with a seed', ['--by', 'hash', '--key', 'id', '--hash', 'sha256', '--seed', '3']],
  ['folds', ['--by', 'random', '--folds', '5']],
]

describe('good-enough split', { timeout: 120_000 }, () => {
  it.each(methods)('by %s keeps every byte, adds a column, and agrees with its own verification', (_, rule) => {
    const { stdout, stderr } = split([file, ...rule])
    expect(stdout.match(added)).toHaveLength(501)
    expect(stdout.replace(added, '')).toBe(text)
    expect(stderr).toMatch(/^good-enough: 500 rows split by /)
    const verified = run(['split', write('made.csv', stdout), ...rule, '--verify', 'split'])
    expect(verified).toMatchObject({ status: 0, stderr: '' })
    expect(verified.stdout).toMatch(/^All 500 rows of column "split" are as the rule has them\.\n/)
  })

  it('says on standard error how many rows each split has, and should have', () => {
    expect(split([file, '--by', 'random', '--train', '80', '--test', '20']).stderr).toBe(
      'good-enough: 500 rows split by random\n  train  400  80.00 %  asked 80.00 %\n  test   100  20.00 %  asked 20.00 %\n',
    )
    expect(split([file, '--by', 'random', '--train', '80', '--test', '30']).stderr).toMatch(
      /^good-enough: 500 rows split by random; the parts add up to 110, and are shares of that\n/,
    )
  })

  it('by hash gives TFX’s buckets: the SHA-256 as one big-endian number, modulo their count', () => {
    const { stdout } = split([
      write('keys.csv', `id\n${Array.from({ length: 300 }, (_, i) => `é${i}`).join('\n')}\n`),
      '--by',
      'hash',
      '--key',
      'id',
      '--hash',
      'sha256',
      '--train',
      '5',
      '--validation',
      '2',
      '--test',
      '3',
    ])
    const partOf = (key: string) => {
      const bucket = BigInt(`0x${createHash('sha256').update(key).digest('hex')}`) % 10n
      return bucket < 5n ? 'train' : bucket < 7n ? 'validation' : 'test'
    }
    expect(stdout).toBe(`id,split\n${Array.from({ length: 300 }, (_, i) => `é${i},${partOf(`é${i}`)}`).join('\n')}\n`)
  })

  it('by group leaves no group in two splits, and takes --key for --group', () => {
    const rule = ['--by', 'group', '--train', '60', '--test', '40']
    const { stdout } = split([file, ...rule, '--group', 'patient'])
    const splitsOf = new Map<string, Set<string>>()
    for (const [, patient, name] of stdout.matchAll(/,(p\d+),[^]*?,(train|test)(?=\r?\n|$)/g))
      splitsOf.set(patient, (splitsOf.get(patient) ?? new Set()).add(name))
    expect(splitsOf.size).toBe(100)
    expect([...splitsOf.values()].every(({ size }) => size === 1)).toBe(true)
    expect(split([file, ...rule, '--key', 'patient']).stdout).toBe(stdout)
  })

  it('by time trains on the earliest rows, and names those in the gap', () => {
    const { stdout } = split([file, '--by', 'time', '--time', 'day', '--test-from', '2024-03-10', '--gap', '2d'])
    for (const [, day, name] of stdout.matchAll(/,(\d{4}-\d\d-\d\d),[^]*?,(train|gap|test)(?=\r?\n|$)/g)) {
      expect(name).toBe(day >= '2024-03-10' ? 'test' : day >= '2024-03-08' ? 'gap' : 'train')
    }
  })

  it('writes the same from standard input, in two passes and in one', () => {
    for (const rule of [
      ['--by', 'stratified', '--label', 'label'],
      ['--by', 'hash', '--key', 'id'],
    ]) {
      expect(split(['-', ...rule], text).stdout).toBe(split([file, ...rule]).stdout)
    }
  })

  it('goes to standard output with --out -, as without --out', () => {
    const without = split([file, '--by', 'random'])
    expect(without.stdout).toContain('test')
    expect(split([file, '--by', 'random', '--out', '-'])).toEqual(without)
    expect(existsSync(join(folder, '-'))).toBe(false)
  })

  it('names the column as asked', () => {
    expect(split([file, '--by', 'random', '--column', 'my "part"']).stdout).toMatch(
      /^id,label,patient,day,region,"my ""part"""\r\n/,
    )
  })

  it('reads .gz, and writes it where --out ends so', () => {
    const rule = ['--by', 'hash', '--key', 'id']
    const packed = write('packed.csv.gz', gzipSync(text))
    const plain = split([file, ...rule]).stdout
    split([packed, ...rule, '--out', 'plain.csv'])
    split([packed, ...rule, '--out', 'again.csv.gz'])
    expect(read('plain.csv').toString()).toBe(plain)
    expect(gunzipSync(read('again.csv.gz')).toString()).toBe(plain)
  })

  it('writes UTF-16 of the order that the file has', () => {
    const swapped = (all: string) => Buffer.from(`\ufeff${all}`, 'utf16le').swap16()
    split([write('wide.csv', swapped(text)), '--by', 'random', '--out', 'wide-out.csv'])
    expect(read('wide-out.csv')).toEqual(swapped(split([file, '--by', 'random']).stdout))
  })

  it('writes over its own input, through a link, with the rights that the file had', () => {
    const name = write('own.csv', text)
    chmodSync(join(folder, name), 0o640)
    symlinkSync(name, join(folder, 'link.csv'))
    split(['link.csv', '--by', 'random', '--out', 'link.csv'])
    expect(read(name).toString()).toBe(split([file, '--by', 'random']).stdout)
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o640)
  })

  it('is in the help, with every option', () => {
    const { stdout } = run(['split', '--help'])
    const names = [
      'by',
      'key',
      'label',
      'slice',
      'group',
      'time',
      'validation-from',
      'test-from',
      'gap',
      'hash',
      'train',
      'validation',
      'test',
      'folds',
      'seed',
      'column',
      'verify',
      'out',
    ]
    expect(
      names.filter((name) => !new RegExp(`--${name}\\b`).test(stdout.slice(stdout.indexOf('good-enough split')))),
    ).toEqual([])
  })

  it('writes to what is no file as it is', () => {
    split([file, '--by', 'random', '--out', '/dev/null'])
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true)
  })

  it('with --verify counts the rows that are otherwise, shows lines, and takes val for validation', () => {
    const rule = ['--by', 'hash', '--key', 'id']
    const made = split([file, ...rule]).stdout
    const renamed = write('renamed.csv', made.replaceAll(/,validation(?=\r?\n|$)/g, ',val'))
    expect(run(['split', renamed, ...rule, '--verify', 'split']).status).toBe(0)
    const first = made.match(/^c0,.*/m)![0]
    const broken = write('broken.csv', made.replace(first, first.replace(/,[a-z]+\r?$/, ',other\r')))
    const { status, stdout } = run(['split', broken, ...rule, '--verify', 'split'])
    expect(status).toBe(1)
    expect(stdout).toMatch(
      /^1 of 500 rows of column "split" are not as the rule has them: line 2\.\n\n {2}file \\ rule {2}train {2}validation {2}test\n/,
    )
    expect(stdout).toMatch(/\n {2}other +(1 +0 +0|0 +1 +0|0 +0 +1)\n$/)
  })
})

describe('good-enough split refuses', { timeout: 120_000 }, () => {
  it.each([
    [
      'no method',
      [file],
      '--by: found nothing, expected random, stratified, group, time, hash. Say how rows come into splits: --by hash --key COLUMN, for example.',
    ],
    [
      'an unknown method',
      [file, '--by', 'chance'],
      '--by: found "chance", expected random, stratified, group, time, hash. See good-enough --help.',
    ],
    ['no file', ['--by', 'random'], 'FILE: found no file, expected one CSV. Name one file, or - for standard input.'],
    [
      'no key',
      [file, '--by', 'hash'],
      '--key: found nothing, expected the column whose hash decides. See good-enough --help.',
    ],
    [
      'no group',
      [file, '--by', 'group'],
      '--group: found nothing, expected the column of what stays together. See good-enough --help.',
    ],
    ['no time', [file, '--by', 'time'], '--time: found nothing, expected the column of times. See good-enough --help.'],
    [
      'an option of another method',
      [file, '--by', 'random', '--hash', 'sha256'],
      '--hash: found --hash with --by random, expected options of --by random: --train --validation --test --folds --key --seed. Leave it out.',
    ],
    [
      'folds and shares',
      [file, '--by', 'random', '--folds', '3', '--test', '1'],
      '--folds: found folds and shares of train, validation or test, expected either. See good-enough --help.',
    ],
    [
      'one split',
      [file, '--by', 'random', '--train', '100'],
      '--train: found train alone, expected two splits or three. See good-enough --help.',
    ],
    [
      'shares of nothing',
      [file, '--by', 'random', '--train', '0'],
      '--train: found no share above 0, expected two splits or three. See good-enough --help.',
    ],
    [
      'a negative share',
      [file, '--by', 'random', '--train=-1'],
      '--train: found "-1", expected a share of 0 or more, in any unit. See good-enough --help.',
    ],
    [
      'broken buckets',
      [file, '--by', 'hash', '--key', 'id', '--train', '0.8', '--test', '0.2'],
      '--train: found 0.8, expected a whole number of buckets. See good-enough --help.',
    ],
    [
      'too many buckets',
      [file, '--by', 'hash', '--key', 'id', '--train', '9999999', '--test', '1'],
      '--train: found shares that come to 10000000 buckets, expected 2097152 at most. Divide all of them by a common factor.',
    ],
    [
      'a gap that is none',
      [file, '--by', 'time', '--time', 'day', '--gap', 'long'],
      '--gap: found "long", expected a duration such as 7d, 12h, 30m or 15s. See good-enough --help.',
    ],
    [
      'cut-offs in the wrong order',
      [file, '--by', 'time', '--time', 'day', '--validation-from', '2024-03-01', '--test-from', '2024-02-01'],
      '--validation-from: found "2024-02-01" after "2024-03-01", expected a later time. Put the starts in the order of the splits.',
    ],
    [
      'a column that is not there',
      [file, '--by', 'hash', '--key', 'customer'],
      'predictions.csv, --key: found no column "customer", expected one of "id", "label", "patient", "day", "region". Name a column of the header, as it is written there.',
    ],
    [
      'a time that is none',
      [file, '--by', 'time', '--time', 'region'],
      'predictions.csv, line 2, column "region": found "north", expected a date such as 2024-01-31, or a date and time such as 2024-01-31T12:30:00Z, or a plain number. Mend the times, or choose another column.',
    ],
    [
      'a name that is taken',
      [file, '--by', 'random', '--column', 'label'],
      'predictions.csv, line 1: found a column "label" in the header, expected a name that is free. Name the new column: --column NAME.',
    ],
    [
      'a file to write and to verify',
      [file, '--by', 'random', '--verify', 'label', '--out', 'x.csv'],
      '--out: found --out with --verify, expected --verify alone, which writes no file. Leave one out.',
    ],
    [
      'a folder that is not there',
      [file, '--by', 'random', '--out', 'nowhere/x.csv'],
      '--out: found nowhere/x.csv: ENOENT, expected a file that can be written. Check the path.',
    ],
    [
      'an unknown option',
      [file, '--by', 'random', '--sede', '1'],
      '--sede: found an unknown option, expected an option of `good-enough split`. Did you mean --seed?',
    ],
  ])('%s', (_, args, message) => {
    expect(refused(args)).toBe(message)
  })

  it.each([
    [
      'an empty key',
      ['--by', 'hash', '--key', 'id'],
      'id,p\na,1\n,2\nb,3\n',
      'standard input, line 3, column "id": found a missing value (row 2; the only such row), expected a value. Mend the file, or leave such rows out of it.',
    ],
    [
      'a key that is not UTF-8',
      ['--by', 'random', '--key', 'id'],
      Buffer.from('id,p\na,1\n\xe9,2\n', 'latin1'),
      'standard input, line 3, column "id": found bytes that are not UTF-8, "\ufffd" (row 2; the only such row), expected UTF-8 text. Mend the file, or leave such rows out of it.',
    ],
    [
      'rows of other lengths',
      ['--by', 'hash', '--key', 'id'],
      'id,p\na,1\nb\nc,1,2\nd,4\n',
      'standard input, line 3: found too few fields, "1 field" (row 2; 2 rows cannot be read), expected as many fields as the header has. Mend the file, or leave such rows out of it.',
    ],
    [
      'rows that end with a delimiter',
      ['--by', 'random'],
      'id,p\na,1,\nb,2,\n',
      'standard input: found rows that end with a delimiter under a header that does not, expected a header and rows that one more column can be added to. Take out what stands before the header, or save the table anew as CSV.',
    ],
  ])('%s, and leaves what --out names as it was, and nothing beside it', (_, rule, input, message) => {
    mkdirSync(join(folder, 'out'), { recursive: true })
    write('out/kept.csv', 'old')
    expect(refused(['-', ...rule, '--out', 'out/kept.csv'], input)).toBe(message)
    expect(refused(['-', ...rule, '--out', 'out/new.csv'], input)).toBe(message)
    expect(refused(['-', ...rule], input)).toBe(message)
    expect(read('out/kept.csv').toString()).toBe('old')
    expect(readdirSync(join(folder, 'out'))).toEqual(['kept.csv'])
  })

  it('to leave anything where it is stopped', async () => {
    mkdirSync(join(folder, 'stopped'))
    const child = spawn(
      process.execPath,
      [program, 'split', '-', '--by', 'hash', '--key', 'id', '--out', 'stopped/out.csv'],
      { cwd: folder, stdio: ['pipe', 'ignore', 'pipe'] },
    )
    child.stdin.write(text)
    while (readdirSync(join(folder, 'stopped')).length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
    child.kill('SIGINT')
    expect(await once(child, 'exit')).toEqual([130, null])
    expect(existsSync(join(folder, 'stopped/out.csv'))).toBe(false)
    expect(readdirSync(join(folder, 'stopped'))).toEqual([])
  })
})

describe('good-enough split --verify without a rule', { timeout: 120_000 }, () => {
  it('finds BigQuery’s, TFX’s and its own, and says them as a policy does', () => {
    const found = (rule: string[], more: string[] = []) => {
      const made = write('made.csv', split([file, ...rule]).stdout)
      const { status, stdout } = run(['split', made, '--verify', 'split', ...more])
      return { status, stdout }
    }
    expect(found(['--by', 'hash', '--key', 'id', '--train', '8', '--validation', '1', '--test', '1'])).toEqual({
      status: 0,
      stdout:
        'Column "split" is what this rule makes, on all 500 rows:\n\n' +
        '  by hash: MOD(ABS(FARM_FINGERPRINT(id)), 10), train 0 to 7, validation 8, test 9\n\n' +
        '  split: {"by":"hash","key":"id","hash":"farm_fingerprint","train":8,"validation":1,"test":1}\n',
    })
    expect(
      found(['--by', 'hash', '--key', 'id', '--hash', 'sha256', '--train', '3', '--test', '1'], ['--key', 'id']).stdout,
    ).toContain('SHA-256 of id modulo 4, train 0 to 2, test 3')
    expect(found(['--by', 'random', '--key', 'id', '--seed', '42']).stdout).toContain(
      'at random, in the order of SHA-256 of "42:" + id: train 70, validation 15, test 15',
    )
  })

  it('says so where there is none, with status 1', () => {
    const { status, stdout } = run([
      'split',
      write('made.csv', split([file, '--by', 'random', '--seed', '9']).stdout),
      '--verify',
      'split',
      '--key',
      'id',
    ])
    expect(status).toBe(1)
    expect(stdout).toBe(
      'No rule was found for column "split": neither BigQuery’s nor TFX’s buckets, nor an order by SHA-256, of "id".\n',
    )
  })
})

describe('good-enough split --snippet', { timeout: 120_000 }, () => {
  it('prints the rule elsewhere, and says where it cannot be the same', () => {
    expect(
      run(['split', file, '--by', 'hash', '--key', 'id', '--train', '8', '--test', '2', '--snippet', 'bigquery'])
        .stdout,
    ).toContain('FARM_FINGERPRINT(')
    expect(refused([file, '--by', 'hash', '--key', 'id', '--snippet', 'duckdb'])).toMatch(
      /^--snippet: found "duckdb", expected a place where the same split can be made. DuckDB has no function/,
    )
    expect(refused([file, '--by', 'random', '--snippet', 'excel'])).toContain(
      'bigquery, duckdb, spark, postgresql, pandas',
    )
  })
})
