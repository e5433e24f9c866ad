import type { SchemaElement } from 'hyparquet'
import { integerText, rowsOf, type StoredColumn } from '../stored-column.ts'
import {
  bigEndian,
  dateText,
  decimalText,
  halfNumber,
  timeOfDayText,
  timestampText,
  type TimeUnit,
} from '../value-text.ts'

const units: Record<string, TimeUnit> = { MILLIS: 'ms', MICROS: 'us', NANOS: 'ns' }
const convertedTimes: Record<string, { isTimestamp: boolean; unit: TimeUnit }> = {
  TIME_MILLIS: { isTimestamp: false, unit: 'ms' },
  TIME_MICROS: { isTimestamp: false, unit: 'us' },
  TIMESTAMP_MILLIS: { isTimestamp: true, unit: 'ms' },
  TIMESTAMP_MICROS: { isTimestamp: true, unit: 'us' },
}

/** Stored values as what they stand for: dates, times, decimals and so on. */
export function asLogical(column: StoredColumn, element: SchemaElement): StoredColumn {
  const convert = converterOf(column, element)
  return convert === null ? column : { kind: 'cells', cells: cellsOf(column, convert) }
}

function cellsOf(column: StoredColumn, convert: (row: number) => string | number): (string | number | null)[] {
  const valid = column.kind === 'cells' ? null : column.valid
  return Array.from({ length: rowsOf(column) }, (_, row) => (valid !== null && valid[row] === 0 ? null : convert(row)))
}

/** How a row's value is made; null where it is the stored one (then `column` may have been changed in its sign). */
function converterOf(column: StoredColumn, element: SchemaElement): ((row: number) => string | number) | null {
  const { type, converted_type: converted, logical_type: logical } = element
  if (column.kind === 'texts') {
    const bytesAt = (row: number) => column.bytes.subarray(column.starts[row], column.ends[row])
    if (type === 'INT96') return (row) => timestampText(nanosecondsOf(bytesAt(row)), 'ns', false)
    if (logical?.type === 'DECIMAL' || converted === 'DECIMAL')
      return (row) => decimalText(bigEndian(bytesAt(row)), scaleOf(element))
    if (logical?.type === 'UUID') return (row) => uuidText(bytesAt(row))
    if (logical?.type === 'FLOAT16') return (row) => halfNumber(bytesAt(row)[0] | (bytesAt(row)[1] << 8))
    if (converted === 'INTERVAL') return (row) => intervalText(bytesAt(row))
    return null
  }
  if (column.kind !== 'numbers' && column.kind !== 'integers') return null
  const integerAt =
    column.kind === 'numbers'
      ? (row: number) => column.values[row]
      : (row: number) => safeInteger(column.halves[2 * row], column.halves[2 * row + 1])
  if (logical?.type === 'DATE' || converted === 'DATE') return (row) => dateText(Number(integerAt(row)))
  if (logical?.type === 'TIMESTAMP') {
    const { unit, isAdjustedToUTC } = logical
    return (row) => timestampText(integerAt(row), units[unit], isAdjustedToUTC)
  }
  if (logical?.type === 'TIME') {
    const { unit } = logical
    return (row) => timeOfDayText(integerAt(row), units[unit])
  }
  if (logical?.type === 'DECIMAL' || converted === 'DECIMAL')
    return (row) => decimalText(BigInt(integerAt(row)), scaleOf(element))
  const time = converted === undefined ? undefined : convertedTimes[converted]
  if (time !== undefined)
    return (row) =>
      time.isTimestamp ? timestampText(integerAt(row), time.unit, true) : timeOfDayText(integerAt(row), time.unit)
  return null
}

/** Whether integers have no sign. */
export function isUnsigned({ converted_type: converted, logical_type: logical }: SchemaElement): boolean {
  return (
    (logical?.type === 'INTEGER' && !logical.isSigned) || (converted !== undefined && converted.startsWith('UINT_'))
  )
}

function scaleOf({ scale, logical_type: logical }: SchemaElement): number {
  return (logical?.type === 'DECIMAL' ? logical.scale : scale) ?? 0
}

function safeInteger(low: number, high: number): number | bigint {
  const text = integerText(low, high, false)
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : BigInt(text)
}

/** Twelve bytes: nanoseconds of a day, and the Julian day. */
function nanosecondsOf(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  return BigInt(view.getInt32(8, true) - 2440588) * 86_400_000_000_000n + view.getBigInt64(0, true)
}

function uuidText(bytes: Uint8Array): string {
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.*)$/, '$1-$2-$3-$4-$5')
}

function intervalText(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  return `P${view.getUint32(0, true)}M${view.getUint32(4, true)}DT${view.getUint32(8, true) / 1000}S`
}
