import { openArrow } from './arrow/arrow.ts'
import { unpackedZstd } from './compressed.ts'
import { openJsonArray, openJsonLines } from './json/json.ts'
import { openParquet } from './parquet/parquet.ts'
import type { TableReaders } from './table-source.ts'
import { isWorkbook } from './xlsx/workbook.ts'
import { openXlsx } from './xlsx/xlsx.ts'
import { openZip, zipFiles } from './zip.ts'

/** The readers of everything but CSV: a part of the program that is loaded only where a file needs it. */
export const tableReaders: TableReaders = {
  json: openJsonArray,
  jsonl: openJsonLines,
  parquet: openParquet,
  arrow: openArrow,
  xlsx: openXlsx,
  async zip(source, isTaken) {
    const archive = await openZip(source)
    return isWorkbook(archive) ? null : zipFiles(archive, isTaken)
  },
  zstd: unpackedZstd,
}
