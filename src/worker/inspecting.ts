import { noRows, readHead } from '../csv/head.ts'
import type { ByteSource } from '../csv/source.ts'
import { cellReadings } from '../dataset/cell-reading.ts'
import type { ReadingSettings } from '../dataset/reading.ts'
import type { FileSample } from '../dataset/resolve.ts'
import type { Roles, Task } from '../dataset/roles.ts'
import { detectTask } from '../dataset/task.ts'
import { withHeaders } from '../inspect/header.ts'
import { inspect } from '../inspect/inspect.ts'
import type { AnswerPatch, Answers } from '../inspect/inspection.ts'
import { previewOf, rolesInspected, type Preview } from '../inspect/preview.ts'
import { previewAnswers } from '../inspect/preview-answers.ts'
import { InputError } from '../table/input-error.ts'
import { headNoticeText } from '../words/warnings.ts'
import type { InspectedFiles, OpenedFiles, OpenedTable } from './protocol.ts'

/** Rows of a table that are looked at, and of these how many the page gets. */
const recordLimit = 1000
const shownRows = 100

/** Opens files and says what their first rows show; keeps the first rows of the files that were asked about last. */
export class FileInspector {
  readonly #sourceOf: (file: File) => ByteSource
  #kept: { files: File[]; samples: FileSample[] } | null = null

  constructor(sourceOf: (file: File) => ByteSource) {
    this.#sourceOf = sourceOf
  }

  /** What the files are, and those of them that cannot be read. */
  async open(files: File[]): Promise<OpenedFiles> {
    const opened = await Promise.all(files.map((file) => this.#read(file)))
    const tables = opened.flatMap((each) => ('fault' in each ? [] : [each]))
    const faults = opened.flatMap((each, at) => ('fault' in each ? [{ file: at, fault: each.fault }] : []))
    this.#kept = {
      files: files.filter((_, at) => !('fault' in opened[at])),
      samples: tables.map(({ sample }) => sample),
    }
    return { tables: tables.map(({ table }) => table), faults }
  }

  /** What the first rows say under the answers given so far. InputError where a file cannot be read. */
  async inspect(files: File[], answers: Answers, threshold: number): Promise<InspectedFiles> {
    const samples = await this.#samplesOf(files)
    const inspection = inspect(samples, answers)
    return {
      inspection,
      preview: previewOf(samples, answers, inspection, threshold),
      told: taskTold(samples, rolesInspected(inspection, answers), answers.reading),
    }
  }

  /** The first rows as each of several answers would have them read. */
  async previews(
    files: File[],
    answers: Answers,
    threshold: number,
    patches: readonly AnswerPatch[],
  ): Promise<(Preview | null)[]> {
    return previewAnswers(await this.#samplesOf(files), answers, threshold, patches)
  }

  async #samplesOf(files: File[]): Promise<FileSample[]> {
    if (this.#kept === null || !areSame(this.#kept.files, files)) {
      const { faults } = await this.open(files)
      if (faults.length > 0) throw new InputError(faults[0].fault)
    }
    return this.#kept!.samples
  }

  async #read(file: File): Promise<{ table: OpenedTable; sample: FileSample } | { fault: InputError['fault'] }> {
    try {
      const { columns, records, complete, dialect, notices } = await readHead(this.#sourceOf(file), recordLimit)
      if (complete && records.length === 0) throw noRows(file.name)
      const rowCount = complete && records.length < recordLimit ? records.length : null
      return {
        sample: { file: file.name, columns, records, rowCount, headerLine: dialect.headerLine },
        table: {
          name: file.name,
          byteLength: file.size,
          columns,
          records: records.slice(0, shownRows),
          warnings: notices.map(headNoticeText),
        },
      }
    } catch (error) {
      if (error instanceof InputError) return { fault: error.fault }
      throw error
    }
  }
}

/** The task of a first look at the label, without what an inspection knows; null where that does not tell it. */
function taskTold(samples: FileSample[], roles: Roles, reading: ReadingSettings): Task | null {
  if (roles.label === '') return null
  try {
    const files = withHeaders(samples, reading)
    return detectTask(files, roles, null, {}, cellReadings(files, reading, () => ({}))).task
  } catch (error) {
    if (error instanceof InputError) return null
    throw error
  }
}

/** Files come anew with every question; these are what tells them apart. */
function areSame(before: readonly File[], now: readonly File[]): boolean {
  return (
    before.length === now.length &&
    now.every(({ name, size, lastModified }, at) => {
      const other = before[at]
      return other.name === name && other.size === size && other.lastModified === lastModified
    })
  )
}
