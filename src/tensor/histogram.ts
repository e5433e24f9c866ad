import { type DeviceStage, type GpuTensor, type Program, workgroupThreads } from './device.ts'

const rowsPerWorkgroup = workgroupThreads * 64
/** Entries that a workgroup counts in its own memory before it adds them to the tensor: 4 of the 16 KiB it has. */
const localEntries = 1024

/** Rows of a chunk, on the device. */
export interface Rows {
  rowCount: number
  /** The cell of every row. */
  cells: GpuTensor
  /** Per row 1 or 0, four rows to the integer, the first in the lowest byte; null counts cells alone. */
  classes: GpuTensor | null
}

/** The cells `firstCell` … `firstCell + cellCount - 1`, counted in one tensor. */
export interface CellWindow {
  firstCell: number
  cellCount: number
}

/** A tensor of `length` zeros. tfjs hands out used buffers as they are. */
export function zeros(stage: DeviceStage, length: number): GpuTensor {
  return stage.run(zerosProgram(length), [], [length])
}

/**
 * Adds the rows whose cell lies in the window to `counts`: entry `cell - firstCell`, or with classes entry
 * `2 * (cell - firstCell) + class`. Counts wrap at 2^32.
 */
export function addHistogram(stage: DeviceStage, rows: Rows, window: CellWindow, counts: GpuTensor): void {
  const entryCount = window.cellCount * (rows.classes === null ? 1 : 2)
  const workgroupCount = Math.ceil(rows.rowCount / rowsPerWorkgroup)
  const program = histogramProgram(rows.classes !== null, entryCount, workgroupCount)
  const inputs = rows.classes === null ? [rows.cells] : [rows.cells, rows.classes]
  const threadCount = workgroupCount * workgroupThreads
  stage.run(program, inputs, [rows.rowCount, threadCount, window.firstCell, window.cellCount], counts)
}

function zerosProgram(length: number): Program {
  return {
    name: 'zeros',
    inputs: [],
    uniforms: ['length'],
    atomic: false,
    outputLength: length,
    workgroupCount: Math.ceil(length / workgroupThreads),
    code: `
      fn main(index : i32) {
        if (u32(index) < uniforms.length) {
          result[index] = 0;
        }
      }`,
  }
}

function histogramProgram(hasClasses: boolean, entryCount: number, workgroupCount: number): Program {
  const isLocal = entryCount <= localEntries
  return {
    name: `histogram${hasClasses ? '-classes' : ''}${isLocal ? '-local' : ''}`,
    inputs: hasClasses ? ['cells', 'classes'] : ['cells'],
    uniforms: ['rowCount', 'threadCount', 'firstCell', 'cellCount'],
    atomic: true,
    outputLength: entryCount,
    workgroupCount,
    code: `
      fn entryOf(cell : u32, row : u32) -> u32 {
        ${hasClasses ? 'return 2u * cell + ((u32(classes[row / 4u]) >> (8u * (row % 4u))) & 1u);' : 'return cell;'}
      }
      ${isLocal ? localMain(hasClasses ? 2 : 1) : sharedMain}`,
  }
}

const eachRow = (count: string): string => `
        for (var row = u32(index); row < uniforms.rowCount; row += uniforms.threadCount) {
          let cell = u32(cells[row]) - uniforms.firstCell;
          if (cell < uniforms.cellCount) {
            let entry = entryOf(cell, row);
            ${count}
          }
        }`

const sharedMain = `
      fn main(index : i32) {
        ${eachRow('atomicAdd(&result[entry], 1);')}
      }`

/** Counts in the workgroup's own memory first, as with few entries all rows would wait for the same words of memory. */
const localMain = (entriesPerCell: number): string => `
      var<workgroup> local : array<atomic<i32>, ${localEntries}>;
      fn main(index : i32) {
        let entryCount = ${entriesPerCell}u * uniforms.cellCount;
        for (var entry = localIndex; entry < entryCount; entry += ${workgroupThreads}u) {
          atomicStore(&local[entry], 0);
        }
        workgroupBarrier();
        ${eachRow('atomicAdd(&local[entry], 1);')}
        workgroupBarrier();
        for (var entry = localIndex; entry < entryCount; entry += ${workgroupThreads}u) {
          let count = atomicLoad(&local[entry]);
          if (count != 0) {
            atomicAdd(&result[entry], count);
          }
        }
      }`
