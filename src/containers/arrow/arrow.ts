import { Type } from '@uwdata/flechette'
import { createTable } from '#flechette/decode/table-from-ipc.js'
import type { ColumnRequest } from '../../csv/plan.ts'
import type { ByteSource } from '../../csv/source.ts'
import { InputError } from '../../table/input-error.ts'
import type { Batch } from '../batch.ts'
import { damaged, inWords, unsupported } from '../damaged.ts'
import { counted, randomAccess, type RandomAccess } from '../random-access.ts'
import { readBatches } from '../read-batches.ts'
import { textAt } from '../stored-column.ts'
import type { TableSource } from '../table-source.ts'
import type { StartZstd } from '../zstd.ts'
import { readDictionary, takeFields } from './bodies.ts'
import { type ArrowColumn, arrowColumns, storedColumn } from './columns.ts'
import { type Message, messagesOf } from './messages.ts'
import type { ArrowBatch, ArrowDictionary, ArrowSchema, ArrowType } from './types.ts'

const format = 'an Arrow file'
const headRows = 1000

interface OpenFile {
  name: string
  access: RandomAccess
  schema: ArrowSchema
  messages: Message[]
  columns: ArrowColumn[]
  startZstd: StartZstd
}

/** Opens an Arrow file or stream, or Feather (version 2, which is the file format). */
export async function openArrow(source: ByteSource, startZstd: StartZstd): Promise<TableSource> {
  const { source: read, bytesRead } = counted(source)
  const file = await inWords(source.name, format, async () =>
    openFile(source.name, await randomAccess(read), startZstd),
  )
  const names = file.columns.map(({ name }) => name)
  const rowCount = file.messages.reduce(
    (sum, message) => sum + (message.kind === 'records' ? message.records.length : 0),
    0,
  )
  return {
    name: source.name,
    container: 'arrow',
    columns: names,
    records: await inWords(source.name, format, () => firstRecords(file)),
    isWhole: rowCount <= headRows,
    rowCount,
    notices: [],
    headerLine: null,
    places: 'row',
    read(requests, options) {
      const before = bytesRead()
      return readBatches(
        {
          file: source.name,
          format,
          columns: names,
          batches: batchesOf(file, requests),
          rowCount,
          placesBefore: 0,
          bytesRead: () => bytesRead() - before,
        },
        requests,
        options,
      )
    },
  }
}

async function openFile(name: string, access: RandomAccess, startZstd: StartZstd): Promise<OpenFile> {
  let schema: ArrowSchema | null = null
  const messages: Message[] = []
  for await (const message of messagesOf(access)) {
    if (message.kind === 'schema') schema ??= message.schema
    else messages.push(message)
  }
  if (schema === null) throw damaged(name, format, 'it has no schema')
  if (schema.endianness !== 0)
    throw unsupported(
      name,
      'an Arrow file of big-endian numbers',
      'little-endian numbers',
      'Write it on another machine.',
    )
  return { name, access, schema, messages, columns: arrowColumns(schema), startZstd }
}

/** @param rowLimit rows of each record batch that are needed */
async function* batchesOf(
  { access, schema, messages, columns, startZstd }: OpenFile,
  requests: Pick<ColumnRequest, 'column'>[],
  rowLimit = Infinity,
): AsyncGenerator<Batch, void, void> {
  const taken = new Set(requests.map(({ column }) => columns[column].field))
  const fields = schema.fields.filter((_, field) => taken.has(field))
  const ids = new Set(fields.flatMap(({ type }) => dictionaryIds(type)))
  const indexOf = new Map([...taken].sort((a, b) => a - b).map((field, index) => [field, index]))
  let dictionaries: ArrowDictionary[] = []
  for (const message of messages) {
    if (message.kind === 'dictionary') {
      const { id, isDelta } = message.dictionary
      if (!ids.has(id)) continue
      if (!isDelta) dictionaries = dictionaries.filter((other) => other.id !== id)
      dictionaries.push(await readDictionary(access, message.bodyStart, message.dictionary, startZstd))
    }
    if (message.kind !== 'records' || message.records.length === 0) continue
    const { records, bodyStart } = message
    const { children } = createTable(
      {
        schema: { ...schema, fields },
        dictionaries,
        records: [
          await takeFields(
            access,
            bodyStart,
            records,
            schema.fields,
            (field) => taken.has(field),
            schema.version,
            startZstd,
          ),
        ],
        dictsBeforeRecord: [dictionaries.length],
      },
      { useBigInt: true, useBigIntTimestamp: true, useDecimalInt: true },
    )
    yield {
      rowCount: records.length,
      columns: requests.map(({ column }) => {
        const { field, path } = columns[column]
        return [storedColumn(firstRows(children[indexOf.get(field)!].data[0], rowLimit), path)]
      }),
      places: null,
      placeCount: records.length,
    }
  }
}

function firstRows(batch: ArrowBatch, limit: number): ArrowBatch {
  return batch.length <= limit ? batch : (Object.create(batch, { length: { value: limit } }) as ArrowBatch)
}

function dictionaryIds({ typeId, id, dictionary, children = [] }: ArrowType): number[] {
  const own = typeId === Type.Dictionary ? [id!, ...dictionaryIds(dictionary!)] : []
  return [...own, ...children.flatMap(({ type }) => dictionaryIds(type))]
}

/** The first rows as texts. */
async function firstRecords(file: OpenFile): Promise<string[][]> {
  const records: string[][] = []
  if (file.columns.length === 0)
    throw new InputError({
      code: 'no_columns',
      place: { file: file.name },
      found: 'an Arrow file without columns',
      expected: 'a table',
      remedy: 'Check that the export finished.',
    })
  const all = file.columns.map((_, column) => ({ column }))
  for await (const { rowCount, columns } of batchesOf(file, all, headRows)) {
    const count = Math.min(rowCount, headRows - records.length)
    for (let row = 0; row < count; row++) records.push(columns.map(([part]) => textAt(part, row)))
    if (records.length >= headRows) break
  }
  return records
}
