import { expect, test } from 'vitest'
import { pastedTable, sortFiles } from '../../../src/page/open/intake.ts'

const named = (name: string) => new File(['x'], name)

test('policies and ledgers are told by their names; everything else is a table', async () => {
  const { tables, policies, ledgers } = await sortFiles(
    ['a.csv', 'P.YAML', 'b.csv.gz', 'c.json', 'd', 'e.yml', 'c.Ledger.json'].map(named),
  )
  expect(tables.map(({ name }) => name)).toEqual(['a.csv', 'b.csv.gz', 'd'])
  expect(policies.map(({ name }) => name)).toEqual(['P.YAML', 'c.json', 'e.yml'])
  expect(ledgers.map(({ name }) => name)).toEqual(['c.Ledger.json'])
})

test('a baseline is told from a policy by its format, whatever it is called', async () => {
  const files = ['{\n  "format": "good-enough/baseline",\n', '{"format":"good-enough/baseline"}', '{"version": 1}'].map(
    (text, at) => new File([text], `${at}.json`),
  )
  const { policies, baselines } = await sortFiles([
    ...files,
    new File(['"format": "good-enough/baseline"'], 'notes.csv'),
  ])
  expect(baselines.map(({ name }) => name)).toEqual(['0.json', '1.json'])
  expect(policies.map(({ name }) => name)).toEqual(['2.json'])
})

test('a paste of tabs or commas over two lines is a table, byte for byte', async () => {
  expect(pastedTable('y\tp\n1\t0.5')?.name).toBe('pasted.tsv')
  expect(await pastedTable('y,p\r\n1,0.5\r\n')?.text()).toBe('y,p\r\n1,0.5\r\n')
})

test.each(['', 'a sentence, with a comma', 'one\ntwo', 'y\tp', 'y\tp\n  '])('%j is not a table', (text) => {
  expect(pastedTable(text)).toBeNull()
})
