import { cellReadings } from '../dataset/cell-reading.ts'
import type { ReadingSettings } from '../dataset/reading.ts'
import type { FileSample } from '../dataset/resolve.ts'
import type { Roles, Task } from '../dataset/roles.ts'
import { detectTask } from '../dataset/task.ts'
import { InputError } from '../table/input-error.ts'
import { withHeaders } from './header.ts'

/**
 * The task that roles and the label's first rows tell by themselves, so that it need not be named; null where they do not.
 * @example toldTask(samples, roles, plainReading) // 'binary', where the label has two values
 */
export function toldTask(samples: readonly FileSample[], roles: Roles, reading: ReadingSettings): Task | null {
  if (roles.label === '') return null
  try {
    const files = withHeaders(samples, reading)
    return detectTask(
      files,
      roles,
      null,
      {},
      cellReadings(files, reading, () => ({})),
    ).task
  } catch (error) {
    if (error instanceof InputError) return null
    throw error
  }
}
