import type { Column, ColumnKind } from '../table/column.ts'
import { codeOf, createDictionary } from '../table/dictionary.ts'
import type { ScannedColumn, ScannedDictionary, ScannedFloat64, ScannedUtf8 } from './plan.ts'
import { decodeUtf8 } from './utf8.ts'

/** One column of the file, to which the chunks' parts are added in file order; a part is not kept. */
export interface GrowingColumn {
  /** @param expectedRows about how many rows the whole file will have, for which room is made */
  append(part: ScannedColumn, expectedRows: number): void
  finish(rowCount: number): Column
}

/** An empty column of a kind. */
export function growingColumn(kind: ColumnKind): GrowingColumn {
  if (kind === 'float64') return growingFloat64()
  return kind === 'dictionary' ? growingDictionary() : growingUtf8()
}

function growingFloat64(): GrowingColumn {
  let values = new Float64Array(0)
  let used = 0
  return {
    append(part, expectedRows) {
      const more = (part as ScannedFloat64).values
      if (used + more.length > values.length)
        values = enlarged(values, new Float64Array(Math.max(expectedRows, used + more.length)))
      values.set(more, used)
      used += more.length
    },
    finish: (rowCount) => ({ kind: 'float64', values: values.subarray(0, rowCount) }),
  }
}

function growingDictionary(): GrowingColumn {
  let codes = new Uint32Array(0)
  let used = 0
  const dictionary = createDictionary()
  return {
    append(part, expectedRows) {
      const { codes: more, bytes, offsets } = part as ScannedDictionary
      if (used + more.length > codes.length)
        codes = enlarged(codes, new Uint32Array(Math.max(expectedRows, used + more.length)))
      const codeOfPart = new Uint32Array(offsets.length - 1)
      let isSame = true
      for (let code = 0; code < codeOfPart.length; code++) {
        codeOfPart[code] = codeOf(dictionary, bytes, offsets[code], offsets[code + 1])
        if (codeOfPart[code] !== code) isSame = false
      }
      if (isSame) codes.set(more, used)
      else for (let row = 0; row < more.length; row++) codes[used + row] = codeOfPart[more[row]]
      used += more.length
    },
    finish(rowCount) {
      const { bytes, offsets, size } = dictionary
      const values = Array.from({ length: size }, (_, code) =>
        decodeUtf8(bytes.subarray(offsets[code], offsets[code + 1])),
      )
      return { kind: 'dictionary', codes: codes.subarray(0, rowCount), values }
    },
  }
}

function growingUtf8(): GrowingColumn {
  let bytes = new Uint8Array(0)
  let offsets = new Float64Array(1)
  let rows = 0
  return {
    append(part, expectedRows) {
      const { bytes: moreBytes, offsets: moreOffsets } = part as ScannedUtf8
      const count = moreOffsets.length - 1
      const start = offsets[rows]
      if (rows + count >= offsets.length)
        offsets = enlarged(offsets, new Float64Array(Math.max(expectedRows, rows + count) + 1))
      if (start + moreBytes.length > bytes.length) {
        const expectedBytes = Math.ceil(((start + moreBytes.length) / (rows + count)) * expectedRows)
        bytes = enlarged(bytes, new Uint8Array(Math.max(expectedBytes, start + moreBytes.length)))
      }
      bytes.set(moreBytes, start)
      for (let k = 1; k <= count; k++) offsets[rows + k] = start + moreOffsets[k]
      rows += count
    },
    finish: (rowCount) => ({
      kind: 'utf8',
      bytes: bytes.subarray(0, offsets[rowCount]),
      offsets: offsets.subarray(0, rowCount + 1),
    }),
  }
}

function enlarged<A extends Float64Array | Uint32Array | Uint8Array>(values: A, larger: A): A {
  larger.set(values)
  return larger
}
