/**
 * The part of PapaParse that is used here, as `#papaparse`: `imports` of package.json puts these types in the place of
 * @types/papaparse, which brings the types of Node and of the page into every layer that reads CSV.
 */

interface ParseConfig {
  delimiter?: string
  newline?: '\n' | '\r' | '\r\n'
  quoteChar?: string
  header?: boolean
  /** Parse this many records only; 0 for all. */
  preview?: number
  skipEmptyLines?: boolean | 'greedy'
}

interface ParseResult<Row> {
  data: Row[]
  errors: { code: string; row?: number }[]
  meta: { delimiter: string }
}

declare const Papa: {
  parse<Row>(text: string, config?: ParseConfig): ParseResult<Row>
  unparse(records: readonly (readonly unknown[])[], config?: { delimiter?: string }): string
  Parser: {
    new (config: ParseConfig): { parse(text: string, baseIndex: number, ignoreLastRow: boolean): ParseResult<string[]> }
  }
  RECORD_SEP: '\x1e'
  UNIT_SEP: '\x1f'
}
export default Papa
