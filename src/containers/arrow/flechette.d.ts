/**
 * What is used of flechette below its public functions, so that a file is decoded message by message and only the columns in use;
 * the package has no types for it. Its version is pinned.
 */

import type { ArrowBatch, ArrowDictionary, ArrowRecords, ArrowSchema } from './types.ts'

type Read<T> = (bytes: Uint8Array, offset: number) => T
/** Gives the entries of the flat buffer at an index by their place in its table. */
export function readObject(bytes: Uint8Array, index: number): <T>(entry: number, read: Read<T>, fallback: T) => T
export const readOffset: Read<number>
export const readUint8: Read<number>
export const readInt16: Read<number>
export const readInt32: Read<number>
export const readInt64: Read<number>

export function decodeSchema(bytes: Uint8Array, offset: number, version: number): ArrowSchema

export function decodeRecordBatch(bytes: Uint8Array, offset: number, version: number): ArrowRecords

export function decodeDictionaryBatch(bytes: Uint8Array, offset: number, version: number): ArrowDictionary

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
