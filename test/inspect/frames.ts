import { plainReading } from '../../src/dataset/reading.ts'
import type { FileSample } from '../../src/dataset/resolve.ts'
import { columnsOf, type Column } from '../../src/inspect/columns.ts'
import { frameOf, type Frame } from '../../src/inspect/frame.ts'

/** The frame of one file, and its columns by name. */
export function framed(sample: FileSample): { frame: Frame; column: (name: string) => Column } {
  const columns = columnsOf([sample], plainReading)
  const frame = frameOf([sample], columns, null, false)
  return { frame, column: (name) => columns.find((each) => each.name === name)! }
}
