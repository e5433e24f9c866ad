import { backslashed, type Dialect } from './dialect.ts'

/** GoogleSQL as BigQuery documents it; no test runs it, as BigQuery runs nowhere else. */
export const bigquery: Dialect = {
  title: 'BigQuery',
  name: (name) => backslashed(name, '`'),
  literal: (text) => backslashed(text, "'"),
  asText: (expression) => `CAST(${expression} AS STRING)`,
  sha256: (text) => `TO_HEX(SHA256(${text}))`,
  fingerprint: (text) => `FARM_FINGERPRINT(${text})`,
  hexadecimal: (digits) => `CAST(CONCAT('0x', ${digits}) AS INT64)`,
  wide: (expression) => `CAST(${expression} AS BIGNUMERIC)`,
  asTime: (expression) => `CAST(${expression} AS TIMESTAMP)`,
  asNumber: (expression) => `CAST(${expression} AS FLOAT64)`,
  earlier: (time, milliseconds) => `TIMESTAMP_SUB(${time}, INTERVAL ${milliseconds} MILLISECOND)`,
  timeZone: null,
}
