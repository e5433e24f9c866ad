import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { tableReaders } from '../../src/containers/readers.ts'
import { evaluate } from '../../src/evaluate/evaluate.ts'
import { defaultPolicy, type Policy } from '../../src/policy/policy.ts'
import { reportText } from '../../src/report/formats.ts'
import { referenceKernels } from '../../src/tally/reference.ts'
import { caseBytes, fileSource } from '../containers/reading.ts'
import { scannersOf } from '../csv/everywhere.ts'
import { fixtureUrl, hasFixtures } from '../fixtures.ts'

const options = { kernels: referenceKernels(), scanners: scannersOf(1), loadReaders: async () => tableReaders }
const policy: Policy = { ...defaultPolicy, columns: { label: 'label', candidate: 'score', id: 'id' } }

describe('the same rows', () => {
  test('give the same result from every container', async () => {
    const results = new Set<string>()
    for (const name of ['one.zip', 'stored.zip', 'small.csv.zst', 'small.jsonl.zst', 'small.jsonl.gz']) {
      const { document } = await evaluate([fileSource(caseBytes(name), name)], policy, options)
      results.add(reportText(document, 'json'))
    }
    expect(results.size).toBe(1)
  })

  test.skipIf(!hasFixtures)('also of files that others wrote', async () => {
    const results = new Set<string>()
    for (const end of ['tsv', 'jsonl', 'parquet', 'feather', 'xlsx', 'zip']) {
      const bytes = new Uint8Array(readFileSync(fixtureUrl(`intake/22-plain.${end}`)))
      const { document } = await evaluate([fileSource(bytes, `22-plain.${end}`)], policy, options)
      results.add(reportText(document, 'json').replaceAll(/22-plain\.\w+/g, 'FILE'))
    }
    expect(results.size).toBe(1)
  })

  test('several tables of an archive are joined as several files are', async () => {
    const columns = { label: 'new.csv:label', candidate: 'new.csv:score', production: 'old.jsonl:score', id: 'id' }
    const source = fileSource(caseBytes('several.zip'), 'several.zip')
    await expect(evaluate([source], { ...policy, columns }, options)).rejects.toThrow(
      'new.csv, line 2, column "id": found id "0", which is not in every file',
    )
  })

  test('an error names the row of a file that has no lines', async () => {
    const source = fileSource(caseBytes('types-v2-zstd.parquet'), 't.parquet')
    const columns = { label: 'flag', positive: 'true', candidate: 'score' }
    await expect(evaluate([source], { ...policy, columns }, options)).rejects.toThrow(
      't.parquet, row 4, column "score": found a missing value (13 rows cannot be read)',
    )
  })
})
