import { InputError } from '../table/input-error.ts'

interface Format {
  words: string
  /** How its files begin: bytes, or text in any case after blanks. */
  start: readonly number[] | string
}

const ascii = (text: string): number[] => [...text].map((character) => character.charCodeAt(0))

/** File formats that people take for CSV, by their first bytes. */
const formats: Format[] = [
  { words: 'a ZIP archive (as Excel workbooks are)', start: [0x50, 0x4b, 0x03, 0x04] },
  { words: 'an empty ZIP archive', start: [0x50, 0x4b, 0x05, 0x06] },
  { words: 'a Parquet file', start: ascii('PAR1') },
  { words: 'a Zstandard-compressed file', start: [0x28, 0xb5, 0x2f, 0xfd] },
  { words: 'a bzip2-compressed file', start: [...ascii('BZh'), 0x39, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59] },
  { words: 'an xz-compressed file', start: [0xfd, ...ascii('7zXZ'), 0] },
  { words: 'a 7z archive', start: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c] },
  { words: 'an Excel workbook of the old kind', start: [0xd0, 0xcf, 0x11, 0xe0] },
  { words: 'a PDF document', start: ascii('%PDF-') },
  { words: 'an image (PNG)', start: [0x89, ...ascii('PNG')] },
  { words: 'an image (JPEG)', start: [0xff, 0xd8, 0xff] },
  { words: 'an image (GIF)', start: ascii('GIF8') },
  { words: 'an Arrow file', start: [...ascii('ARROW1'), 0, 0] },
  { words: 'an SQLite database', start: [...ascii('SQLite format 3'), 0] },
  { words: 'an HDF5 file', start: [0x89, ...ascii('HDF')] },
  { words: 'a NumPy array', start: [0x93, ...ascii('NUMPY')] },
  { words: 'a web page (was it a page to sign in?)', start: '<!doctype html' },
  { words: 'a web page (was it a page to sign in?)', start: '<html' },
  { words: 'an XML document', start: '<?xml' },
  { words: 'JSON', start: '{"' },
  { words: 'JSON', start: '[{' },
]

/** How many bytes of a file are needed to tell its format. */
export const SIGNATURE_BYTES = 24

/** InputError where a file begins as one of another format does. */
export function refuseOtherFormats(first: Uint8Array, file: string): void {
  const text = String.fromCharCode(...first.subarray(0, SIGNATURE_BYTES))
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart()
    .toLowerCase()
  const format = formats.find(({ start }) =>
    typeof start === 'string' ? text.startsWith(start) : start.every((byte, at) => first[at] === byte),
  )
  if (format === undefined) return
  throw new InputError({
    code: 'not_csv',
    place: { file },
    found: format.words,
    expected: 'CSV text, plain or compressed with gzip',
    remedy: 'Save or export the table as CSV.',
  })
}
