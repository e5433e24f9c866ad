import { describe, expect, it } from 'vitest'
import { localScanner } from '../../src/csv/scanner.ts'
import { decodeUtf8, encodeUtf8 } from '../../src/csv/utf8.ts'
import { localSplitter } from '../../src/evaluate/splitting/chunk-splitter.ts'
import { splitFile, type SplitFile } from '../../src/evaluate/splitting/split-file.ts'
import { verifySplit } from '../../src/evaluate/splitting/verify-split.ts'
import type { SplitRule } from '../../src/split/rule.ts'
import { referenceKernels } from '../../src/tally/reference.ts'
import { scannersOf } from '../csv/everywhere.ts'
import { bytesSource, openDiskPart } from '../csv/sources.ts'
import { rejectionOf } from '../helpers/fault.ts'

const parts = [
  { name: 'train', share: 3 },
  { name: 'validation', share: 1 },
  { name: 'test', share: 1 },
]
const rules: SplitRule[] = [
  { by: 'random', key: null, seed: 1, parts },
  { by: 'random', key: 'id', seed: 1, parts },
  { by: 'stratified', key: 'id', strata: ['label', 'note'], seed: 1, parts },
  { by: 'group', group: 'label', seed: 1, parts },
  { by: 'time', time: 'at', parts, starts: null, gapMs: 0 },
  { by: 'time', time: 'at', parts, starts: ['30', '40'], gapMs: 3 },
  { by: 'hash', key: 'id', hash: 'farm_fingerprint', seed: null, parts },
  { by: 'hash', key: 'note', hash: 'sha256', seed: 7, parts },
]

const notes = ['"a\nb"', '"c""d"', 'plain', '"e\r\nf,"']
const text = `id,label,at,note\r\n${Array.from({ length: 60 }, (_, i) => `k${i},${i % 3},${(i * 7) % 60},${notes[i % 4]}${i % 5 === 0 ? '\r' : '\n'}`).join('')}`
const bytes = encodeUtf8(text)

const common = { kernels: referenceKernels(), placeOf: () => ({}) }

async function madeBy(
  rule: SplitRule,
  chunkBytes: number,
  pieceBytes: number,
  count: 1 | 3,
): Promise<{ text: string; made: SplitFile }> {
  const pieces: string[] = []
  const scanners = scannersOf(count)
  const made = await splitFile(bytesSource(bytes, pieceBytes), rule, {
    ...common,
    scanners,
    chunkBytes,
    splitters: scanners.map(localSplitter),
    column: 'split',
    write: async (piece) => void pieces.push(decodeUtf8(piece)),
  })
  return { text: pieces.join(''), made }
}

describe('a file split by a rule', () => {
  it.each(rules)(
    '$by is the same bytes and counts at every size of chunks and pieces, at any number of scanners',
    async (rule) => {
      const whole = await madeBy(rule, 1 << 20, bytes.length, 1)
      expect(whole.text.replaceAll(/,(split|train|validation|test|gap)(?=[\r\n])/g, '')).toBe(text)
      expect(whole.made.counts.reduce((a, b) => a + b)).toBe(60)
      whole.made.names.forEach((name, i) =>
        expect(whole.text.split(new RegExp(`,${name}[\\r\\n]`))).toHaveLength(whole.made.counts[i] + 1),
      )
      for (const chunkBytes of [1, 7, 30, 64, 97, 211, 1009]) {
        expect(
          await madeBy(rule, chunkBytes, 1 + ((chunkBytes * 7) % 31), chunkBytes % 2 === 0 ? 1 : 3),
          `chunks of ${chunkBytes} bytes`,
        ).toEqual(whole)
      }
    },
  )

  it.each(rules)('$by is what the rule makes of the rows, chunk by chunk or all at once', async (rule) => {
    const made = encodeUtf8((await madeBy(rule, 100, 50, 1)).text)
    const verified = await verifySplit(bytesSource(made), 'split', {}, rule, {
      ...common,
      scanners: [localScanner(openDiskPart)],
    })
    expect(verified).toMatchObject({ rowCount: 60, disagreeing: 0, lineNumbers: [] })
  })

  it('says where a split got no rows', async () => {
    const { made } = await madeBy(
      {
        by: 'hash',
        key: 'id',
        hash: 'sha256',
        seed: null,
        parts: [
          { name: 'train', share: 100_000 },
          { name: 'test', share: 1 },
        ],
      },
      1 << 20,
      bytes.length,
      1,
    )
    expect(made.splitNotices.map(({ code }) => code)).toEqual(['empty_split'])
  })

  it('notices a file that is written to between its two readings', async () => {
    let opened = 0
    const source = {
      ...bytesSource(bytes),
      open: () => bytesSource(++opened > 3 ? encodeUtf8(`${text}k60,1,1,x\n`) : bytes).open(),
    }
    const scanners = scannersOf(1)
    const options = { ...common, scanners, splitters: [], column: 'split', write: async () => undefined }
    expect(await rejectionOf(splitFile(source, rules[0], options))).toEqual({
      code: 'file_changed',
      message:
        'test.csv: found other rows when it was read again, expected a file that nobody writes to meanwhile. ' +
        'Try again when it is finished.',
    })
  })
})
