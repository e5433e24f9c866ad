import type { Policy } from '../policy/policy.ts'
import type { EvaluationDocument, SplitFindingResult, SplittingResult, Verdict } from '../result/evaluation.ts'
import { isDeciding } from '../result/reading.ts'
import type { FindingCode } from '../split/finding.ts'
import { countText, listWords } from './numbers.ts'
import { oneLine } from './style.ts'

/** A finding about the splits, in words. */
export interface ToldFinding {
  code: string
  title: string
  message: string
  /** Where to look: "predictions.csv, lines 17, 42"; '' where it is of no rows in particular. */
  examples: string
  /** What it does to the verdict. */
  effect: string
  /** It keeps the verdict from being a pass. */
  isDeciding: boolean
}

const titles: Record<FindingCode, string> = {
  shared_id: 'The same id in two splits',
  shared_group: 'The same group in two splits',
  shared_row: 'The same row in two splits',
  shared_row_unseen: 'Shared rows could not be seen',
  twin_rows: 'Rows alike under different ids',
  times_overlap: 'Splits overlap in time',
  missing_class: 'A class is missing',
  missing_slice: 'A slice is missing',
  label_shift: 'Labels differ between splits',
  score_shift: 'Scores differ between splits',
  rule_disagrees: 'Not split as the rule says',
  split_too_small: 'A split is too small',
  overfitting: 'Better on train than elsewhere',
  validation_used_up: 'Validation is used up',
}

/** A finding's name for people; a code that is not known is shown in words as it is. */
export function findingTitle(code: string): string {
  return Object.hasOwn(titles, code) ? titles[code as FindingCode] : code.replaceAll('_', ' ')
}

/** All findings: those that decide first, those that are waived last. */
export function toldFindings({ splitting, verdict }: EvaluationDocument): ToldFinding[] {
  const importance = (finding: SplitFindingResult) => (isDeciding(finding) ? 0 : finding.waived ? 2 : 1)
  return (splitting?.findings ?? [])
    .toSorted((a, b) => importance(a) - importance(b))
    .map((finding) => ({
      code: finding.code,
      title: findingTitle(finding.code),
      message: finding.message,
      examples: exampleWords(finding.examples),
      effect: effectWords(finding, verdict),
      isDeciding: isDeciding(finding),
    }))
}

/** What a finding does to the verdict. @param verdict null where nothing is judged */
export function effectWords({ code, effect, waived }: SplitFindingResult, verdict: Verdict | null): string {
  if (effect === 'none') return 'Does not change the verdict.'
  if (waived) return 'Waived by the policy: does not change the verdict.'
  const what = verdict === null ? 'No verdict on these splits could be a pass' : 'The verdict cannot be a pass'
  return `${what}, unless the policy waives it by name (waive: [${code}]).`
}

/** What was found, and what that does to the verdict where it does anything. */
export function findingWords(finding: SplitFindingResult, verdict: Verdict | null): string {
  return finding.effect === 'none' ? finding.message : `${finding.message} ${effectWords(finding, verdict)}`
}

/** Lines by file: "a.csv, lines 17, 42; b.csv, line 9". */
export function exampleWords(examples: SplitFindingResult['examples']): string {
  const files = [...new Set(examples.map(({ file }) => file))]
  const places = files.map((name) => {
    const lines = examples.filter(({ file }) => file === name).map(({ line }) => line)
    return `${oneLine(name)}, line${lines.length === 1 ? '' : 's'} ${lines.join(', ')}`
  })
  return places.join('; ')
}

/** "made by hash of id, but for 3 rows"; null where no rule is known that the file's splits were made by. */
export function madeByWords(splitting: SplittingResult | null): string | null {
  const madeBy = splitting?.made_by ?? null
  if (madeBy === null) return null
  const { words, disagreeing_rows: count } = madeBy
  return `made ${oneLine(words)}${count === 0 ? '' : `, but for ${countText(count)} rows`}`
}

/** What the splits were looked through for, and what takes a column that nobody named. */
export function lookedFor(
  { columns, split }: Pick<Policy, 'columns' | 'split'>,
  { task, splitting }: Pick<EvaluationDocument, 'task' | 'splitting'>,
): { sought: string; missing: string } {
  const { id, group, time, slices = [] } = columns
  const has = (name: string | null | undefined) => name !== undefined && name !== null
  const sought = [
    `the same ${listWords([has(id) ? 'id' : 'row', ...(has(group) ? ['group'] : [])])} in two splits`,
    ...(has(id) ? ['rows alike under different ids'] : []),
    ...(has(time) ? ['times that overlap'] : []),
    ...(task === 'regression' ? [] : ['classes that a split lacks']),
    ...(slices.length === 0 ? [] : ['slices that a split lacks']),
    task === 'regression'
      ? 'shifts of labels and scores, of 0.1 or more in distance'
      : 'shifts of labels and scores, of 0.1 or more in Cramér’s V or distance (a class that grows from 2 % to 4 % is less)',
    ...(splitting === null || splitting.gaps.length === 0 ? [] : ['a model that does better where it was made']),
    ...(has(columns.split) && split !== null ? ['rows that the rule would put elsewhere'] : []),
  ]
  const missing = [...(has(id) ? [] : ['an id']), ...(has(group) ? [] : ['a group']), ...(has(time) ? [] : ['a time'])]
  return { sought: listWords(sought), missing: listWords(missing, 'or') }
}
