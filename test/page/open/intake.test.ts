import { expect, test } from 'vitest'
import { pastedTable, sortFiles, unreadableFile } from '../../../src/page/open/intake.ts'

const named = (name: string) => new File(['x'], name)

test('policies and ledgers are told by their names; everything else is a table', async () => {
  const { tables, policies, ledgers } = await sortFiles(
    ['a.csv', 'P.YAML', 'b.csv.gz', 'c.json', 'd', 'e.yml', 'c.Ledger.json'].map(named),
  )
  expect(tables.map(({ name }) => name)).toEqual(['a.csv', 'b.csv.gz', 'd'])
  expect(policies.map(({ name }) => name)).toEqual(['P.YAML', 'c.json', 'e.yml'])
  expect(ledgers.map(({ name }) => name)).toEqual(['c.Ledger.json'])
})

test('JSON that is rows is a table: a list, or a line for each', async () => {
  const texts = ['[{"y": 1}]', '{"y": 1}\n{"y": 0}\n', '{"version": 1,\n"requirements": []}', '\uFEFF [\n']
  const { tables, policies } = await sortFiles(texts.map((text, at) => new File([text], `${at}.json`)))
  expect([tables, policies].map((files) => files.map(({ name }) => name))).toEqual([
    ['0.json', '1.json', '3.json'],
    ['2.json'],
  ])
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

test.each([
  [
    'NotFoundError',
    'file_gone',
    'p.csv: found no such file any more, expected the file that was chosen. ' +
      'It was moved, renamed or deleted since: choose it again where it is now.',
  ],
  [
    'NotReadableError',
    'file_changed',
    'p.csv: found a file that the browser may no longer read, expected the file as it was when it was chosen. ' +
      'It was written to since, or its permissions changed: choose it again once nobody writes to it.',
  ],
])('a file that a browser refuses to read again with a %s is said to be why', async (name, code, message) => {
  const refused = Object.assign(named('p.csv'), {
    slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException('', name)) }),
  })
  const found = await unreadableFile([named('a.csv'), refused])
  expect([found?.fault.code, found?.message]).toEqual([code, message])
  expect(await unreadableFile([named('a.csv')])).toBeNull()
})

test('rows in JSON are a table, whatever a policy is named like', async () => {
  const { tables, policies } = await sortFiles([
    new File(['[{"a": 1}]'], 'array.json'),
    new File(['{"a": 1}\n{"a": 2}\n'], 'lines.json'),
    new File(['{"a": 1}'], 'lines.jsonl'),
    new File(['{"version": 1,\n "requirements": []}'], 'policy.json'),
    new File(['{"version": 1, "requirements": []}\n'], 'short.json'),
  ])
  expect(tables.map(({ name }) => name)).toEqual(['array.json', 'lines.json', 'lines.jsonl'])
  expect(policies.map(({ name }) => name)).toEqual(['policy.json', 'short.json'])
})
