import type { Policy } from '../policy/policy.ts'
import type { EvaluationDocument, SplitFindingResult, Verdict } from '../report/evaluation.ts'
import { countText } from './format.ts'

/** A finding about the splits, as the page tells it. */
export interface ToldFinding {
  code: string
  title: string
  message: string
  /** Where to look: "predictions.csv line 17, 42"; '' where it is of no rows in particular. */
  examples: string
  /** What it does to the verdict. */
  effect: string
  /** It keeps the verdict from being a pass. */
  isDeciding: boolean
}

const titles: Record<string, string> = {
  shared_id: 'The same id in two splits',
  shared_group: 'The same group in two splits',
  shared_row: 'The same row in two splits',
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
  return titles[code] ?? code.replaceAll('_', ' ')
}

/** The findings that keep the verdict from being a pass. */
export function decidingFindings({ splitting }: EvaluationDocument): SplitFindingResult[] {
  return splitting?.findings.filter(isDeciding) ?? []
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

function isDeciding({ effect, waived }: SplitFindingResult): boolean {
  return effect === 'undecided' && !waived
}

function effectWords({ code, effect, waived }: SplitFindingResult, verdict: Verdict | null): string {
  if (effect === 'none') return 'Does not change the verdict.'
  if (waived) return 'Waived by the policy: does not change the verdict.'
  const what = verdict === null ? 'No verdict on these splits could be a pass' : 'The verdict cannot be a pass'
  return `${what}, unless the policy waives it by name (waive: [${code}]).`
}

/** Lines by file: "a.csv line 17, 42; b.csv line 9". */
export function exampleWords(examples: SplitFindingResult['examples']): string {
  const files = [...new Set(examples.map(({ file }) => file))]
  const linesOf = (name: string) =>
    examples
      .filter(({ file }) => file === name)
      .map(({ line }) => countText(line))
      .join(', ')
  return files.map((name) => `${name} line ${linesOf(name)}`).join('; ')
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
    'shifts of labels and scores',
    ...(splitting === null || splitting.gaps.length === 0 ? [] : ['a model that does better where it was made']),
    ...(has(columns.split) && split !== null ? ['rows that the rule would put elsewhere'] : []),
  ]
  const missing = [...(has(id) ? [] : ['an id']), ...(has(group) ? [] : ['a group']), ...(has(time) ? [] : ['a time'])]
  return { sought: listWords(sought), missing: listWords(missing, 'or') }
}

/** "a, b and c" */
function listWords(words: string[], last = 'and'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`
}
