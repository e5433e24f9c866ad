import type { CheckedRows } from '../../../src/split/check/rows.ts'
import type { Utf8Column } from '../../../src/table/column.ts'
import { drawnUniforms } from '../../simulate/uniforms.ts'

/** Rows as a file would hold them, one object a row. */
export interface SampleRow {
  split: string
  id?: string
  group?: string
  time?: number
  label?: number
  scores: number[]
  slice?: string
}

const order = ['train', 'validation', 'test']
const labels = ['no', 'yes', 'maybe']

export function checkedRows(rows: SampleRow[], numbers = false): CheckedRows {
  const names = [...new Set(rows.map(({ split }) => split))].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1))
  const column = (of: (row: SampleRow) => string) => {
    const values = [...new Set(rows.map(of))].sort()
    return { codes: Uint32Array.from(rows, (row) => values.indexOf(of(row))), values }
  }
  const groups = rows[0].group === undefined ? null : column(({ group }) => group!)
  const truth = Float64Array.from(rows, ({ label }) => label ?? 0)
  return {
    rowCount: rows.length,
    names,
    codes: Uint8Array.from(rows, ({ split }) => names.indexOf(split)),
    ids: rows[0].id === undefined ? null : utf8(rows.map(({ id }) => id!)),
    groups: groups && { codes: groups.codes, names: groups.values },
    times:
      rows[0].time === undefined
        ? null
        : { values: Float64Array.from(rows, ({ time }) => time!), text: (time) => `day ${time}` },
    truth: numbers ? { kind: 'numbers', values: truth } : { kind: 'classes', codes: Uint8Array.from(truth), labels },
    models: new Map(
      (['candidate', 'production'] as const)
        .slice(0, rows[0].scores.length)
        .map((model, i) => [model, [Float64Array.from(rows, ({ scores }) => scores[i])]]),
    ),
    slices: rows[0].slice === undefined ? [] : [{ column: 'region', ...column(({ slice }) => slice!) }],
    placeOf: (row, role) => ({ file: 'p.csv', lineNumber: row + 2, ...(role === null ? {} : { column: role }) }),
  }
}

function place(name: string): number {
  return order.includes(name) ? order.indexOf(name) : order.length
}

function utf8(values: string[]): Utf8Column {
  const parts = values.map((value) => new TextEncoder().encode(value))
  const offsets = new Float64Array(values.length + 1)
  parts.forEach((part, i) => {
    offsets[i + 1] = offsets[i] + part.length
  })
  const bytes = new Uint8Array(offsets[values.length])
  parts.forEach((part, i) => bytes.set(part, offsets[i]))
  return { kind: 'utf8', bytes, offsets }
}

/** Rows drawn independently and split at random, 60 : 20 : 20: nothing is to be found. */
export function cleanRows(seed: number, rowCount: number): SampleRow[] {
  const uniform = drawnUniforms({ seed, world: 'splits', size: rowCount, number: 0 }, rowCount, 6)
  return Array.from({ length: rowCount }, (_, row) => ({
    split: uniform(row, 0) < 0.6 ? 'train' : uniform(row, 0) < 0.8 ? 'validation' : 'test',
    label: uniform(row, 1) < 0.3 ? 1 : 0,
    // Two words make a score that no other row has by chance.
    scores: [uniform(row, 2) + uniform(row, 3) * 2 ** -32, uniform(row, 3) + uniform(row, 2) * 2 ** -32],
    slice: uniform(row, 4) < 0.5 ? 'north' : 'south',
    group: `g${row}`,
  }))
}

/** The same rows in another order, from a seed. */
export function shuffled<T>(rows: T[], seed: number): T[] {
  const uniform = drawnUniforms({ seed, world: 'order', size: rows.length, number: 0 }, rows.length, 1)
  return rows
    .map((row, i) => ({ row, key: uniform(i, 0) }))
    .sort((a, b) => a.key - b.key)
    .map(({ row }) => row)
}
