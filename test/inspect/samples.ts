import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { FileSample } from '../../src/dataset/resolve.ts'
import { readHead } from '../../src/csv/head.ts'
import { bytesSource } from '../csv/sources.ts'

/** The first rows of a CSV on disk. */
export async function sampleOf(path: string | URL): Promise<FileSample> {
  const name = basename(typeof path === 'string' ? path : decodeURIComponent(path.pathname))
  const { columns, records, complete, dialect } = await readHead(bytesSource(readFileSync(path), undefined, name))
  return { file: name, columns, records, headerLine: dialect.headerLine, rowCount: complete ? records.length : null }
}

/** A sample of lines with cells between commas. */
export function sample(text: string, file = 'p.csv'): FileSample {
  const [columns, ...records] = text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(','))
  return { file, columns, records, rowCount: records.length }
}
