/** How one dialect of SQL says what a split needs. Expressions go in and come out as SQL. */
export interface SqlDialect {
  title: string
  /** A name of a table or column, quoted. */
  name(name: string): string
  /** A string literal. */
  literal(text: string): string
  /** The expression as text. */
  asText(expression: string): string
  /** SHA-256 of a text's UTF-8, in lower-case hexadecimal digits. */
  sha256(text: string): string
  /** FarmHash's Fingerprint64 as a signed integer of 64 bits; null: there is no such function. */
  fingerprint: ((text: string) => string) | null
  /** The number that at most 15 hexadecimal digits write, as an integer of 64 bits. */
  hexadecimal(digits: string): string
  /** The expression as an integer of at least 38 digits. */
  wide(expression: string): string
  /** The expression as a point in time; without a zone it is UTC. */
  asTime(expression: string): string
  /** The expression as a real number of 64 bits. */
  asNumber(expression: string): string
  /** The point in time so many milliseconds before. */
  earlier(time: string, milliseconds: number): string
  /** A statement that has to come first, so that times without a zone are UTC; null: they are. */
  timeZone: string | null
}

/** Quotes as standard SQL does: the quote itself twice. */
function doubled(text: string, quote: string): string {
  return quote + text.replaceAll(quote, quote + quote) + quote
}

/** Quotes with backslashes before the quote, backslashes and line ends. */
function backslashed(text: string, quote: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll(quote, `\\${quote}`)
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
  return quote + escaped + quote
}

/** GoogleSQL as BigQuery documents it; no test runs it, as BigQuery runs nowhere else. */
export const bigquery: SqlDialect = {
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

/** DuckDB. */
export const duckdb: SqlDialect = {
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

/** PostgreSQL, 11 or newer. */
export const postgresql: SqlDialect = {
  title: 'PostgreSQL',
  name: (name) => doubled(name, '"'),
  literal: (text) => doubled(text, "'"),
  asText: (expression) => `CAST(${expression} AS text)`,
  sha256: (text) => `encode(sha256(convert_to(${text}, 'UTF8')), 'hex') COLLATE "C"`,
  fingerprint: null,
  hexadecimal: (digits) => `CAST(CAST('x' || lpad(${digits}, 16, '0') AS bit(64)) AS bigint)`,
  wide: (expression) => `CAST(${expression} AS numeric)`,
  asTime: (expression) => `CAST(${expression} AS timestamptz)`,
  asNumber: (expression) => `CAST(${expression} AS double precision)`,
  earlier: (time, milliseconds) => `${time} - INTERVAL '${milliseconds} milliseconds'`,
  timeZone: "SET TIME ZONE 'UTC'",
}

/** Spark SQL, 3.0 or newer, as documented; no test runs it. */
export const spark: SqlDialect = {
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
