import { zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { openTables } from '../../src/containers/open.ts'
import { tableReaders } from '../../src/containers/readers.ts'
import { InputError } from '../../src/table/input-error.ts'
import { encodeUtf8 } from '../../src/csv/utf8.ts'
import { gzipped } from '../csv/sources.ts'
import { caseBytes, fileSource, open, openCase, read } from './reading.ts'

/** What is said when a file is opened and read; an error that is none of the input fails. */
async function said(bytes: Uint8Array, name = 'p.bin'): Promise<string> {
  try {
    await read(await open(bytes, name), 'utf8')
  } catch (error) {
    if (error instanceof InputError) return error.message
    throw error
  }
  return 'read'
}

const ascii = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))
const start = (...first: (number | string)[]) =>
  Uint8Array.from([
    ...first.flatMap((part) => (typeof part === 'string' ? [...ascii(part)] : [part])),
    ...new Array<number>(100).fill(7),
  ])

describe('what is not read is refused by name, with what to do', () => {
  const readable = 'expected CSV, JSON, JSON lines, Parquet, Arrow or an Excel workbook (.xlsx)'
  test.each<[string, Uint8Array, string]>([
    [
      'bzip2',
      start('BZh91AY&SY'),
      `p.bin: found a bzip2-compressed file, ${readable}. Unpack it first, or compress it with gzip or Zstandard.`,
    ],
    [
      'xz',
      start(0xfd, '7zXZ', 0),
      `p.bin: found an xz-compressed file, ${readable}. Unpack it first, or compress it with gzip or Zstandard.`,
    ],
    ['7z', start('7z', 0xbc, 0xaf, 0x27, 0x1c), `p.bin: found a 7z archive, ${readable}. Unpack it first.`],
    ['RAR', start('Rar!'), `p.bin: found a RAR archive, ${readable}. Unpack it first.`],
    [
      'LZ4',
      start(0x04, 0x22, 0x4d, 0x18),
      `p.bin: found an LZ4-compressed file, ${readable}. Unpack it first, or compress it with gzip or Zstandard.`,
    ],
    ['ORC', start('ORC', 8), `p.bin: found an ORC file, ${readable}. Write the table as Parquet or CSV.`],
    ['Avro', start('Obj', 1), `p.bin: found an Avro file, ${readable}. Write the table as Parquet or CSV.`],
    [
      'Feather 1',
      start('FEA1'),
      `p.bin: found a Feather file of version 1, ${readable}. Write it as version 2: pyarrow.feather.write_feather(table, path).`,
    ],
    [
      '.xls',
      start(0xd0, 0xcf, 0x11, 0xe0),
      `p.bin: found an Excel workbook of the old kind (.xls), ${readable}. Save it as .xlsx or as CSV.`,
    ],
    [
      'a workbook with a password',
      start(0xd0, 0xcf, 0x11, 0xe0, [...'EncryptedPackage'].map((letter) => `${letter}\0`).join('')),
      `p.bin: found an Excel workbook that is protected with a password, ${readable}. Save it without the password, or as CSV.`,
    ],
    [
      'encrypted Parquet',
      start('PARE'),
      `p.bin: found an encrypted Parquet file, ${readable}. Write it without encryption.`,
    ],
    [
      'a pickle',
      start(0x80, 4, 0x95),
      `p.bin: found a Python pickle, which may run code, ${readable}. Write the table as Parquet or CSV: df.to_parquet(path).`,
    ],
    [
      'an archive in gzip',
      gzipped(start('PK', 3, 4)),
      `p.bin: found a ZIP archive, packed in gzip, ${readable}; CSV and JSON may be packed. Unpack it first.`,
    ],
    [
      'a picture in an archive',
      caseBytes('picture.zip'),
      'p.bin: found an image (PNG), expected CSV text, plain or compressed with gzip. Save or export the table as CSV.',
    ],
    [
      'an archive in an archive',
      zipSync({ 'a.zip': caseBytes('one.zip') }),
      `p.bin: found a ZIP archive, packed in an archive, ${readable}; CSV and JSON may be packed. Unpack it first.`,
    ],
    [
      'an empty archive',
      zipSync({ 'folder/': new Uint8Array(0) }),
      'p.bin: found a ZIP archive without files, expected one or several tables in it. Check that the export finished.',
    ],
    [
      'Parquet in gzip',
      caseBytes('small.parquet.gz'),
      `p.bin: found a Parquet file, packed in gzip, ${readable}; CSV and JSON may be packed. Unpack it first: Parquet is compressed by itself.`,
    ],
    [
      'LZ4 in Parquet',
      caseBytes('lz4.parquet'),
      'p.bin, column "id": found Parquet pages compressed with LZ4_RAW, expected pages that are not compressed, or with Snappy, gzip or Zstandard. ' +
        "Write it again with one of these, such as df.to_parquet(path, compression='zstd').",
    ],
    [
      'Brotli in Parquet',
      caseBytes('brotli.parquet'),
      'p.bin, column "id": found Parquet pages compressed with BROTLI, expected pages that are not compressed, or with Snappy, gzip or Zstandard. ' +
        "Write it again with one of these, such as df.to_parquet(path, compression='zstd').",
    ],
    [
      'a workbook with several sheets',
      caseBytes('two-sheets.xlsx'),
      'p.bin: found 2 sheets with cells: "Scores", "Other table", expected one sheet. Name the one to read (--sheet "Scores"), or save it as a file of its own.',
    ],
  ])('%s', async (_, bytes, message) => expect(await said(bytes)).toBe(message))

  test('an encrypted file in an archive', async () => {
    const bytes = zipSync({ 'a.csv': encodeUtf8('a,b\n1,2\n') })
    // The flag, in the header of the file and in the directory.
    bytes[6] |= 1
    bytes[bytes.findIndex((_, at) => bytes[at] === 0x50 && bytes[at + 2] === 1 && bytes[at + 3] === 2) + 8] |= 1
    expect(await said(bytes)).toContain('found a.csv, which is protected with a password')
  })
})

describe('damaged files', () => {
  const whole = [
    'types-v1-snappy.parquet',
    'types-v2-zstd.parquet',
    'types-plain-gzip.parquet',
    'types.arrow',
    'types-lz4.arrow',
    'types-zstd.arrow',
    'types-stream.arrows',
    'sheet.xlsx',
    'one.zip',
    'small.csv.zst',
    'small.jsonl.zst',
    'small.jsonl.gz',
  ]

  test.each(whole)('%s cut off anywhere is an error in words', async (name) => {
    const bytes = caseBytes(name)
    for (let k = 1; k < 24; k++) {
      const end = Math.floor((bytes.length * k) / 24)
      const text = await said(bytes.slice(0, end), name)
      // What ends at a message is a whole stream; a line that ends with a number may be whole.
      if (name === 'types-stream.arrows' && text === 'read') continue
      expect(text, `${end} bytes`).toMatch(/^\S+( \S+)*: found .*, expected .*\. .*\.$/)
    }
    expect(await said(bytes, name)).toBe('read')
  })

  test.each(whole)('%s with other bytes is an error in words, or read', async (name) => {
    const bytes = caseBytes(name)
    for (let k = 0; k < 24; k++) {
      const changed = bytes.slice()
      const at = (k * 7919) % bytes.length
      changed[at] ^= 1 << (k % 8)
      changed[(at * 31 + 7) % bytes.length] = (k * 37) % 256
      expect(await said(changed, name)).toMatch(/^read$|: found .*, expected .*/)
    }
  })
})

test('a page of Parquet without its size is an error in words, and ends', async () => {
  const bytes = caseBytes('types-small-pages.parquet')
  // The field of a page's header that has its size has another number then.
  bytes[10227] = 184
  expect(await said(bytes, 'p.parquet')).toContain('a Parquet file that cannot be read (a page ends early)')
})

describe('bombs', () => {
  const limit =
    /more than 100 MB when unpacked, over 200 times its size, expected at most 200 times the packed size, and 16 GiB\. If that is right, unpack it first\.$/

  test('a small archive of a huge file is stopped early', async () => {
    const zeros = new Uint8Array(150e6).fill(0x30)
    zeros.set(encodeUtf8('a,b\n1,2\n1,1\n'))
    for (let size = 4; 8 + size < zeros.length; size *= 2) zeros.copyWithin(8 + size, 8, 8 + size)
    const bytes = zipSync({ 'a.csv': zeros })
    expect(bytes.length).toBeLessThan(zeros.length / 200)
    expect(await said(bytes)).toMatch(limit)
  })

  test('a large file that packs as files do is read', async () => {
    const rows = Array.from({ length: 4e4 }, (_, row) => `${row},${(row * 0.618) % 1}\n`).join('')
    expect(await said(zipSync({ 'a.csv': encodeUtf8(`id,score\n${rows}`) }))).toBe('read')
  })
})

describe('archives', () => {
  const sources = (name: string) =>
    openTables([fileSource(caseBytes(name), name)], { loadReaders: async () => tableReaders })

  test('one table goes by the name of the archive, several by their own', async () => {
    expect((await sources('one.zip')).map(({ name }) => name)).toEqual(['one.zip'])
    expect((await sources('several.zip')).map(({ name, container }) => [name, container])).toEqual([
      ['new.csv', 'zip'],
      ['old.jsonl', 'zip'],
      ['p.parquet', 'zip'],
    ])
    expect((await sources('same-names.zip')).map(({ name }) => name)).toEqual(['a/p.csv', 'b/p.csv'])
  })

  test('a name that another file has stands behind that of its archive', async () => {
    const csv = fileSource(encodeUtf8('a,b\n1,2\n'), 'new.csv')
    const zip = fileSource(caseBytes('several.zip'), 'several.zip')
    const tables = await openTables([csv, zip], { loadReaders: async () => tableReaders })
    expect(tables.map(({ name }) => name)).toEqual(['new.csv', 'several.zip/a/new.csv', 'old.jsonl', 'p.parquet'])
  })

  test('where one table is needed, several are refused', async () => {
    await expect(openCase('several.zip')).rejects.toThrow(
      'several.zip: found an archive of 3 files: new.csv, old.jsonl, p.parquet, expected one table. Unpack it, and give one of them.',
    )
  })
})

describe('a stream that cannot be read anywhere', () => {
  test.each(['types.arrow', 'types-v2-zstd.parquet', 'sheet.xlsx', 'one.zip'])(
    '%s is read into memory',
    async (name) => {
      const source = { ...fileSource(caseBytes(name), name), byteLength: null, read: undefined }
      const [table] = await openTables([source], { loadReaders: async () => tableReaders })
      expect(table.records).toEqual((await openCase(name)).records)
    },
  )
})
