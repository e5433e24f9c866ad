import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SnippetTarget } from '../../../src/split/snippet/snippet.ts'

/** Runs the snippets of a folder, `NAME.sql` or `NAME.py` beside `predictions.csv`, and leaves `NAME.csv` with `row` and `split`. */
interface Engine {
  target: SnippetTarget
  extension: 'sql' | 'py'
  run(folder: string, names: string[], columns: string[]): void
}

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** What of DuckDB, PostgreSQL and Python with pandas is on this machine; a line for each that is not. */
export const engines: Engine[] = [duckdb(), postgresql(), pandas()].filter((engine) => engine !== null)

/** The split of every row under every snippet, in the order of the rows. */
export function splitsBy(
  engine: Engine,
  snippets: Map<string, string>,
  columns: string[],
  rows: string[][],
): Map<string, string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'good-enough-snippets-'))
  chmodSync(folder, 0o777)
  try {
    writeFileSync(
      join(folder, 'predictions.csv'),
      [columns, ...rows].map((cells) => `${cells.map(quoted).join(',')}\n`).join(''),
    )
    snippets.forEach((code, name) => writeFileSync(join(folder, `${name}.${engine.extension}`), code))
    engine.run(folder, [...snippets.keys()], columns)
    return new Map(
      [...snippets.keys()].map((name) => [name, splitColumn(readFileSync(join(folder, `${name}.csv`), 'utf8'))]),
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`
}

/** Of lines `row,split`; neither holds a comma or a line end. */
function splitColumn(csv: string): string[] {
  const lines = csv
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(','))
  return lines
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, split]) => split.replace(/^"(.*)"$/s, '$1').replaceAll('""', '"'))
}

function duckdb(): Engine | null {
  if (!existsSync(here('node_modules/@duckdb/node-api'))) return missing('DuckDB', 'npm ci --prefix test/split/engines')
  return {
    target: 'duckdb',
    extension: 'sql',
    run: (folder, names) => void execute(process.execPath, [here('duckdb.mjs'), folder, ...names]),
  }
}

function pandas(): Engine | null {
  const pythons = ['python3', '/usr/bin/python3', 'python']
  const python = pythons.find((path) => spawnSync(path, ['-c', 'import pandas']).status === 0)
  if (python === undefined) return missing('Python with pandas', 'apt-get install python3-pandas')
  return {
    target: 'pandas',
    extension: 'py',
    run: (folder, names) => void execute(python, [here('scripts.py'), folder, ...names]),
  }
}

/** PostgreSQL without a server: a new cluster in the folder, and the program in its single-user mode. */
function postgresql(): Engine | null {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).map((version) => join(debian, version, 'bin')) : []
  const programs = [...(process.env.PATH ?? '').split(delimiter), ...versions].find(
    (path) => existsSync(join(path, 'initdb')) && existsSync(join(path, 'postgres')),
  )
  if (programs === undefined) return missing('PostgreSQL', 'apt-get install postgresql')
  return {
    target: 'postgresql',
    extension: 'sql',
    run: (folder, names, columns) => runPostgresql(programs, folder, names, columns),
  }
}

function runPostgresql(programs: string, folder: string, names: string[], columns: string[]): void {
  const cluster = join(folder, 'cluster')
  mkdirSync(cluster)
  // It refuses to run as root.
  const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
  if (nobody.uid !== undefined) chownSync(cluster, nobody.uid, nobody.gid)
  execute(join(programs, 'initdb'), ['-D', cluster, '-U', 'postgres', '-E', 'UTF8', '--no-locale', '--no-sync'], nobody)
  const name = (column: string) => `"${column.replaceAll('"', '""')}"`
  const statements = [
    `CREATE TABLE predictions (${columns.map((column) => `${name(column)} text`).join(', ')})`,
    `COPY predictions FROM '${folder}/predictions.csv' (FORMAT csv, HEADER)`,
    ...names.flatMap((snippet) => {
      const [, setting, query] =
        /^(?:(SET [^;]*);\n)?(.*)$/s.exec(readFileSync(join(folder, `${snippet}.sql`), 'utf8')) ?? []
      return [
        ...(setting === undefined ? [] : [setting]),
        `COPY (SELECT row, split FROM (${query}) AS answer) TO '${cluster}/${snippet}.csv' (FORMAT csv, HEADER)`,
      ]
    }),
  ]
  execute(join(programs, 'postgres'), ['--single', '-j', '-D', cluster, 'postgres'], {
    ...nobody,
    input: statements.map((statement) => `${statement};\n\n`).join(''),
  })
  names.forEach((snippet) => renameSync(join(cluster, `${snippet}.csv`), join(folder, `${snippet}.csv`)))
}

function execute(
  program: string,
  parameters: string[],
  options: { uid?: number; gid?: number; input?: string } = {},
): void {
  const { status, stderr, error } = spawnSync(program, parameters, { ...options, encoding: 'utf8' })
  if (status !== 0 || /\bERROR:/.test(stderr)) throw new Error(`${program}: ${error?.message ?? stderr}`)
}

function missing(title: string, remedy: string): null {
  console.log(`Skipped: ${title} is not here to run the snippets (${remedy}).`)
  return null
}
