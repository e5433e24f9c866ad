import { Type, UnionMode } from '@uwdata/flechette'
import { decompressZstd, type StartZstd } from '../zstd.ts'
import type { RandomAccess } from '../random-access.ts'
import { decompressLz4 } from './lz4.ts'
import type { ArrowDictionary, ArrowField, ArrowRecords, ArrowRegion, ArrowType } from './types.ts'

/** Nodes, buffers and counts of further buffers that a type takes of a record batch. */
interface Parts {
  nodes: number
  buffers: number
  variadic: number
}

/** Since this version of the format unions have no validity of their own. */
const VERSION_5 = 4

/**
 * The columns of some fields in a record batch, read and decompressed; the other columns are not read.
 * @param fields all fields of the schema, of which those are taken that `isTaken`
 */
export async function takeFields(
  access: RandomAccess,
  bodyStart: number,
  records: ArrowRecords,
  fields: ArrowField[],
  isTaken: (field: number) => boolean,
  version: number,
  startZstd: StartZstd,
): Promise<ArrowRecords> {
  const nodes: ArrowRecords['nodes'] = []
  const regions: ArrowRegion[] = []
  const variadic: number[] = []
  const before: Parts = { nodes: 0, buffers: 0, variadic: 0 }
  fields.forEach(({ type }, field) => {
    const parts = partsOf(type, version, records.variadic, before.variadic)
    if (isTaken(field)) {
      nodes.push(...records.nodes.slice(before.nodes, before.nodes + parts.nodes))
      regions.push(...records.regions.slice(before.buffers, before.buffers + parts.buffers))
      variadic.push(...records.variadic.slice(before.variadic, before.variadic + parts.variadic))
    }
    before.nodes += parts.nodes
    before.buffers += parts.buffers
    before.variadic += parts.variadic
  })
  return {
    ...records,
    nodes,
    variadic,
    ...(await readRegions(access, bodyStart, regions, records.compression, startZstd)),
  }
}

/** A dictionary with its values, read and decompressed. */
export async function readDictionary(
  access: RandomAccess,
  bodyStart: number,
  dictionary: ArrowDictionary,
  startZstd: StartZstd,
): Promise<ArrowDictionary> {
  const { body, ...read } = await readRegions(
    access,
    bodyStart,
    dictionary.data.regions,
    dictionary.data.compression,
    startZstd,
  )
  return { ...dictionary, data: { ...dictionary.data, ...read }, body }
}

/** Reads regions of a body, each from a multiple of 8 bytes on, so that typed arrays fit. */
async function readRegions(
  access: RandomAccess,
  bodyStart: number,
  regions: ArrowRegion[],
  compression: ArrowRecords['compression'],
  startZstd: StartZstd,
): Promise<Required<Pick<ArrowRecords, 'body' | 'regions' | 'compression'>>> {
  const parts: Uint8Array[] = []
  const decompress = compression === null ? null : await bufferDecompressor(compression.codec, startZstd)
  for (const { offset, length } of regions) {
    const stored = await access.read(bodyStart + offset, bodyStart + offset + length)
    parts.push(decompress === null ? stored : decompressed(stored, decompress))
  }
  let used = 0
  const placed = parts.map(({ length }) => {
    const offset = used
    used += (length + 7) & ~7
    return { offset, length }
  })
  const body = new Uint8Array(used)
  parts.forEach((part, k) => body.set(part, placed[k].offset))
  return { body, regions: placed, compression: null }
}

/** The most bytes of a buffer. */
const MOST_BYTES = 2 ** 32

type Decompress = (bytes: Uint8Array, size: number) => Uint8Array

/** Decompresses buffers of one compression; a decoder of Zstandard is started only for that. */
async function bufferDecompressor(codec: number, startZstd: StartZstd): Promise<Decompress> {
  if (codec === 0) return decompressLz4
  if (codec !== 1) throw new Error(`buffers compressed with codec ${codec}`)
  const zstd = await startZstd()
  return (bytes, size) => decompressZstd(bytes, new Uint8Array(size), zstd)
}

/** A buffer as it was before compression; its first 8 bytes are its size, or -1 where it is stored as it is. */
function decompressed(stored: Uint8Array, decompress: Decompress): Uint8Array {
  if (stored.length === 0) return stored
  const size = Number(new DataView(stored.buffer, stored.byteOffset, stored.length).getBigInt64(0, true))
  const rest = stored.subarray(8)
  if (size === -1) return rest
  if (size < 0 || size > MOST_BYTES) throw new Error(`a buffer of ${size} bytes`)
  const bytes = decompress(rest, size)
  if (bytes.length !== size) throw new Error(`a buffer of ${bytes.length} bytes in place of ${size}`)
  return bytes
}

const twoBuffers: number[] = [
  Type.Bool,
  Type.Int,
  Type.Time,
  Type.Duration,
  Type.Float,
  Type.Decimal,
  Type.Date,
  Type.Timestamp,
  Type.Interval,
  Type.FixedSizeBinary,
  Type.Dictionary,
  Type.List,
  Type.LargeList,
  Type.Map,
]
const threeBuffers: number[] = [
  Type.Utf8,
  Type.LargeUtf8,
  Type.Binary,
  Type.LargeBinary,
  Type.ListView,
  Type.LargeListView,
]
const oneBuffer: number[] = [Type.FixedSizeList, Type.Struct]

/** @param variadic counts of the whole batch, of which those from `firstVariadic` on are next */
function partsOf(
  { typeId, mode, children = [] }: ArrowType,
  version: number,
  variadic: number[],
  firstVariadic: number,
): Parts {
  const parts: Parts = { nodes: 1, buffers: 0, variadic: 0 }
  if (twoBuffers.includes(typeId)) parts.buffers = 2
  else if (threeBuffers.includes(typeId)) parts.buffers = 3
  else if (oneBuffer.includes(typeId)) parts.buffers = 1
  else if (typeId === Type.BinaryView || typeId === Type.Utf8View) {
    parts.buffers = 2 + variadic[firstVariadic]
    parts.variadic = 1
  } else if (typeId === Type.Union) {
    parts.buffers = (version < VERSION_5 ? 1 : 0) + (mode === UnionMode.Sparse ? 1 : 2)
  } else if (typeId !== Type.Null && typeId !== Type.RunEndEncoded) throw new Error(`a column of type ${typeId}`)
  if (typeId === Type.Dictionary) return parts
  for (const child of children) {
    const more = partsOf(child.type, version, variadic, firstVariadic + parts.variadic)
    parts.nodes += more.nodes
    parts.buffers += more.buffers
    parts.variadic += more.variadic
  }
  return parts
}
