/** Typed columns, named as in Apache Arrow. Row r of every column of a table belongs to the same record. */

/** Real numbers, IEEE 754 double precision, one per row. */
export interface Float64Column {
  kind: 'float64'
  values: Float64Array
}

/** Strings from a small set: row r holds `values[codes[r]]`. `values` are distinct, in order of first appearance. */
export interface DictionaryColumn {
  kind: 'dictionary'
  codes: Uint32Array
  values: string[]
}

/** Strings that are mostly distinct (ids), kept as UTF-8: row r is `bytes[offsets[r]] … bytes[offsets[r + 1] - 1]`. */
export interface Utf8Column {
  kind: 'utf8'
  bytes: Uint8Array
  /** rowCount + 1 byte offsets, exact integers (float64, as a column may pass 4 GiB). */
  offsets: Float64Array
}

/** One column of a table. */
export type Column = Float64Column | DictionaryColumn | Utf8Column
/** How a column is kept. */
export type ColumnKind = Column['kind']

/** The requested columns of one file; `columns[i]` is the i-th requested column. */
export interface Table {
  rowCount: number
  columns: Column[]
}
