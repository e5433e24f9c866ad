import { readHead } from '../csv/head.ts'
import { readTable } from '../csv/read.ts'
import type { ByteSource } from '../csv/source.ts'
import type { OpenOptions, TableSource } from './table-source.ts'

/** Opens a CSV, plain or compressed with gzip. */
export async function openCsv(source: ByteSource, _options: OpenOptions): Promise<TableSource> {
  const head = await readHead(source)
  const isWhole = head.complete && head.records.length < 1000
  return {
    name: source.name,
    container: head.dialect.compressed ? 'gzip' : 'csv',
    columns: head.columns,
    records: head.records,
    isWhole,
    rowCount: isWhole ? head.records.length : null,
    notices: head.notices,
    headerLine: head.dialect.headerLine,
    places: 'line',
    read: (requests, options) => readTable(source, head, requests, options),
  }
}
