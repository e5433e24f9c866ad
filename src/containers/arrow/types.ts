/** What is used of flechette's types, which are decoded below its public functions. */

/** A column, or a part of a nested one. */
export interface ArrowField {
  name: string
  type: ArrowType
}

/** What is used of a type; which parts there are, `typeId` tells. */
export interface ArrowType {
  typeId: number
  bitWidth?: number
  signed?: boolean
  precision?: number
  scale?: number
  unit?: number
  timezone?: string | null
  stride?: number
  mode?: number
  children?: ArrowField[]
  /** Of a dictionary. */
  id?: number
  dictionary?: ArrowType
}

/** The columns of a file. */
export interface ArrowSchema {
  version: number
  endianness: number
  fields: ArrowField[]
}

/** Where a buffer lies in a body. */
export interface ArrowRegion {
  offset: number
  length: number
}

/** A record batch. */
export interface ArrowRecords {
  length: number
  nodes: { length: number; nullCount: number }[]
  regions: ArrowRegion[]
  compression: { codec: number; method: number } | null
  variadic: number[]
  body?: Uint8Array
}

/** Values of a dictionary. */
export interface ArrowDictionary {
  id: number
  isDelta: boolean
  data: ArrowRecords
  body?: Uint8Array
}

/** Rows of a column; which parts there are, its type tells. */
export interface ArrowBatch {
  type: ArrowType
  length: number
  nullCount: number
  validity?: Uint8Array
  values: ArrayBufferView & ArrayLike<number>
  offsets?: ArrayLike<number | bigint>
  sizes?: ArrayLike<number | bigint>
  children: ArrowBatch[]
  dictionary?: { data: readonly ArrowBatch[] }
  at(index: number): unknown
  /** Of texts that lie in several buffers. */
  view?(index: number): Uint8Array
}
