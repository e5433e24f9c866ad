import { backslashed, doubled, type Dialect } from './dialect.ts'

/** Spark SQL, 3.0 or newer, as documented; no test runs it. */
export const spark: Dialect = {
  title: 'Spark SQL',
  name: (name) => doubled(name, '`'),
  literal: (text) => backslashed(text, "'"),
  asText: (expression) => `CAST(${expression} AS STRING)`,
  sha256: (text) => `sha2(${text}, 256)`,
  fingerprint: null,
  hexadecimal: (digits) => `CAST(conv(${digits}, 16, 10) AS BIGINT)`,
  wide: (expression) => `CAST(${expression} AS DECIMAL(38, 0))`,
  asTime: (expression) => `CAST(${expression} AS TIMESTAMP)`,
  asNumber: (expression) => `CAST(${expression} AS DOUBLE)`,
  earlier: (time, milliseconds) => `${time} - INTERVAL '${milliseconds} milliseconds'`,
  timeZone: "SET TIME ZONE 'UTC'",
}
