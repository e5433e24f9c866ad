import type { ColumnMetaData, PageHeader } from 'hyparquet'
import { parquetHeader } from 'hyparquet/src/column.js'
import { booleans, type NumberArray, rowsOf, type StoredColumn, textAt } from '../stored-column.ts'
import { jsonText } from '../value-text.ts'
import type { Decompress } from './codecs.ts'
import { readHybrid } from './hybrid.ts'
import { asLogical, isUnsigned } from './logical.ts'
import type { ParquetLeaf } from './schema.ts'
import { decodeValues, viewOf } from './values.ts'

/** The levels and the values of one data page. */
interface Page {
  /** Of each slot, a value or the place of one: 0 where a row begins. Null where every slot is a row. */
  repetitions: Uint8Array | null
  /** Null where all slots have a value. */
  definitions: Uint8Array | null
  slotCount: number
  /** Without gaps; of a page with a dictionary the codes. */
  values: StoredColumn
}

/**
 * A column's values in one row group, page by page.
 * @param bytes the column's bytes in the file
 * @param decompress of the column's compression
 * @param rowLimit rows that are needed; further pages are left alone
 */
export function decodeColumnChunk(
  bytes: Uint8Array,
  metadata: ColumnMetaData,
  leaf: ParquetLeaf,
  decompress: Decompress,
  rowLimit = Infinity,
): StoredColumn[] {
  const pages = pagesOf(bytes, metadata, leaf, decompress, rowLimit)
  if (leaf.list !== null) return [{ kind: 'cells', cells: listTexts(pages, leaf) }]
  return joinedCodes(pages.map(({ values, definitions, slotCount }) => spread(values, definitions, slotCount, leaf)))
}

function pagesOf(
  bytes: Uint8Array,
  metadata: ColumnMetaData,
  leaf: ParquetLeaf,
  decompress: Decompress,
  rowLimit: number,
): Page[] {
  const reader = { view: viewOf(bytes), offset: 0 }
  const slots = Number(metadata.num_values)
  const pages: Page[] = []
  let dictionary: StoredColumn | null = null
  let read = 0
  let rows = 0
  // The last row of a list may go on in the next page.
  while (read < slots && rows <= rowLimit) {
    if (reader.offset >= bytes.length) throw new Error(`${read} of ${slots} values`)
    const header = parquetHeader(reader)
    // Absent in a damaged header, whatever its type says.
    const size: number | undefined = header.compressed_page_size
    if (!(size >= 0 && size <= bytes.length - reader.offset)) throw new Error('a page ends early')
    const stored = bytes.subarray(reader.offset, reader.offset + size)
    reader.offset += size
    if (header.type === 'DICTIONARY_PAGE') {
      const { num_values: count } = header.dictionary_page_header!
      const page = decompress(stored, header.uncompressed_page_size)
      dictionary = typed(decodeValues(page, 'PLAIN', leaf.element, count), leaf)
    } else if (header.type === 'DATA_PAGE' || header.type === 'DATA_PAGE_V2') {
      const count = (header.data_page_header ?? header.data_page_header_v2)!.num_values
      if (!(count >= 0 && count <= slots - read)) throw new Error(`a page of ${count} values`)
      const page =
        header.type === 'DATA_PAGE'
          ? dataPage(stored, header, decompress, leaf, dictionary)
          : dataPageV2(stored, header, decompress, leaf, dictionary)
      read += page.slotCount
      rows += page.repetitions === null ? page.slotCount : countOf(page.repetitions, 0)
      pages.push(page)
    }
  }
  return pages
}

function dataPage(
  stored: Uint8Array,
  header: PageHeader,
  decompress: Decompress,
  leaf: ParquetLeaf,
  dictionary: StoredColumn | null,
): Page {
  const { num_values: slotCount, encoding, definition_level_encoding: levelEncoding } = header.data_page_header!
  const bytes = decompress(stored, header.uncompressed_page_size)
  const view = viewOf(bytes)
  let at = 0
  const levels = (most: number): Uint8Array | null => {
    if (most === 0) return null
    if (levelEncoding === 'BIT_PACKED') throw new Error('levels in the old BIT_PACKED encoding')
    const end = at + 4 + view.getUint32(at, true)
    const read = readLevels(bytes.subarray(at + 4, end), most, slotCount)
    at = end
    return read
  }
  const repetitions = levels(leaf.list === null ? 0 : 1)
  const definitions = levels(leaf.definitionLevel)
  return pageOf(bytes.subarray(at), encoding, slotCount, repetitions, definitions, leaf, dictionary)
}

function dataPageV2(
  stored: Uint8Array,
  header: PageHeader,
  decompress: Decompress,
  leaf: ParquetLeaf,
  dictionary: StoredColumn | null,
): Page {
  const {
    num_values: slotCount,
    encoding,
    repetition_levels_byte_length: repetitionBytes,
    definition_levels_byte_length: definitionBytes,
    is_compressed: isCompressed,
  } = header.data_page_header_v2!
  const levelBytes = repetitionBytes + definitionBytes
  const repetitions = leaf.list === null ? null : readLevels(stored.subarray(0, repetitionBytes), 1, slotCount)
  const definitions =
    leaf.definitionLevel === 0
      ? null
      : readLevels(stored.subarray(repetitionBytes, levelBytes), leaf.definitionLevel, slotCount)
  const size = header.uncompressed_page_size - levelBytes
  const rest = stored.subarray(levelBytes)
  const bytes = isCompressed === false || size === 0 ? rest : decompress(rest, size)
  return pageOf(bytes, encoding, slotCount, repetitions, definitions, leaf, dictionary)
}

function pageOf(
  bytes: Uint8Array,
  encoding: string,
  slotCount: number,
  repetitions: Uint8Array | null,
  definitions: Uint8Array | null,
  leaf: ParquetLeaf,
  dictionary: StoredColumn | null,
): Page {
  const valueCount = definitions === null ? slotCount : countOf(definitions, leaf.definitionLevel)
  const values = encoding.endsWith('_DICTIONARY')
    ? dictionaryCodes(bytes, valueCount, dictionary)
    : typed(decodeValues(bytes, encoding, leaf.element, valueCount), leaf)
  return { repetitions, definitions: valueCount === slotCount ? null : definitions, slotCount, values }
}

function readLevels(bytes: Uint8Array, most: number, count: number): Uint8Array {
  const levels = new Uint8Array(count)
  readHybrid(bytes, 0, bytes.length, 32 - Math.clz32(most), levels, count)
  return levels
}

function countOf(levels: Uint8Array, level: number): number {
  let count = 0
  for (let k = 0; k < levels.length; k++) if (levels[k] === level) count++
  return count
}

function dictionaryCodes(bytes: Uint8Array, count: number, dictionary: StoredColumn | null): StoredColumn {
  if (dictionary === null) throw new Error('a page without its dictionary')
  const codes = new Uint32Array(count)
  if (count > 0) readHybrid(bytes, 1, bytes.length, bytes[0], codes, count)
  return { kind: 'codes', codes, entries: dictionary, valid: null }
}

/** Stored values as what they stand for. */
function typed(column: StoredColumn, { element }: ParquetLeaf): StoredColumn {
  const logical = asLogical(column, element)
  if (!isUnsigned(element)) return logical
  if (logical.kind === 'integers') return { ...logical, isUnsigned: true }
  return logical.kind === 'numbers' ? { ...logical, values: Uint32Array.from(logical.values) } : logical
}

/** Values with a gap for each row that has none. */
function spread(
  values: StoredColumn,
  definitions: Uint8Array | null,
  count: number,
  { definitionLevel }: ParquetLeaf,
): StoredColumn {
  if (definitions === null) return values
  const valid = new Uint8Array(count)
  for (let row = 0; row < count; row++) valid[row] = definitions[row] === definitionLevel ? 1 : 0
  const apart = <A extends { [index: number]: number; length: number }>(dense: A, spreadOut: A, width = 1): A => {
    for (let row = 0, k = 0; row < count; row++) {
      if (valid[row] === 0) continue
      for (let part = 0; part < width; part++) spreadOut[width * row + part] = dense[k++]
    }
    return spreadOut
  }
  switch (values.kind) {
    case 'numbers': {
      const dense = values.values
      const Numbers = dense.constructor as new (length: number) => NumberArray
      return { ...values, values: apart(dense, new Numbers(count)), valid }
    }
    case 'integers':
      return { ...values, halves: apart(values.halves, new Int32Array(2 * count), 2), valid }
    case 'texts': {
      const [starts, ends] = [values.starts, values.ends].map((dense) =>
        apart(dense as Uint32Array, new Uint32Array(count)),
      )
      return { ...values, starts, ends, valid }
    }
    case 'codes':
      return { ...values, codes: apart(values.codes as Uint32Array, new Uint32Array(count)), valid }
    case 'cells': {
      const cells: (string | number | null)[] = new Array<null>(count).fill(null)
      for (let row = 0, k = 0; row < count; row++) if (valid[row] !== 0) cells[row] = values.cells[k++]
      return { kind: 'cells', cells }
    }
  }
}

/** Pages with codes of the same dictionary that follow each other as one part, as every part types its entries anew. */
function joinedCodes(parts: StoredColumn[]): StoredColumn[] {
  const joined: StoredColumn[] = []
  for (let from = 0; from < parts.length;) {
    const first = parts[from]
    let to = from + 1
    if (first.kind === 'codes') {
      const same = (part: StoredColumn | undefined) => part?.kind === 'codes' && part.entries === first.entries
      while (same(parts[to])) to++
      joined.push(to === from + 1 ? first : joinCodes(parts.slice(from, to) as (StoredColumn & { kind: 'codes' })[]))
    } else joined.push(first)
    from = to
  }
  return joined
}

function joinCodes(parts: (StoredColumn & { kind: 'codes' })[]): StoredColumn {
  const count = parts.reduce((sum, part) => sum + rowsOf(part), 0)
  const codes = new Uint32Array(count)
  const valid = parts.some((part) => part.valid !== null) ? new Uint8Array(count).fill(1) : null
  let at = 0
  for (const part of parts) {
    codes.set(part.codes, at)
    if (part.valid !== null) valid!.set(part.valid, at)
    at += rowsOf(part)
  }
  return { kind: 'codes', codes, entries: parts[0].entries, valid }
}

/** Lists as JSON texts; null where there is no list. */
function listTexts(pages: Page[], { list, definitionLevel, element }: ParquetLeaf): (string | null)[] {
  const texts: (string | null)[] = []
  let elements: string[] | null = null
  let isOpen = false
  const close = () => {
    if (isOpen) texts.push(elements === null ? null : `[${elements.join(',')}]`)
  }
  const isPlain = element.type !== 'BYTE_ARRAY' && element.type !== 'FIXED_LEN_BYTE_ARRAY'
  for (const { repetitions, definitions, slotCount, values } of pages) {
    let k = 0
    for (let slot = 0; slot < slotCount; slot++) {
      const level = definitions === null ? definitionLevel : definitions[slot]
      if (repetitions === null || repetitions[slot] === 0) {
        close()
        isOpen = true
        elements = level >= list!.presentLevel ? [] : null
      }
      if (level === definitionLevel) elements!.push(elementText(values, k++, isPlain))
      else if (level >= list!.elementLevel) elements!.push('null')
    }
  }
  close()
  return texts
}

function elementText(values: StoredColumn, k: number, isPlain: boolean): string {
  const text = textAt(values, k)
  if (text === '' && isPlain) return 'null'
  return isPlain && !holdsTexts(values) ? text : jsonText(text)
}

function holdsTexts(values: StoredColumn): boolean {
  return values.kind === 'codes' ? values.entries !== booleans && holdsTexts(values.entries) : values.kind === 'cells'
}
