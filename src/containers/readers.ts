import { openArrow } from './arrow/arrow.ts'
import { unpackedZstd } from './compressed.ts'
import { openJsonArray, openJsonLines } from './json/json.ts'
import { openParquet } from './parquet/parquet.ts'
import type { TableReaders } from './table-source.ts'
import { isWorkbook } from './xlsx/workbook.ts'
import { openXlsx } from './xlsx/xlsx.ts'
import { openZip, zipFiles } from './zip.ts'
import { startPlainZstd, type StartZstd } from './zstd.ts'

/** The readers of everything but CSV: a part of the program that is loaded only where a file needs it. */
export const tableReaders: TableReaders = readersWith(startPlainZstd)

/**
 * The same readers with another decoder of Zstandard in Parquet and Arrow: where WebAssembly may run, one in it is faster.
 * @example readersWith(() => Promise.resolve((stored, out) => decode(stored, out.length)))
 */
export function readersWith(startZstd: StartZstd): TableReaders {
  return {
    json: openJsonArray,
    jsonl: openJsonLines,
    parquet: (source) => openParquet(source, startZstd),
    arrow: (source) => openArrow(source, startZstd),
    xlsx: openXlsx,
    async zip(source, isTaken) {
      const archive = await openZip(source)
      return isWorkbook(archive) ? null : zipFiles(archive, isTaken)
    },
    zstd: unpackedZstd,
  }
}
