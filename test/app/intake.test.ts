import { expect, test } from 'vitest'
import { pastedTable, sortFiles } from '../../src/app/intake.ts'

const named = (name: string) => new File(['x'], name)

test('policies and ledgers are told by their names; everything else is a table', () => {
  const { tables, policies, ledgers } = sortFiles(['a.csv', 'P.YAML', 'b.csv.gz', 'c.json', 'd', 'e.yml', 'c.Ledger.json'].map(named))
  expect(tables.map(({ name }) => name)).toEqual(['a.csv', 'b.csv.gz', 'd'])
  expect(policies.map(({ name }) => name)).toEqual(['P.YAML', 'c.json', 'e.yml'])
  expect(ledgers.map(({ name }) => name)).toEqual(['c.Ledger.json'])
})

test('a paste of tabs or commas over two lines is a table, byte for byte', async () => {
  expect(pastedTable('y\tp\n1\t0.5')?.name).toBe('pasted.tsv')
  expect(await pastedTable('y,p\r\n1,0.5\r\n')?.text()).toBe('y,p\r\n1,0.5\r\n')
})

test.each(['', 'a sentence, with a comma', 'one\ntwo', 'y\tp', 'y\tp\n  '])('%j is not a table', (text) => {
  expect(pastedTable(text)).toBeNull()
})
