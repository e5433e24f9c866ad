import { openTables } from '../containers/open.ts'
import { sampleOf, type TableReaders, type TableSource } from '../containers/table-source.ts'
import { noRows } from '../csv/head.ts'
import type { ByteSource } from '../csv/source.ts'
import type { FileSample } from '../dataset/resolve.ts'
import { inspect } from '../inspect/inspect.ts'
import type { AnswerPatch, Answers } from '../inspect/inspection.ts'
import { previewOf, rolesInspected, type Preview } from '../inspect/preview.ts'
import { previewAnswers } from '../inspect/preview-answers.ts'
import { toldTask } from '../inspect/told-task.ts'
import { InputError, isInputError } from '../table/input-error.ts'
import { headNoticeText } from '../words/warnings.ts'
import type { InspectedFiles, OpenedFiles, OpenedTable } from './protocol.ts'

/** Of the rows that are looked at, how many the page gets. */
const shownRows = 100

/** Opens files and says what their first rows show; keeps the first rows of the files that were asked about last. */
export class FileInspector {
  readonly #sourceOf: (file: File) => ByteSource
  readonly #loadReaders: () => Promise<TableReaders>
  #kept: { files: File[]; sheet: string | null; samples: FileSample[] } | null = null

  constructor(sourceOf: (file: File) => ByteSource, loadReaders: () => Promise<TableReaders>) {
    this.#sourceOf = sourceOf
    this.#loadReaders = loadReaders
  }

  /** What the files are, and those of them that cannot be read. */
  async open(files: File[], sheet: string | null): Promise<OpenedFiles> {
    const opened = await Promise.all(files.map((file) => this.#read(file, sheet)))
    const faults = opened.flatMap((each, at) => ('fault' in each ? [{ file: at, fault: each.fault }] : []))
    const readable = files.filter((_, at) => !('fault' in opened[at]))
    const read = opened.flatMap((each) => ('fault' in each ? [] : [each]))
    const named = await this.#named(readable, read, sheet)
    const tables = read.flatMap((of, at) =>
      of.map((table): OpenedTable => {
        const { columns, records, notices } = table
        return {
          name: named.get(table) ?? table.name,
          byteLength: Math.ceil(readable[at].size / of.length),
          columns,
          records: records.slice(0, shownRows),
          warnings: notices.map(headNoticeText),
        }
      }),
    )
    const samples = read.flat().map((table) => sampleOf({ ...table, name: named.get(table) ?? table.name }))
    this.#kept = { files: readable, sheet, samples }
    return { tables, faults }
  }

  /** The names of tables where there is an archive among several files: as where all of these are opened together. */
  async #named(
    files: File[],
    read: readonly TableSource[][],
    sheet: string | null,
  ): Promise<ReadonlyMap<TableSource, string>> {
    if (files.length < 2 || read.every(({ length }) => length === 1)) return new Map()
    const together = await openTables(files.map(this.#sourceOf), { sheet, loadReaders: this.#loadReaders })
    return new Map(read.flat().map((table, at) => [table, together[at].name]))
  }

  /** What the first rows say under the answers given so far. InputError where a file cannot be read. */
  async inspect(files: File[], answers: Answers, threshold: number, sheet: string | null): Promise<InspectedFiles> {
    const samples = await this.#samplesOf(files, sheet)
    const inspection = inspect(samples, answers)
    return {
      inspection,
      preview: previewOf(samples, answers, inspection, threshold),
      told: toldTask(samples, rolesInspected(inspection, answers), answers.reading),
    }
  }

  /** The first rows as each of several answers would have them read. */
  async previews(
    files: File[],
    answers: Answers,
    threshold: number,
    patches: readonly AnswerPatch[],
    sheet: string | null,
  ): Promise<(Preview | null)[]> {
    return previewAnswers(await this.#samplesOf(files, sheet), answers, threshold, patches)
  }

  async #samplesOf(files: File[], sheet: string | null): Promise<FileSample[]> {
    if (this.#kept === null || this.#kept.sheet !== sheet || !areSame(this.#kept.files, files)) {
      const { faults } = await this.open(files, sheet)
      if (faults.length > 0) throw new InputError(faults[0].fault)
    }
    return this.#kept!.samples
  }

  /** The tables of a file: of an archive there may be several. */
  async #read(file: File, sheet: string | null): Promise<TableSource[] | { fault: InputError['fault'] }> {
    try {
      const tables = await openTables([this.#sourceOf(file)], { sheet, loadReaders: this.#loadReaders })
      for (const { name, isWhole, records } of tables) if (isWhole && records.length === 0) throw noRows(name)
      return tables
    } catch (error) {
      if (isInputError(error)) return { fault: error.fault }
      throw error
    }
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
