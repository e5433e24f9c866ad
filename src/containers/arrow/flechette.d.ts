/**
 * What is used of flechette below its public functions, so that a file is decoded message by message and only the columns in use;
 * the package has no types for it. Its version is pinned.
 */

declare module '@uwdata/flechette/src/util/read.js' {
  type Read<T> = (bytes: Uint8Array, offset: number) => T
  /** Gives the entries of the flat buffer at an index by their place in its table. */
  export function readObject(bytes: Uint8Array, index: number): <T>(entry: number, read: Read<T>, fallback: T) => T
  export const readOffset: Read<number>
  export const readUint8: Read<number>
  export const readInt16: Read<number>
  export const readInt64: Read<number>
}

declare module '@uwdata/flechette/src/decode/schema.js' {
  import type { ArrowSchema } from './types.ts'
  export function decodeSchema(bytes: Uint8Array, offset: number, version: number): ArrowSchema
}

declare module '@uwdata/flechette/src/decode/record-batch.js' {
  import type { ArrowRecords } from './types.ts'
  export function decodeRecordBatch(bytes: Uint8Array, offset: number, version: number): ArrowRecords
}

declare module '@uwdata/flechette/src/decode/dictionary-batch.js' {
  import type { ArrowDictionary } from './types.ts'
  export function decodeDictionaryBatch(bytes: Uint8Array, offset: number, version: number): ArrowDictionary
}

declare module '@uwdata/flechette/src/decode/table-from-ipc.js' {
  import type { ArrowBatch, ArrowDictionary, ArrowRecords, ArrowSchema } from './types.ts'
  /** A table of a schema, dictionaries and record batches that are decoded already. */
  export function createTable(
    data: {
      schema: ArrowSchema
      dictionaries: ArrowDictionary[]
      records: ArrowRecords[]
      dictsBeforeRecord: number[]
    },
    options: { useBigInt: boolean; useBigIntTimestamp: boolean; useDecimalInt: boolean },
  ): { children: { data: readonly ArrowBatch[] }[] }
}
