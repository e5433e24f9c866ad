import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { tableReaders } from '../../src/containers/readers.ts'
import { noAnswers } from '../../src/inspect/no-answers.ts'
import { withAnswer } from '../../src/inspect/answers.ts'
import { FileInspector } from '../../src/worker/inspecting.ts'
import { rejectionOf } from '../helpers/fault.ts'

const rows = Array.from({ length: 1200 }, (_, i) => `${i % 3 === 0 ? 1 : 0},0.${(i * 37) % 1000}`)
const table = new File([`y_true,y_proba\n${rows.join('\n')}\n`], 'rows.csv')
const broken = new File([''], 'broken.csv')
const bare = new File(['y_true,y_proba\n'], 'bare.csv')

/** An inspector, and how often it has opened a file. */
function counted() {
  let count = 0
  const inspector = new FileInspector(
    (file) => ({
      name: file.name,
      byteLength: file.size,
      open: () => {
        count += 1
        return file.stream()
      },
    }),
    async () => (await import('../../src/containers/readers.ts')).tableReaders,
  )
  return { inspector, opened: () => count }
}

describe('opening files', () => {
  test('says what each is, and of which one what is wrong; the others lose nothing', async () => {
    const { tables, faults } = await counted().inspector.open([broken, table, bare], null)
    expect(tables).toMatchObject([{ name: 'rows.csv', columns: ['y_true', 'y_proba'], warnings: [] }])
    expect(tables[0].records).toHaveLength(100)
    expect(faults.map(({ file, fault: { code, place } }) => [file, code, place.file])).toEqual([
      [0, 'empty_file', 'broken.csv'],
      [2, 'no_rows', 'bare.csv'],
    ])
  })

  test('of which one cannot be read is an error where they are asked about', async () => {
    expect(await rejectionOf(counted().inspector.inspect([table, broken], noAnswers, 0.5, null))).toMatchObject({
      code: 'empty_file',
    })
  })
})

describe('asking about files', () => {
  test('reads them once, however often it is asked; files that are others anew', async () => {
    const { inspector, opened } = counted()
    await inspector.open([table], null)
    const once = opened()
    for (const label of ['y_true', 'y_proba'])
      await inspector.inspect(
        [new File([table], table.name, { lastModified: table.lastModified })],
        withAnswer(noAnswers, { roles: { label } }),
        0.5,
        null,
      )
    expect(opened()).toBe(once)
    await inspector.inspect([new File(['a,b\n1,2\n'], 'rows.csv')], noAnswers, 0.5, null)
    expect(opened()).toBeGreaterThan(once)
  })

  test('says the task that an evaluation would tell by itself', async () => {
    const { inspector } = counted()
    expect(await inspector.inspect([table], noAnswers, 0.5, null)).toMatchObject({
      told: 'binary',
      inspection: { task: 'binary' },
    })
    const stars = new File(
      [`stars,predicted_stars\n${rows.map((_, i) => `${1 + (i % 5)},${1 + (i % 5)}.25`).join('\n')}\n`],
      's.csv',
    )
    expect(await inspector.inspect([stars], noAnswers, 0.5, null)).toMatchObject({
      told: null,
      inspection: { task: 'regression' },
    })
  })

  test('shows the rows as each answer would have them read', async () => {
    const { inspector } = counted()
    const [low, high] = await inspector.previews([table], noAnswers, 0.5, [{ threshold: 0 }, { threshold: 2 }], null)
    expect([low, high].map((preview) => preview!.rows[0].models[0].predicted)).toEqual(['1', '0'])
  })
})

describe('files that hold several tables', () => {
  const caseFile = (name: string) =>
    new File([readFileSync(new URL(`../containers/cases/${name}`, import.meta.url))], name)
  const opening = (files: File[], sheet: string | null = null) =>
    new FileInspector(
      (file) => ({
        name: file.name,
        byteLength: file.size,
        open: () => file.stream(),
        read: async (start, end) => new Uint8Array(await file.slice(start, end).arrayBuffer()),
      }),
      async () => tableReaders,
    ).open(files, sheet)

  test('archives are as many tables, which share their length and are named as an evaluation names them', async () => {
    const { tables } = await opening([new File(['a,b\n1,2\n'], 'new.csv'), caseFile('several.zip')])
    expect(tables.map(({ name }) => name)).toEqual(['new.csv', 'several.zip/a/new.csv', 'old.jsonl', 'p.parquet'])
    expect(tables[1].byteLength).toBe(Math.ceil(caseFile('several.zip').size / 3))
  })

  test('workbooks are read by the sheet that is named; which there are is said where none is', async () => {
    const { faults } = await opening([caseFile('two-sheets.xlsx')])
    const [{ fault }] = faults
    expect(fault.code).toBe('several_sheets')
    for (const sheet of fault.choices!)
      expect(await opening([caseFile('two-sheets.xlsx')], sheet)).toMatchObject({
        tables: [{ name: 'two-sheets.xlsx' }],
        faults: [],
      })
  })
})
