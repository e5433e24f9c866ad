import { doubled, type Dialect } from './dialect.ts'

/** PostgreSQL, 11 or newer. */
export const postgresql: Dialect = {
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
