import { AsyncDuckDB, type AsyncDuckDBConnection, DuckDBDataProtocol, VoidLogger } from '@duckdb/duckdb-wasm'
import type { Answers, Contender } from './contender.ts'

const answersQuery = `
  SELECT count(*)::DOUBLE AS "rowCount", sum(label)::DOUBLE AS positives,
    count(*) FILTER (WHERE split = 'test')::DOUBLE AS "testRows", sum(score) AS "scoreSum",
    sum(score_v1) AS "scoreV1Sum", sum(score) FILTER (WHERE label = 1) AS "positiveScoreSum"`

/** All is told that would have to be found out otherwise. */
const scan = `read_csv('predictions.csv', header = true, auto_detect = false, delim = ',', quote = '"', escape = '"',
  columns = {id: 'VARCHAR', label: 'UTINYINT', score: 'DOUBLE', score_v1: 'DOUBLE', split: 'VARCHAR'})`

/**
 * The columns in use as a table in memory, then its answers. The package's fastest build that reads a File on disk: its
 * build with threads (`coi`) loses the File in them, and answers with no rows or with an error.
 */
export function duckdb(): Contender {
  let database: AsyncDuckDB
  let connection: AsyncDuckDBConnection
  return {
    async prepare() {
      const base = new URL('/duckdb/', location.href).href
      database = new AsyncDuckDB(new VoidLogger(), new Worker(`${base}duckdb-browser-eh.worker.js`))
      await database.instantiate(`${base}duckdb-eh.wasm`)
      await database.open({ path: ':memory:' })
      connection = await database.connect()
    },
    async run(file) {
      await database.registerFileHandle('predictions.csv', file, DuckDBDataProtocol.BROWSER_FILEREADER, true)
      await connection.query(`CREATE TABLE predictions AS SELECT label, score, score_v1, split FROM ${scan}`)
      const [row] = (await connection.query(`${answersQuery} FROM predictions`)).toArray()
      return { answers: row.toJSON() as Answers }
    },
  }
}
