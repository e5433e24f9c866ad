import { cellReadings, isMissingText, type CellReadings } from '../dataset/cell-reading.ts'
import { conventionalLabels } from '../dataset/labels.ts'
import { sigmoid, softmax } from '../dataset/logits.ts'
import type { ModelColumns } from '../dataset/model-columns.ts'
import { formattedNumber } from '../dataset/number-format.ts'
import { planColumns, type ColumnPlan } from '../dataset/plan.ts'
import type { ColumnAddress, FileSample } from '../dataset/resolve.ts'
import { completedRoles, modelsRoles, singleRoles, type ModelName, type Roles, type Task } from '../dataset/roles.ts'
import { isNumberText } from '../dataset/task.ts'
import { vectorOf } from '../dataset/vector-cell.ts'
import { InputError } from '../table/input-error.ts'
import { comparable } from '../table/missing-words.ts'
import { withHeaders } from './header.ts'
import type { Answers, Inspection } from './inspection.ts'
import { previewedRows, type RowPlace } from './preview-rows.ts'

/** A value as it is read, and what it is made of where that is not the same. */
export interface PreviewValue {
  /** As written, or the sum that gives the value: `14.3%`, `1 − 0.8574`; null where the value is as written. */
  from: string | null
  value: string
}

/** What a model says of a row. */
export interface PreviewedModel {
  model: ModelName
  /** The score of the positive class, the number, or the probability of the predicted class; null where there is none. */
  score: PreviewValue | null
  /** The predicted class, at the threshold where there are scores; null in regression. */
  predicted: string | null
}

/** One of the first rows as it is read. */
export interface PreviewRow {
  /** 1-based, in the order of the first file. */
  number: number
  truth: PreviewValue | null
  models: PreviewedModel[]
  /** Why the row cannot be evaluated: `“obs” is empty`; null where it can. */
  whyLeftOut: string | null
}

/** The first rows as they are read. */
export interface Preview {
  task: Task
  rows: PreviewRow[]
}

/** Rows that are looked at. */
const mostRows = 200

/**
 * The first rows as an evaluation would read them; null where that is open.
 * @param threshold a row is positive from this score on
 */
export function previewOf(
  samples: readonly FileSample[],
  answers: Answers,
  inspection: Inspection,
  threshold: number,
): Preview | null {
  const { task } = inspection
  if (inspection.roles.label === undefined || (task !== 'binary' && task !== 'multiclass' && task !== 'regression'))
    return null
  const files = withHeaders(samples, answers.reading)
  const roles = rolesInspected(inspection, answers)
  try {
    const plan = planColumns(files, roles, task, () => ({}), null, answers.reading.join)
    const readings = cellReadings(files, answers.reading, () => ({}))
    const places = previewedRows(files, plan, mostRows)
    const rows = new RowReader(files, plan, roles, readings, threshold)
    return { task, rows: places.map((place) => rows.read(place)) }
  } catch (error) {
    if (error instanceof InputError) return null
    throw error
  }
}

/** The roles as they were found or chosen, complete. */
export function rolesInspected({ roles, slices }: Inspection, answers: Answers): Roles {
  const named = singleRoles.flatMap((role) => (roles[role] === undefined ? [] : [[role, roles[role].column]]))
  const ofModels = modelsRoles.map((role) => [role, answers.roles[role] ?? []])
  return completedRoles({
    label: '',
    ...Object.fromEntries(named),
    slices: slices.map(({ column }) => column),
    ...Object.fromEntries(ofModels),
  })
}

/** Reads cells as the answers say, and what a model makes of them. */
class RowReader {
  readonly #files: readonly FileSample[]
  readonly #plan: ColumnPlan
  readonly #readings: CellReadings
  readonly #threshold: number
  readonly #labels: { negative: string; positive: string } | null
  readonly #reversed: ReadonlySet<ModelName>
  readonly #logits: ReadonlySet<ModelName>

  constructor(files: readonly FileSample[], plan: ColumnPlan, roles: Roles, readings: CellReadings, threshold: number) {
    this.#files = files
    this.#plan = plan
    this.#readings = readings
    this.#threshold = threshold
    this.#labels = plan.task === 'binary' ? labelsOf(this.#valuesOf(plan.label[0]), roles.positive) : null
    this.#reversed = new Set(roles.reversed)
    this.#logits = new Set(roles.logits)
  }

  read(place: RowPlace): PreviewRow {
    const problems: string[] = []
    const [label] = this.#plan.label
    const truth =
      this.#plan.task === 'regression' ? this.#number(label, place, problems) : this.#word(label, place, problems)
    const models = [...this.#plan.models].map(([model, columns]) => this.#model(model, columns, place, problems))
    return { number: place.number, truth, models, whyLeftOut: problems[0] ?? null }
  }

  #model(model: ModelName, columns: ModelColumns, place: RowPlace, problems: string[]): PreviewedModel {
    switch (columns.kind) {
      case 'prediction':
        return { model, score: null, predicted: this.#word(columns.address, place, problems)?.value ?? null }
      case 'score': {
        const score = this.#score(model, columns, place, problems)
        return { model, score, predicted: score === null ? null : this.#decision(Number(score.value)) }
      }
      case 'probabilities': {
        const numbers = columns.columns.map(({ address }) => this.#number(address, place, problems))
        const scores = this.#logits.has(model) ? softmaxOf(numbers) : numbers
        const all = columns.columns.map(({ label }, i) => ({ label, score: scores[i] }))
        const best = all.reduce((a, b) => (Number(b.score?.value) > Number(a.score?.value) ? b : a))
        return { model, score: best.score, predicted: best.score === null ? null : best.label }
      }
    }
  }

  /** A number, or the score of the positive class. */
  #score(
    model: ModelName,
    { address, of }: Extract<ModelColumns, { kind: 'score' }>,
    place: RowPlace,
    problems: string[],
  ): PreviewValue | null {
    const read = this.#number(address, place, problems)
    const ofClass = of === undefined ? null : this.#word(of, place, problems)
    if (read === null || this.#labels === null) return read
    if (this.#logits.has(model)) {
      const probability = sigmoid(Number(read.value))
      const isReversed = this.#reversed.has(model)
      return {
        from: `${isReversed ? '1 − ' : ''}sigmoid(${read.value})`,
        value: numberText(isReversed ? 1 - probability : probability),
      }
    }
    const isOther = ofClass !== null && isSameWord(ofClass.value, this.#labels.negative)
    const isTurned = isOther !== this.#reversed.has(model)
    if (!isTurned) return read
    const score = Number(read.value)
    const isShare = isOther || this.#isShare(address)
    return { from: `${isShare ? '1 − ' : '−'}${read.value}`, value: numberText(isShare ? 1 - score : -score) }
  }

  #decision(score: number): string | null {
    if (this.#labels === null) return null
    return score >= this.#threshold ? this.#labels.positive : this.#labels.negative
  }

  #number(address: ColumnAddress, place: RowPlace, problems: string[]): PreviewValue | null {
    const text = this.#cell(address, place)
    const reading = this.#readings(address.file, address.column)
    if (isMissingText(text, reading)) return this.#missing(address, text, problems)
    const value = this.#numberIn(address, text)
    if (Number.isNaN(value)) {
      problems.push(`“${this.#nameOf(address)}” is ${quotedCell(text)}, which is no number`)
      return null
    }
    const isAsWritten = address.element === undefined && isNumberText(text) && Number(text) === value
    return { from: isAsWritten ? null : text.trim(), value: numberText(value) }
  }

  #numberIn({ file, column, element }: ColumnAddress, text: string): number {
    const { formats } = this.#readings(file, column)
    if (element !== undefined) return vectorOf(text)?.[element - 1] ?? NaN
    return formats.length > 0 ? formattedNumber(text, formats) : isNumberText(text) ? Number(text) : NaN
  }

  #word(address: ColumnAddress, place: RowPlace, problems: string[]): PreviewValue | null {
    const text = this.#cell(address, place)
    const reading = this.#readings(address.file, address.column)
    if (isMissingText(text, reading)) return this.#missing(address, text, problems)
    const value = reading.spelling === 'fold' ? comparable(text) : text
    return { from: value === text ? null : text, value }
  }

  #missing(address: ColumnAddress, text: string, problems: string[]): null {
    problems.push(`“${this.#nameOf(address)}” is ${text.trim() === '' ? 'empty' : quotedCell(text)}`)
    return null
  }

  #cell({ file, column, model }: ColumnAddress, place: RowPlace): string {
    const record = place.records(file, model ?? null)
    return this.#files[file].records[record]?.[column] ?? ''
  }

  #valuesOf(address: ColumnAddress): string[] {
    const reading = this.#readings(address.file, address.column)
    const cells = this.#files[address.file].records.map((record) => record[address.column] ?? '')
    const values = cells.filter((cell) => !isMissingText(cell, reading))
    return [...new Set(reading.spelling === 'fold' ? values.map(comparable) : values)]
  }

  /** Whether all numbers of a column lie between 0 and 1. */
  #isShare(address: ColumnAddress): boolean {
    return this.#files[address.file].records.every((record) => {
      const value = this.#numberIn(address, record[address.column] ?? '')
      return Number.isNaN(value) || (value >= 0 && value <= 1)
    })
  }

  #nameOf({ file, column }: ColumnAddress): string {
    return this.#files[file].columns[column]
  }
}

/** The two classes of a truth; null where it is open which of them is positive. */
function labelsOf(values: string[], positive: string | null): { negative: string; positive: string } | null {
  const told = conventionalLabels(values)
  const named = positive ?? told?.positive
  if (named === undefined) return null
  const negative = values.find((value) => !isSameWord(value, named))
  return { negative: negative ?? told?.negative ?? `not ${named}`, positive: named }
}

/** `1` and `1.0` are one class. */
function isSameWord(a: string, b: string): boolean {
  return a === b || (isNumberText(a) && isNumberText(b) && Number(a) === Number(b))
}

/** The probabilities of a row from its logits; null where one of them is missing. */
function softmaxOf(logits: readonly (PreviewValue | null)[]): (PreviewValue | null)[] {
  if (logits.includes(null)) return logits.map(() => null)
  const probabilities = softmax(logits.map((logit) => Float64Array.of(Number(logit!.value))))
  return logits.map((logit, i) => ({ from: `softmax(${logit!.value})`, value: numberText(probabilities[i][0]) }))
}

/** Twelve digits hide that 1 − 0.8574 is 0.14260000000000006. */
function numberText(value: number): string {
  return String(Number(value.toPrecision(12)))
}

function quotedCell(text: string): string {
  return `“${text.trim()}”`
}
