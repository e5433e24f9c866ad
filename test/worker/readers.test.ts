import { afterEach, expect, test } from 'vitest'
import { tableReaders } from '../../src/containers/readers.ts'
import { engineService } from '../../src/worker/engine.ts'
import { provideReaders, readersOfWorker } from '../../src/worker/readers-slot.ts'
import { caseBytes } from '../containers/reading.ts'

afterEach(() => Reflect.deleteProperty(globalThis, 'tableReaders'))

const file = (name: string) => new File([caseBytes(name)], name)

test('an engine without the readers asks for them, and only where a file needs them', async () => {
  const engine = engineService(undefined, readersOfWorker)
  const csv = new File(['y,p\n1,0.5\n0,0.2\n'], 'p.csv')
  expect(await engine.open([csv], null)).toMatchObject({
    ok: true,
    value: { tables: [{ name: 'p.csv', columns: ['y', 'p'] }] },
  })
  expect(await engine.open([csv, file('types.arrow')], null)).toEqual({ ok: false, needsReaders: true })
  provideReaders(tableReaders)
  expect(await engine.open([csv, file('types.arrow')], null)).toMatchObject({ ok: true })
})

test('an archive of several tables is as many files', async () => {
  provideReaders(tableReaders)
  const inspected = await engineService(undefined, readersOfWorker).open([file('several.zip')], null)
  expect(inspected).toMatchObject({
    ok: true,
    value: { tables: [{ name: 'new.csv' }, { name: 'old.jsonl' }, { name: 'p.parquet' }] },
  })
})

test('what cannot be read is a fault, also where another part of the program says so', async () => {
  provideReaders(tableReaders)
  const inspected = await engineService(undefined, readersOfWorker).open([file('two-sheets.xlsx')], null)
  expect(inspected).toMatchObject({
    ok: true,
    value: { faults: [{ file: 0, fault: { code: 'several_sheets', place: { file: 'two-sheets.xlsx' } } }] },
  })
})
