import { type Column } from './columns.ts'
import type { Frame } from './frame.ts'
import { isNamedId } from './row-roles.ts'
import { headerWords, themesOfWords } from './words.ts'

/** A file with a row for each model: which column names the model, and which the row that several models speak of. */
export interface LongShape {
  model: Column
  id: Column | null
  names: readonly string[]
  /** What shows it: a full sentence. */
  says: string
}

const mostModels = 30

/**
 * The shape of a file whose rows are of one model each, or null. A column that is named as what tells models apart, with a few
 * values, and ids each of which comes once with each model; or values that are names of models; or, where only the start of
 * the file was read, one model so far.
 */
export function longShape(frame: Frame, isWhole: boolean): LongShape | null {
  const found = frame.columns.flatMap((column) => {
    const { counts, missing, kind, themes, header } = column
    const isName =
      themes.has('modelname') && !['prediction', 'score', 'truth', 'label'].some((theme) => themes.has(theme as never))
    if (missing > 0 || counts.size === 0 || counts.size > mostModels || (kind !== 'classes' && kind !== 'texts'))
      return []
    if (column.isNumeric && !isName) return []
    const areModels =
      [...counts.keys()].filter((value) => themesOfWords(headerWords(value)).has('model')).length >= counts.size / 2
    if (!isName && !areModels) return []
    const names = [...counts.keys()]
    const id = frame.columns.find((other) => other !== column && repeatsByModel(column, other))
    if (counts.size > 1 && id !== undefined) {
      const says = `Each value of “${id.header}” comes once for each of the ${counts.size} values of “${header}”: there is a row for each model.`
      return [{ model: column, id, names, says }]
    }
    const ids = frame.columns.filter(isNamedId)
    const isUnique = ids.some((other) => other.isUnique)
    if (isName && areModels && (counts.size > 1 ? !isUnique || !isWhole : !isWhole)) {
      const says =
        counts.size > 1
          ? `“${header}” names models: there is a row for each of them.`
          : `“${header}” names a model in each of the first rows, and other rows may be of other models.`
      return [{ model: column, id: ids.find(({ file }) => file === column.file) ?? null, names, says }]
    }
    return []
  })
  return found.find(({ id }) => id !== null) ?? found[0] ?? null
}

/** Whether values of a column come again, and never twice with one model. */
function repeatsByModel(model: Column, column: Column): boolean {
  if (column.file !== model.file || column.missing > 0 || (column.isNumeric && column.hasFractions)) return false
  const rowCount = column.cells.length
  if (column.counts.size > rowCount * 0.75 || column.counts.size < rowCount / (model.counts.size + 1) - 1) return false
  const pairs = new Set(column.cells.map((cell, row) => JSON.stringify([cell, model.cells[row]])))
  return pairs.size === rowCount && column.counts.size > model.counts.size
}
