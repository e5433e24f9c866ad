// Runs snippets on DuckDB: reads `predictions.csv` and `NAME.sql` in a folder, writes `NAME.csv` with the rows' splits.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'

const [folder, ...names] = process.argv.slice(2)
const quoted = (text) => `'${text.replaceAll("'", "''")}'`
const connection = await (await DuckDBInstance.create(':memory:')).connect()
await connection.run(
  `CREATE TABLE predictions AS SELECT * FROM read_csv(${quoted(join(folder, 'predictions.csv'))}, all_varchar = true, header = true, quote = '"', escape = '"', nullstr = 'no value is this')`,
)
for (const name of names) {
  const [, setting, query] = /^(?:(SET [^;]*);\n)?(.*)$/s.exec(readFileSync(join(folder, `${name}.sql`), 'utf8'))
  if (setting !== undefined) await connection.run(setting)
  await connection.run(
    `COPY (SELECT row, split FROM (${query}) AS answer) TO ${quoted(join(folder, `${name}.csv`))} (HEADER true)`,
  )
}
