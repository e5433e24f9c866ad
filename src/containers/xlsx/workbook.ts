import type { ByteSource } from '../../csv/source.ts'
import { entrySource, type ZipArchive } from '../zip.ts'
import { numberStyle, type NumberStyle, unescaped } from './cells.ts'
import { parseWhole } from './xml.ts'

/** A workbook's sheets, and what their cells refer to. */
export interface Workbook {
  sheets: { name: string; isHidden: boolean; source: ByteSource }[]
  /** Cells may hold the index of one of these. */
  texts: string[]
  /** By the style of a cell, what its number is. */
  styles: NumberStyle[]
  isSince1904: boolean
}

/** Whether an archive is a workbook (of the kind .xlsx or .xlsm). */
export function isWorkbook({ entries }: ZipArchive): boolean {
  return entries.some(({ path }) => path === 'xl/workbook.xml' || path === 'xl/workbook.bin')
}

/** Whether a workbook is of the binary kind, .xlsb. */
export function isBinaryWorkbook({ entries }: ZipArchive): boolean {
  return entries.some(({ path }) => path === 'xl/workbook.bin')
}

/** Reads everything of a workbook but the cells of its sheets. */
export async function readWorkbook(archive: ZipArchive): Promise<Workbook> {
  const part = (path: string): ByteSource | null => {
    const entry = archive.entries.find((other) => other.path.toLowerCase() === path.toLowerCase())
    return entry === undefined ? null : entrySource(archive, entry)
  }
  const book = part('xl/workbook.xml')
  if (book === null) throw new Error('it has no xl/workbook.xml')
  const targets = await relations(part('xl/_rels/workbook.xml.rels'))
  const sheets: { name: string; isHidden: boolean; id: string }[] = []
  let isSince1904 = false
  await parseWhole(book, {
    open(name, attribute) {
      if (name === 'workbookPr') isSince1904 = /^(?:1|true)$/.test(attribute('date1904') ?? '')
      if (name !== 'sheet') return
      const id = attribute('r:id') ?? attribute('id') ?? relationId(attribute)
      sheets.push({
        name: unescaped(attribute('name') ?? ''),
        isHidden: (attribute('state') ?? 'visible') !== 'visible',
        id,
      })
    },
  })
  return {
    sheets: sheets.flatMap(({ id, ...sheet }) => {
      const target = targets.get(id)
      const source = target?.kind === 'worksheet' ? part(target.path) : null
      return source === null ? [] : [{ ...sheet, source }]
    }),
    texts: await sharedTexts(partOfKind(targets, 'sharedStrings', part)),
    styles: await cellStyles(partOfKind(targets, 'styles', part)),
    isSince1904,
  }
}

/** The relation's id where its prefix is another one. */
function relationId(attribute: (name: string) => string | undefined): string {
  for (const prefix of ['rel', 'ns', 'd3p1', 'ns0', 'ns1']) {
    const id = attribute(`${prefix}:id`)
    if (id !== undefined) return id
  }
  return ''
}

interface Target {
  kind: string
  path: string
}

async function relations(source: ByteSource | null): Promise<Map<string, Target>> {
  const targets = new Map<string, Target>()
  if (source === null) return targets
  await parseWhole(source, {
    open(name, attribute) {
      if (name !== 'Relationship') return
      const target = attribute('Target') ?? ''
      const type = attribute('Type') ?? ''
      targets.set(attribute('Id') ?? '', {
        kind: type.slice(type.lastIndexOf('/') + 1),
        path: target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`,
      })
    },
  })
  return targets
}

function partOfKind(
  targets: Map<string, Target>,
  kind: string,
  part: (path: string) => ByteSource | null,
): ByteSource | null {
  const target = [...targets.values()].find((other) => other.kind === kind)
  return target === undefined ? null : part(target.path)
}

async function sharedTexts(source: ByteSource | null): Promise<string[]> {
  const texts: string[] = []
  if (source === null) return texts
  let item = ''
  let isText = false
  let isPhonetic = false
  await parseWhole(source, {
    open(name) {
      if (name === 'si') item = ''
      else if (name === 'rPh') isPhonetic = true
      else if (name === 't') isText = !isPhonetic
    },
    close(name) {
      if (name === 'si') texts.push(unescaped(item))
      else if (name === 'rPh') isPhonetic = false
      else if (name === 't') isText = false
    },
    text(text) {
      if (isText) item += text
    },
  })
  return texts
}

async function cellStyles(source: ByteSource | null): Promise<NumberStyle[]> {
  const styles: NumberStyle[] = []
  if (source === null) return styles
  const codes = new Map<number, string>()
  let isInCells = false
  await parseWhole(source, {
    open(name, attribute) {
      if (name === 'numFmt') codes.set(Number(attribute('numFmtId')), attribute('formatCode') ?? '')
      else if (name === 'cellXfs') isInCells = true
      else if (name === 'xf' && isInCells) {
        const id = Number(attribute('numFmtId') ?? 0)
        styles.push(numberStyle(id, codes.get(id)))
      }
    },
    close(name) {
      if (name === 'cellXfs') isInCells = false
    },
  })
  return styles
}
