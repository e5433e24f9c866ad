import type { HeadNotice } from '../csv/head.ts'
import type { FileNotice, RowsLeftOut } from '../csv/notices.ts'
import { rejectionTexts } from '../csv/refuse.ts'
import { linesText, unmatchedText } from '../dataset/join.ts'
import type { DatasetNotice, OneSpelling } from '../dataset/notices.ts'
import type { ModelName } from '../dataset/roles.ts'
import type { ShiftSinceBaseline } from '../policy/shift-since-baseline.ts'
import type { Warning } from '../result/evaluation.ts'
import type { AssignmentNotice } from '../split/assignment.ts'
import type { RowPlaces } from '../table/input-error.ts'
import { countOf, pText, threeDigits } from './numbers.ts'
import { replicatesRemedy } from './reasons.ts'
import { sentenceOf, type Sentences } from './sentences.ts'

/** Something noticed while rows are evaluated, with the fields that a sentence about it needs. */
export type EvaluationNotice =
  /** A baseline was given or named, and production's own scores are there. */
  | { code: 'baseline_not_used'; baseline: string }
  /** The policy names a baseline that was not given. */
  | { code: 'baseline_not_read'; baseline: string }
  /** Rows belong to groups, of which the baseline keeps none. */
  | { code: 'shift_not_tested' }
  /** Rows lie in the gap that the policy's rule leaves before a split. */
  | { code: 'rows_in_gap'; rowsLeftOut: number }
  /** Scores of a model lie outside 0 to 1. */
  | { code: 'not_probabilities'; model: ModelName; lowest: number; highest: number }
  /** The threshold that was chosen for a model predicts nobody, or everybody, positive. */
  | { code: 'same_for_all'; model: ModelName; predicts: 'nobody' | 'everybody'; chosen: string }
  /** Scores of a model lie outside 0 to 1, and nobody named the threshold that decisions are taken at. */
  | { code: 'threshold_not_named'; model: ModelName; threshold: number }
  /** Looks have come to a confidence that the replicates of the bootstrap cannot carry. */
  | { code: 'too_few_replicates'; look: number; confidence: number; replicates: number }
  /** The area under a model's ROC curve on a split is surely below a half. */
  | { code: 'scores_reversed'; model: ModelName; split: string; area: number }

/** All that an evaluation can warn of. */
export type Notice = FileNotice | DatasetNotice | AssignmentNotice | EvaluationNotice

/** The warning about what was noticed, as the result document holds it. */
export function warningOf(notice: Notice): Warning {
  return {
    code: notice.code,
    message: sentenceOf(sentences, notice),
    ...('rowsLeftOut' in notice ? { rows_left_out: notice.rowsLeftOut } : {}),
    ...('model' in notice ? { model: notice.model } : {}),
  }
}

/** What was noticed of a file that was read: "a.csv: line 1 was left out, as the header is on line 2." */
export function fileNoticeText(notice: FileNotice): string {
  return sentenceOf<FileNotice>(fileSentences, notice)
}

/** What was noticed at the start of a file, without the file's name and without a full stop. */
export function headNoticeText(notice: HeadNotice): string {
  return sentenceOf(headSentences, notice)
}

/** What did not come out as a rule asks: "train has no rows." */
export function assignmentNoticeText(notice: AssignmentNotice): string {
  return sentenceOf(assignmentSentences, notice)
}

const headSentences: Sentences<HeadNotice> = {
  lines_before_header: ({ firstLine, headerLine, places }) => {
    const place = placeName(places)
    const lines =
      headerLine - firstLine === 1 ? `${place} ${firstLine} was` : `${place}s ${firstLine} to ${headerLine - 1} were`
    return `${lines} left out, as the header is on ${place} ${headerLine}`
  },
  invalid_utf8: ({ byteOffset }) =>
    `invalid UTF-8${byteOffset === null ? '' : ` at byte offset ${byteOffset}`}: the file may be in another encoding, such as Latin-1`,
  unreadable_column: ({ column, found }) => `column ${JSON.stringify(column)} cannot be read: ${found}`,
}

const fileSentences: Sentences<FileNotice> = {
  lines_before_header: (notice) => `${notice.file}: ${headNoticeText(notice)}.`,
  invalid_utf8: (notice) =>
    'byteOffset' in notice ? `${notice.file}: ${headNoticeText(notice)}.` : leftOutText(notice),
  unreadable_column: (notice) => `${notice.file}: ${headNoticeText(notice)}.`,
  not_a_number: leftOutText,
  missing: leftOutText,
  not_finite: leftOutText,
  not_a_vector: leftOutText,
  vector_length: leftOutText,
  too_few_fields: leftOutText,
  too_many_fields: leftOutText,
  comment_fits: leftOutText,
  comment_line: ({ file, records, firstLine }) =>
    `${file}: ${records} lines were taken for comments, such as line ${firstLine}.`,
  underflow: ({ file, column, records, firstLine, places }) =>
    `${file}: ${records} numbers of column ${JSON.stringify(column)} are too small for float64 and became 0, such as the one on ${placeName(places)} ${firstLine}.`,
}

/** What a number of a row counts, where it is named; of CSV and JSON lines, lines. */
function placeName(places: RowPlaces = 'line'): 'line' | 'row' {
  return places === 'line' ? 'line' : 'row'
}

/** Lines, not cells: it goes into reports. */
function leftOutText({ file, code, column, rowsLeftOut, firstLine, places }: RowsLeftOut & { file: string }): string {
  const where = column === null ? '' : ` in column ${JSON.stringify(column)}`
  return `${file}: ${countOf(rowsLeftOut, 'row')} left out: ${rejectionTexts[code].found}${where}, such as on ${placeName(places)} ${firstLine}.`
}

const datasetSentences: Sentences<DatasetNotice> = {
  split_names: ({ renamed }) =>
    `Splits read: ${renamed.map(({ written, readAs }) => `${JSON.stringify(written)} as ${readAs}`).join(', ')}.`,
  intersections_left_out: ({ columns: [first, second], valueCounts, limit }) =>
    `Intersections of ${JSON.stringify(first)} and ${JSON.stringify(second)} are left out: ${valueCounts.join(' × ')} values, more than ${limit}.`,
  duplicate_id: ({ column, rows, firstLines }) =>
    `${rows} rows repeat an id of column ${JSON.stringify(column)} (${linesText(firstLines, rows)}). Intervals take rows as independent.`,
  unmatched_id: ({ column, rowsJoined, files }) =>
    `Joined on ${column}: ${rowsJoined} rows in ${files.length === 2 ? 'both files' : `all ${files.length} files`}. Left out: ${unmatchedText(files)}.`,
  unmatched_row: ({ files }) =>
    `Joined row by row: rows are left out as the row at their place in another file is (${files.map(({ file, rows }) => `${rows} of ${file}`).join(', ')}).`,
  id_without_model: ({ file, ids, idCount, firstLines }) =>
    `${file}: ${ids} of ${idCount} ids lack a model and are left out (${linesText(firstLines, ids)}).`,
  other_models: ({ file, column, rows, models }) =>
    `${file}: ${rows} rows of other models in column ${JSON.stringify(column)} are left aside: ${someOf(models.map((model) => JSON.stringify(model)))}.`,
  missing_word_kept: ({ file, column, word, rows }) =>
    `${file}: ${JSON.stringify(word)} is a value of column ${JSON.stringify(column)} (${rows} rows), as other words are named for what is missing there.`,
  equal_columns: ({ file, column }) =>
    `${file}: the columns called ${JSON.stringify(column)} hold the same in every row, and are read as one.`,
  spelling_folded: ({ column, spellings }) =>
    `Case and outer blanks do not count in ${column === null ? 'the classes' : JSON.stringify(column)}: ${spellingsText(spellings)}.`,
  classes_alike: ({ are, spellings }) =>
    `Classes are ${are} that are written in more than one way, and are taken as one each: ${spellingsText(spellings)}.`,
  zero_weight: ({ file, column, rowsLeftOut }) =>
    `${file}: ${rowsLeftOut} rows of weight 0 in column ${JSON.stringify(column)} are left out.`,
  probabilities_of_logits: ({ model, by }) =>
    by === 'sigmoid'
      ? `The ${model} model’s numbers are logits: its probabilities are their sigmoid, 1 / (1 + e^−x). Thresholds are of these probabilities.`
      : `The ${model} model’s numbers are logits: its probabilities are their softmax, e^x of each class divided by the sum over the classes.`,
  logits_like_probabilities: ({ model }) =>
    `Every logit of the ${model} model lies from 0 to 1, as probabilities do. If they are probabilities, leave ${model} out of logits (--logits; columns.logits in the policy): then they count as they are.`,
  probabilities_rounded: ({ model, distance }) =>
    `Probabilities of the ${model} model sum to 1 in each row but for rounding (at most ${threeDigits(distance)} off), and are taken as they are.`,
  sums_not_1: ({ model, rows, rowCount, sum, file, line, column }) =>
    `Scores of the ${model} model do not sum to 1 in ${rows} of ${rowCount} rows: not probabilities, so that log_loss, brier and areas are undefined. The furthest sum is ${threeDigits(Math.abs(sum - 1))} ${sum < 1 ? 'below' : 'above'} 1 (${file}, line ${line}, from column ${JSON.stringify(column)} on). If they are shares of one whole, divide each row’s scores by their sum, and evaluate that file.`,
  weight_kind_not_said: ({ file, column }) =>
    `${file}: nobody has said what the whole weights in column ${JSON.stringify(column)} are. They are taken for importance weights, what each row stands for: intervals are the cautious ones, and rows count once. If each weight counts so many equal rows, say --weight-kind frequency (in the policy, weights: frequency); if not, --weight-kind importance.`,
}

const assignmentSentences: Sentences<AssignmentNotice> = {
  empty_split: ({ splits }) => `${splits.join(', ')} ${splits.length === 1 ? 'has' : 'have'} no rows.`,
  group_larger_than_split({ unit, unitCount, largest }) {
    const found = unitCount === 1 ? `one ${unit} has` : `${unitCount} ${unit}s have`
    const units = largest.map(
      ({ time, rows, split, asked }) =>
        `${time === null ? 'one of' : `${time} with`} ${rows} rows (${split} was to have ${twoDecimals(asked)})`,
    )
    return `${found} more rows than the split that they are in was to hold: ${listed(units, unitCount)}.`
  },
  fractions_not_met: ({ parts }) =>
    `rows that stay together allow no better: ${parts.map(({ name, rows, asked }) => `${name} got ${rows} of ${twoDecimals(asked)}`).join(', ')}.`,
  class_smaller_than_splits({ splitCount, classCount, smallest }) {
    const found = classCount === 1 ? 'one class has' : `${classCount} classes have`
    const classes = smallest.map(({ name, rows }) => `${name} (${rows === 1 ? 'one row' : `${rows} rows`})`)
    return `${found} fewer rows than there are splits (${splitCount}): ${listed(classes, classCount)}.`
  },
}

/** What a rule made of the rows of an evaluation: "Splits: train has no rows." */
const ofSplits = (notice: AssignmentNotice): string => `Splits: ${assignmentNoticeText(notice)}`

const sentences: Sentences<Notice> = {
  ...fileSentences,
  ...datasetSentences,
  empty_split: ofSplits,
  group_larger_than_split: ofSplits,
  fractions_not_met: ofSplits,
  class_smaller_than_splits: ofSplits,
  baseline_not_used: ({ baseline }) =>
    `The baseline ${JSON.stringify(baseline)} is not used: production’s own scores are there, on the same rows.`,
  baseline_not_read: ({ baseline }) =>
    `The policy names the baseline ${JSON.stringify(baseline)}, which was not read: nothing is compared with it.`,
  shift_not_tested: () =>
    'Whether these rows are like the baseline’s is not tested: rows belong to groups, and a baseline does not say how alike the rows of its groups were.',
  rows_in_gap: ({ rowsLeftOut }) => `${rowsLeftOut} rows are left out: they are in the gap before a split begins.`,
  not_probabilities: ({ model, lowest, highest }) =>
    `Scores of the ${model} model reach from ${lowest} to ${highest}: not probabilities, so that log_loss, brier and ece are undefined.`,
  same_for_all: ({ model, predicts, chosen }) =>
    `The threshold of the ${model} model (${chosen}) predicts ${predicts} positive: going by the rows that it was chosen on, its scores are of no use for this decision.`,
  threshold_not_named: ({ model, threshold }) =>
    `Decisions of the ${model} model are taken at ${threshold}, which means something for probabilities only: name a threshold, or have one chosen.`,
  too_few_replicates: ({ look, confidence, replicates }) =>
    `Look ${look} at this test set has confidence ${Number(confidence.toFixed(6))}, and of ${countOf(replicates, 'replicate')} of the bootstrap not one would be outside such an interval: what has no other (ks, ece, and what has the choice of a threshold in it) has none here. ${replicatesRemedy({ confidence })}.`,
  scores_reversed: ({ model, split, area }) =>
    `ROC AUC of the ${model} model on ${split} is ${area}: the scores look reversed. They have not been flipped.`,
}

/** "cat" (also "CAT", "Cat "), "dog" (also "Dog") */
function spellingsText(spellings: OneSpelling[]): string {
  return someOf(
    spellings.map(
      ({ word, also }) => `${JSON.stringify(word)} (also ${also.map((other) => JSON.stringify(other)).join(', ')})`,
    ),
  )
}

/** The first five, and how many more there are. */
function someOf(texts: string[]): string {
  return listed(texts.slice(0, 5), texts.length)
}

/** A number of rows with two decimals at most. */
function twoDecimals(rows: number): string {
  return String(Math.round(rows * 100) / 100)
}

/** "a, b, c and 2 more" @param count how many there are, named or not */
function listed(named: string[], count: number): string {
  return count > named.length ? `${named.join(', ')} and ${count - named.length} more` : named.join(', ')
}

/** How the rows of a split differ from those that the baseline was measured on, in a sentence. */
export function shiftText({ split, of, test }: ShiftSinceBaseline): string {
  const size = threeDigits(test.effectSize.value)
  const on = JSON.stringify(split)
  return of === 'labels'
    ? `Classes have other shares on ${on} than on the baseline’s rows (Cramér’s V ${size}, ${pText(test.p)}): the metrics that depend on them differ for that alone.`
    : `Scores are distributed otherwise on ${on} than the baseline’s were (their distribution functions are at least ${size} apart, ${pText(test.p)}): of the same model, the rows have changed; of another, a threshold does not carry over.`
}
