import type { Contender, Outcome } from './contender.ts'
import { duckdb } from './duckdb.ts'
import { ours } from './ours.ts'
import { papaparse } from './papaparse.ts'
import { reading } from './reading.ts'

const contenders: Record<string, () => Contender> = {
  reading: () => reading(null),
  'reading in slices': () => reading(64 << 20),
  ours: () => ours('read'),
  evaluate: () => ours('evaluate'),
  'DuckDB-WASM': duckdb,
  PapaParse: papaparse,
}

let contender: Contender

/** What the benchmark calls from outside. */
const bench = {
  async prepare(name: string): Promise<void> {
    contender = contenders[name]()
    await contender.prepare()
  },

  /** Takes the chosen file; milliseconds as the page sees them. */
  async run(): Promise<Outcome & { ms: number }> {
    const { files } = document.querySelector('input') as HTMLInputElement
    const startedAt = performance.now()
    const outcome = await contender.run((files as FileList)[0])
    return { ...outcome, ms: performance.now() - startedAt }
  },
}

Object.assign(globalThis, { bench })
