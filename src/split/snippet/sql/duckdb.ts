import { doubled, type Dialect } from './dialect.ts'

/** DuckDB. */
export const duckdb: Dialect = {
  title: 'DuckDB',
  name: (name) => doubled(name, '"'),
  literal: (text) => doubled(text, "'"),
  asText: (expression) => `CAST(${expression} AS VARCHAR)`,
  sha256: (text) => `sha256(${text})`,
  fingerprint: null,
  hexadecimal: (digits) => `CAST('0x' || ${digits} AS BIGINT)`,
  wide: (expression) => `CAST(${expression} AS HUGEINT)`,
  asTime: (expression) => `CAST(${expression} AS TIMESTAMPTZ)`,
  asNumber: (expression) => `CAST(${expression} AS DOUBLE)`,
  earlier: (time, milliseconds) => `${time} - INTERVAL '${milliseconds} milliseconds'`,
  timeZone: "SET TimeZone = 'UTC'",
}
