import { parquetSchema, type ColumnMetaData, type DecodedArray, type FileMetaData } from 'hyparquet'
import { assembleNested } from 'hyparquet/src/assemble.js'
import { readColumn } from 'hyparquet/src/column.js'
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js'
import { getTreePath } from 'hyparquet/src/schema.js'
import type { StoredColumn } from '../stored-column.ts'
import { dateText, jsonText, timestampText } from '../value-text.ts'
import type { Decompress } from './codecs.ts'
import { viewOf } from './values.ts'

/** One leaf of a nested column: what the file tells of it, how its pages are decompressed, and its bytes. */
export interface LeafChunk {
  metadata: ColumnMetaData
  decompress: Decompress
  bytes: Uint8Array
}

const parsers = {
  ...DEFAULT_PARSERS,
  timestampFromMilliseconds: (time: bigint) => timestampText(time, 'ms', false),
  timestampFromMicroseconds: (time: bigint) => timestampText(time, 'us', false),
  timestampFromNanoseconds: (time: bigint) => timestampText(time, 'ns', false),
  dateFromDays: (days: number) => dateText(days),
}

/**
 * A column of lists of lists, of maps and so on, as JSON texts: by hyparquet, which puts such values together.
 * @param chunks all leaves below the first name of `path`
 */
export function nestedColumn(
  metadata: FileMetaData,
  path: string[],
  chunks: LeafChunk[],
  groupRows: number,
): StoredColumn {
  const schema = parquetSchema(metadata)
  const leaves = new Map<string, DecodedArray>()
  for (const { metadata: leaf, decompress, bytes } of chunks) {
    const { path_in_schema: pathInSchema, codec, type } = leaf
    const schemaPath = getTreePath(schema, pathInSchema)
    const { data } = readColumn(
      { view: viewOf(bytes), offset: 0 },
      { groupStart: 0, selectStart: 0, selectEnd: groupRows, groupRows },
      {
        pathInSchema,
        type,
        element: schemaPath[schemaPath.length - 1].element,
        schemaPath,
        codec,
        parsers,
        compressors: { [codec]: decompress },
      },
    )
    leaves.set(pathInSchema.join('.'), data.length === 1 ? data[0] : data.flatMap((part) => Array.from(part)))
  }
  const [top] = path
  assembleNested(
    leaves,
    schema.children.find(({ element }) => element.name === top)!,
    parsers,
  )
  const cells = Array.from(leaves.get(top)!, (whole: unknown) => {
    let value = whole
    for (const part of path.slice(1)) value = (value as Record<string, unknown> | null | undefined)?.[part]
    return value === null || value === undefined ? null : jsonText(value)
  })
  return { kind: 'cells', cells }
}
