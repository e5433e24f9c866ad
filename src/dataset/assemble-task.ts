import type { DictionaryColumn } from '../table/column.ts'
import { InputError, type Place } from '../table/input-error.ts'
import { agreedNumbers, agreedWords, nameOf, numbersOf, taken, type JoinedRows, type LoadedFile } from './columns.ts'
import type { BinaryDataset, ClassPredictions, MulticlassDataset, RegressionDataset, SplitRows } from './dataset.ts'
import { areFromZeroToOne, sigmoid, softmax } from './logits.ts'
import { binaryLabels, classesOf, labelOrder, valueCounts, type BinaryLabels } from './labels.ts'
import type { ClassColumns, ModelColumns } from './model-columns.ts'
import type { DatasetNotice } from './notices.ts'
import type { ColumnPlan } from './plan.ts'
import { sumNotices } from './probability-sums.ts'
import { nearestName, type ColumnAddress } from './resolve.ts'
import type { ModelName, Roles } from './roles.ts'
import { scoresOfPositive, unknownClass } from './scores-of-class.ts'

/** What the datasets of every task are put together from. */
export interface Parts {
  files: LoadedFile[]
  plan: ColumnPlan
  roles: Roles
  rows: JoinedRows
  rowCount: number
  /** Each split with its rows (null: all) among the joined ones. */
  cuts: { rows: Uint32Array | null; split: SplitRows }[]
  labelPlace: Place
  /** What is noticed on the way. */
  notices: DatasetNotice[]
}

/** The dataset of a binary task. Throws InputError where the label or a prediction has a value that it must not have. */
export function assembleBinary(parts: Parts): BinaryDataset {
  const { files, plan, roles, rows, rowCount, cuts } = parts
  const label = agreedWords(files, plan.label, rows)
  const labels = binaryLabels(valueCounts(label), roles.positive, parts.labelPlace)
  const classes = classesOf(label, labels)
  const scores = new Map(
    [...plan.models].map(([model, columns]) => [model, binaryScores(parts, model, columns, labels)]),
  )
  for (const model of roles.reversed) scores.set(model, reversedScores(scores.get(model)!))
  return {
    task: 'binary',
    rowCount,
    labels,
    hardModels: new Set([...plan.models].filter(([, { kind }]) => kind === 'prediction').map(([model]) => model)),
    splits: cuts.map(({ split, rows: some }) => ({
      ...split,
      classes: taken(classes, some),
      scores: new Map([...scores].map(([model, values]) => [model, taken(values, some)])),
    })),
  }
}

/**
 * A model's scores: those of the positive class; of a hard prediction 1 where it is the positive class, else 0. A score of the
 * negative class counts as 1 − score. Of logits the probabilities that they stand for.
 */
function binaryScores(parts: Parts, model: ModelName, columns: ModelColumns, labels: BinaryLabels): Float64Array {
  const { files, rows, roles } = parts
  const isLogit = roles.logits.includes(model)
  if (columns.kind === 'score') {
    const { address, of } = columns
    if (of !== undefined) return scoresOfPositive(files, rows, address, of, labels)
    const numbers = numbersOf(files, address, rows)
    return isLogit ? ofLogits(parts, model, [numbers])[0] : numbers
  }
  if (columns.kind === 'probabilities') {
    const positive = positiveColumn(parts, columns, labels)
    if (!isLogit) return numbersOf(files, positive, rows)
    const logits = columns.columns.map(({ address }) => numbersOf(files, address, rows))
    const place = columns.columns.findIndex(({ address }) => address === positive)
    return ofLogits(parts, model, logits)[place]
  }
  const { address } = columns
  const { codes, values } = agreedWords(files, [address], rows)
  const isPositive = Float64Array.from(values, (value) =>
    value === labels.positive ? 1 : value === labels.negative ? 0 : NaN,
  )
  const scores = Float64Array.from(codes, (code) => isPositive[code])
  const stray = scores.findIndex(Number.isNaN)
  if (stray >= 0)
    throw unknownClass(
      files,
      address,
      rows,
      stray,
      values[codes[stray]],
      [labels.negative, labels.positive],
      ' If it is a class that no row here has as its label, there are more than two: --task multiclass.',
    )
  return scores
}

/** The probabilities that a model's logits stand for, which is said: the sigmoid of one column, the softmax of several. */
function ofLogits({ notices }: Parts, model: ModelName, logits: Float64Array[]): Float64Array[] {
  const by = logits.length === 1 ? 'sigmoid' : 'softmax'
  notices.push({ code: 'probabilities_of_logits', model, by })
  if (areFromZeroToOne(logits)) notices.push({ code: 'logits_like_probabilities', model })
  return by === 'sigmoid' ? [logits[0].map(sigmoid)] : softmax(logits)
}

/** The scores the other way round: as probabilities of the other class where all of them can be, else negated. */
function reversedScores(scores: Float64Array): Float64Array {
  return areFromZeroToOne([scores]) ? scores.map((score) => 1 - score) : scores.map((score) => 0 - score)
}

/** The dataset of several classes. Throws InputError where there are too many, or where one lacks its probabilities. */
export function assembleMulticlass(parts: Parts): MulticlassDataset {
  const { files, plan, rows, rowCount, cuts } = parts
  const label = agreedWords(files, plan.label, rows)
  const predictions = new Map(
    [...plan.models].flatMap(([model, columns]) =>
      columns.kind === 'prediction' ? [[model, agreedWords(files, [columns.address], rows)] as const] : [],
    ),
  )
  const labels = classNames(parts, label, predictions)
  const classes = codesAmong(label, labels)
  const models = new Map(
    [...plan.models].map(([model, columns]): [ModelName, ClassPredictions] => [
      model,
      columns.kind === 'probabilities'
        ? {
            kind: 'probabilities',
            probabilities: probabilitiesOf(parts, model, labels, columns, label),
          }
        : { kind: 'prediction', predicted: codesAmong(predictions.get(model)!, labels) },
    ]),
  )
  return {
    task: 'multiclass',
    rowCount,
    labels,
    splits: cuts.map(({ split, rows: some }) => ({
      ...split,
      classes: taken(classes, some),
      models: new Map([...models].map(([model, says]) => [model, takenPredictions(says, some)])),
    })),
  }
}

function probabilitiesOf(
  parts: Parts,
  model: ModelName,
  labels: string[],
  columns: ClassColumns,
  label: DictionaryColumn,
): Float64Array[] {
  const addresses = labels.map((name) => addressOf(columns, name, parts, label))
  const numbers = addresses.map((address) => numbersOf(parts.files, address, parts.rows))
  const probabilities = parts.roles.logits.includes(model) ? ofLogits(parts, model, numbers) : numbers
  parts.notices.push(...sumNotices(parts, model, probabilities, addresses[0]))
  return probabilities
}

/** Every class of a row, of a prediction and of a column of probabilities. */
function classNames(
  { plan, labelPlace }: Parts,
  label: DictionaryColumn,
  predictions: Map<ModelName, DictionaryColumn>,
): string[] {
  const words = [label, ...predictions.values()].flatMap((column) => valueCounts(column).map(({ value }) => value))
  const columns = [...plan.models.values()].flatMap((model) =>
    model.kind === 'probabilities' ? model.columns.map(({ label: name }) => name) : [],
  )
  const names = labelOrder([...new Set([...words, ...columns])])
  if (names.length <= classLimit) return names
  throw new InputError({
    code: 'too_many_classes',
    place: labelPlace,
    found: `${names.length} classes`,
    expected: `at most ${classLimit}`,
    remedy: 'Check that this is the label; for numbers say --task regression.',
  })
}

const classLimit = 1000

/** The column of the positive class's probabilities; throws where there is none, or one of a class that no row has. */
function positiveColumn(parts: Parts, columns: ClassColumns, { negative, positive }: BinaryLabels): ColumnAddress {
  const { files, plan, rows, labelPlace } = parts
  const address = addressOf(columns, positive, parts, agreedWords(files, plan.label, rows))
  const stranger = columns.columns.find(({ label }) => label !== positive && label !== negative)
  if (stranger === undefined || columns.columns.length === 2) return address
  const nearest = nearestName(stranger.label, [negative, positive])
  throw new InputError({
    code: 'unknown_class',
    place: { ...labelPlace, column: nameOf(files, stranger.address) },
    found: `probabilities of the class ${JSON.stringify(stranger.label)}`,
    expected: `one of the label’s values ${JSON.stringify(negative)} and ${JSON.stringify(positive)}`,
    remedy:
      nearest === null
        ? 'Leave its column out, or say that there are more classes: --task multiclass.'
        : `Did you mean ${JSON.stringify(nearest)}?`,
  })
}

/** The column of a class's probabilities; throws where a class that rows have has none. */
function addressOf(
  columns: ClassColumns,
  name: string,
  { files, labelPlace }: Parts,
  label: DictionaryColumn,
): ColumnAddress {
  const found = columns.columns.find((column) => column.label === name)
  if (found !== undefined) return found.address
  const counts = valueCounts(label)
  const count = counts.find(({ value }) => value === name)?.count ?? 0
  const names = columns.columns.map((column) => nameOf(files, column.address))
  const unused = columns.columns.map((column) => column.label).filter((of) => !counts.some(({ value }) => value === of))
  const nearest = columns.isListed ? nearestName(name, unused) : null
  throw new InputError({
    code: 'class_without_probabilities',
    place: labelPlace,
    found: `the class ${JSON.stringify(name)} (${count} ${count === 1 ? 'row' : 'rows'})`,
    expected: `a column of its probabilities beside ${names.slice(0, 8).join(', ')}${names.length > 8 ? ' …' : ''}`,
    remedy:
      nearest !== null
        ? `Did you mean ${JSON.stringify(name)} by ${JSON.stringify(nearest)}?`
        : columns.isListed
          ? 'Name a column for each class as the label writes it, such as cat=prob_0.'
          : 'Write classes in the header as in the label, or mend the pattern.',
  })
}

/** The dataset of a regression. */
export function assembleRegression({ files, plan, rows, rowCount, cuts }: Parts): RegressionDataset {
  const truth = agreedNumbers(files, plan.label, rows)
  const predictions = new Map(
    [...plan.models].map(([model, columns]) => [
      model,
      numbersOf(files, (columns as ModelColumns & { kind: 'score' }).address, rows),
    ]),
  )
  return {
    task: 'regression',
    rowCount,
    splits: cuts.map(({ split, rows: some }) => ({
      ...split,
      truth: taken(truth, some),
      predictions: new Map([...predictions].map(([model, values]) => [model, taken(values, some)])),
    })),
  }
}

function takenPredictions(says: ClassPredictions, rows: Uint32Array | null): ClassPredictions {
  return says.kind === 'prediction'
    ? { kind: 'prediction', predicted: taken(says.predicted, rows) }
    : { kind: 'probabilities', probabilities: says.probabilities.map((column) => taken(column, rows)) }
}

function codesAmong(column: DictionaryColumn, labels: string[]): Uint32Array {
  const codeOf = new Map(labels.map((label, code) => [label, code]))
  const codes = Uint32Array.from(column.values, (value) => codeOf.get(value) ?? 0)
  return column.codes.map((code) => codes[code])
}
