import type { MetricGap, RowsOfSplit, SplitFinding } from '../split/finding.ts'
import { pText, threeDigits } from './numbers.ts'
import { sentenceOf, type Sentences } from './sentences.ts'

/** What a check of the splits found, in a sentence or two: "1 row of test has an id that a row of train has too." */
export function findingText(finding: SplitFinding): string {
  return sentenceOf(sentences, finding)
}

const sentences: Sentences<SplitFinding> = {
  shared_id: (finding) =>
    `${rowsHave(finding)} an id that a row of ${finding.splits[0]} has too${consequence(finding)}.`,
  shared_group: (finding) =>
    `${rowsHave(finding)} a group that ${finding.splits[0]} has too, ${counted(finding.groups, 'group')} in all${consequence(finding)}.`,
  shared_row(finding) {
    const { splits, byChance } = finding
    const explained =
      byChance === 0
        ? 'Chance does not make such values alike'
        : `Of such values, chance makes about ${threeDigits(byChance)} alike`
    return `${rowsHave(finding)} a row in ${splits[0]} that is alike in every column in use. ${explained}${consequence(finding)}.`
  },
  shared_row_unseen({ splits: [earlier, later], rows, rowCount, visible }) {
    const leak =
      visible === null
        ? 'however many rows were really in both, they would not be seen'
        : `fewer than about ${visible} rows (${threeDigits((100 * visible) / rowCount)} %) that are really in both would not be seen`
    return `Without an id, ${rows} of ${rowCount} rows of ${later} are alike to one of ${earlier}, as chance makes such values: ${leak}. Name a column of ids to know.`
  },
  twin_rows(finding) {
    const { splits, within } = finding
    return (
      `${rowsHave(finding)} a twin in ${splits[0]}: another id, the same truth and slices, scores that agree to ten digits.` +
      ` Within ${splits[0]} ${within.twins} of ${within.rows} rows have one, so that chance does not explain them; they may be the same cases under new ids.`
    )
  },
  times_overlap({ early, ends, rows: count }) {
    const rows = early.map(({ split, rows: ofSplit }) => `${counted(ofSplit, 'row')} of ${split}`).join(' and ')
    const last = ends.map(({ split, at }) => `${split} ends at ${at}`).join(', ')
    return `${rows} ${count === 1 ? 'is' : 'are'} not later than all rows of the splits before (${last}).`
  },
  missing_class: ({ splits: [split], values, others }) =>
    `${split} has no row of class ${someQuoted(values)}, of which ${othersHave(others)}.`,
  missing_slice: ({ splits: [split], column, values, others }) =>
    `${split} has no row of ${column} = ${someQuoted(values)}, of which ${othersHave(others)}.`,
  label_shift: ({ splits, test }) =>
    shiftText(
      test.name === 'chi_squared' ? 'Classes have other shares' : 'The label is distributed otherwise',
      splits,
      test,
    ),
  score_shift: ({ splits, model, ofClass, test }) =>
    shiftText(
      test.name === 'chi_squared'
        ? `The ${model} predicts classes in other shares`
        : `Scores of the ${model}${ofClass === null ? '' : ` for class ${JSON.stringify(ofClass)}`} are distributed otherwise`,
      splits,
      test,
    ),
  rule_disagrees: ({ rows, rowCount, misplaced }) =>
    `${rows} of ${rowCount} rows are in another split than the rule gives them: ${misplacedText(misplaced)}.`,
  split_too_small({ splits: [split], requirements, hardest, rowsNeeded }) {
    const [count, which] =
      requirements === 1 ? ['one requirement', 'it'] : [`${requirements} requirements`, `the hardest, ${hardest}`]
    return `${split} is too small to decide ${count}: about ${rowsNeeded} rows would settle ${which}.`
  },
  overfitting: (finding) => `${betterText(finding)} It is over-fitted to train, or the splits differ.`,
  validation_used_up: (finding) => `${betterText(finding)} Too much was chosen on validation, or the splits differ.`,
}

/** "1 row of test has", "12 rows of test have" */
function rowsHave({ rows, splits: [, later] }: { rows: number; splits: [earlier: string, later: string] }): string {
  return rows === 1 ? `1 row of ${later} has` : `${rows} rows of ${later} have`
}

/** What a leak means for the later split, as the end of a sentence; empty where no verdict rests on either split. */
function consequence({
  splits: [earlier, later],
  effect,
}: Pick<SplitFinding, 'effect'> & { splits: string[] }): string {
  if (effect === 'none') return ''
  return `: ${later} is not new to what was ${earlier === 'validation' ? 'chosen' : 'made'} on ${earlier}`
}

/** "train has 2 rows and test has 1 row" */
function othersHave(others: RowsOfSplit[]): string {
  return others.map(({ split, rows }) => `${split} has ${counted(rows, 'row')}`).join(' and ')
}

function shiftText(
  subject: string,
  [earlier, later]: [earlier: string, later: string],
  { name, effectSize, p }: NonNullable<SplitFinding['test']>,
): string {
  const size = threeDigits(effectSize.value)
  const effect = name === 'chi_squared' ? `Cramér’s V ${size}` : `their distribution functions are up to ${size} apart`
  return `${subject} in ${later} than in ${earlier}: ${effect}, ${pText(p)}.`
}

/** `700 in train that belong in test, 20 in …`: the three that are most, then how many more. */
function misplacedText(misplaced: { from: string; to: string; rows: number }[]): string {
  const shown = misplaced
    .slice(0, 3)
    .map(({ to, from, rows }) => `${rows} in ${from} that ${rows === 1 ? 'belongs' : 'belong'} in ${to}`)
  const rest = misplaced.slice(3).reduce((sum, { rows }) => sum + rows, 0)
  return [...shown, ...(rest > 0 ? [`${rest} more`] : [])].join(', ')
}

function betterText({
  model,
  splits: [from, to],
  gaps,
}: {
  model: string
  splits: string[]
  gaps: MetricGap[]
}): string {
  const metrics = gaps.map(
    ({ metric, from: before, to: after, gap, low, high }) =>
      `${metric} ${threeDigits(before)} against ${threeDigits(after)} (gap ${threeDigits(gap)}, ${threeDigits(low)} to ${threeDigits(high)})`,
  )
  return `The ${model} does better on ${from} than on ${to}, by more than chance explains: ${metrics.join(', ')}.`
}

/** "1 group", "12 groups" */
function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** `"north", "south" and 3 more` */
function someQuoted(values: string[], limit = 5): string {
  const shown = values
    .slice(0, limit)
    .map((value) => JSON.stringify(value))
    .join(', ')
  return values.length > limit ? `${shown} and ${values.length - limit} more` : shown
}
