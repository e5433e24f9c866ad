/** What a file's first bytes say that it is. `text` may be a CSV. */
export type Signature =
  | 'text'
  | 'json'
  | 'jsonl'
  | 'parquet'
  | 'arrow'
  | 'zip'
  | 'gzip'
  | 'zstd'
  | 'encrypted_parquet'
  | 'feather1'
  | 'orc'
  | 'avro'
  | 'lz4'
  | 'bzip2'
  | 'xz'
  | '7z'
  | 'rar'
  | 'ole'
  | 'pickle'
  | 'tar'

/** How many bytes of a file `signatureOf` looks at. */
export const SIGNATURE_LENGTH = 512

const ascii = (text: string): number[] => [...text].map((character) => character.charCodeAt(0))

const starts: [Signature, number[]][] = [
  ['parquet', ascii('PAR1')],
  ['encrypted_parquet', ascii('PARE')],
  ['arrow', [...ascii('ARROW1'), 0, 0]],
  ['feather1', ascii('FEA1')],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['zip', [0x50, 0x4b, 0x05, 0x06]],
  ['gzip', [0x1f, 0x8b]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['orc', [...ascii('ORC'), 0x08]],
  ['orc', [...ascii('ORC'), 0x0a]],
  ['avro', [...ascii('Obj'), 1]],
  ['lz4', [0x04, 0x22, 0x4d, 0x18]],
  ['bzip2', [...ascii('BZh'), 0x39, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59]],
  ['xz', [0xfd, ...ascii('7zXZ'), 0]],
  ['7z', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['rar', ascii('Rar!')],
  ['ole', [0xd0, 0xcf, 0x11, 0xe0]],
]

/** What a file is by its first bytes, as many as `SIGNATURE_LENGTH` where it has them. */
export function signatureOf(first: Uint8Array): Signature {
  const known = starts.find(([, bytes]) => bytes.every((byte, at) => first[at] === byte))
  if (known !== undefined) return known[0]
  if (isArrowStream(first)) return 'arrow'
  if (first[0] === 0x80 && first[1] >= 2 && first[1] <= 5 && (first[2] === 0x95 || first[2] === 0x63)) return 'pickle'
  if (ascii('ustar').every((byte, at) => first[257 + at] === byte)) return 'tar'
  return textSignature(first)
}

/** A continuation marker, the length of the first message, and in it a flat buffer's root at a small offset. */
function isArrowStream(first: Uint8Array): boolean {
  if (first.length < 12 || first[0] !== 0xff || first[1] !== 0xff || first[2] !== 0xff || first[3] !== 0xff)
    return false
  const view = new DataView(first.buffer, first.byteOffset, first.length)
  const length = view.getInt32(4, true)
  return length > 0 && length % 8 === 0 && view.getUint32(8, true) < length
}

/** JSON starts with an object, or with a list of objects or lists; a CSV may start with a column `[id]`. */
function textSignature(first: Uint8Array): 'text' | 'json' | 'jsonl' {
  const start = new TextDecoder(encodingOf(first)).decode(first).replace(/^\ufeff/, '')
  if (/^\s*\{\s*(?:"|\}|$)/.test(start)) return 'jsonl'
  return /^\s*\[\s*(?:[[{]|\]\s*$)/.test(start) ? 'json' : 'text'
}

function encodingOf(first: Uint8Array): string {
  if (first[0] === 0xff && first[1] === 0xfe) return 'utf-16le'
  return first[0] === 0xfe && first[1] === 0xff ? 'utf-16be' : 'utf-8'
}
