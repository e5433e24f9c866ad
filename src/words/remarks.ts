import { autonomyLevels } from '../policy/autonomy-levels.ts'
import type { ChecklistItem } from '../policy/autonomy-checklist.ts'
import type { Obstacle } from '../policy/autonomy.ts'
import type { Judgement } from '../policy/judgement.ts'
import type { Uncounted } from '../policy/ledger.ts'
import type { NeededRows } from '../policy/rows-needed.ts'
import { settlingChance } from '../policy/settling-chance.ts'
import type { Trivial } from '../policy/trivial.ts'
import type { LeftOutReason } from '../policy/passing-threshold.ts'
import type {
  AutonomyResult,
  EarlierLookResult,
  EvaluationDocument,
  LooksResult,
  StageResult,
  ThresholdSearchResult,
} from '../result/evaluation.ts'
import { rangeWords } from './needed.ts'
import { boundText, countOf, countText, percent, shortNumber } from './numbers.ts'
import { reasonText } from './reasons.ts'
import { withInterval } from './requirements.ts'
import { sentenceOf, type Sentences } from './sentences.ts'
import { oneLine, sliceWords } from './style.ts'
import { predictsWords } from './verdict.ts'

/**
 * What every report says below its requirements, a sentence each: how sure it is, how the declared level of autonomy stands, the stages of its
 * rollout, whether another threshold would do, what it was compared with. Looks have a list of their own (`looksWords`).
 */
export function remarks(document: EvaluationDocument): string[] {
  const { autonomy, stages = [], threshold_search: search, comparison } = document
  const sentences = [
    document.trivial === undefined ? null : `${document.trivial.message}: meeting these requirements shows nothing.`,
    document.requirements.length === 0 ? null : assuranceText(document.setup.confidence),
    autonomy === undefined ? null : autonomyText(autonomy),
    ...stages.map(stageLine),
    thresholdSearchWords(search),
    unpairedWords(comparison),
    ...shiftSentences(comparison),
  ]
  return sentences.filter((sentence) => sentence !== null)
}

/** "Autonomy: level 4 of 5 (decides alone) is not judged: the policy lacks a ledger that counts looks at the test set." */
export function autonomyText({ level, of, standing, checklist, missing }: AutonomyResult): string {
  const declared = `Autonomy: level ${level} of ${of} (${titleOf(level)})`
  const lacking = checklist.filter(({ there }) => !there).map(({ what }) => what)
  const lacks = lacking.length === 0 ? '' : ` The policy lacks what this level has to contain: ${lacking.join('; ')}.`
  const open = missing === null ? '' : ` Open: ${missing}.`
  switch (standing) {
    case 'met':
      return `${declared} is met, and the policy contains what it has to.`
    case 'not_met':
      return `${declared} is not met.${open}${lacks}`
    case 'not_judged':
      return `${declared} is not judged.${lacks}${open}`
  }
}

/** What a level of autonomy has to contain, as a phrase. */
export function checklistText(item: ChecklistItem): string {
  return checklistTexts[item]
}

const checklistTexts: Record<ChecklistItem, string> = {
  errors: 'bounds on both kinds of error, or on their cost',
  no_waived_leak: 'splits whose leaks are mended, not waived',
  groups: 'a requirement on slices of those who may be harmed',
  present_practice: 'a comparison with what is done now (versus_production)',
  looks_counted: 'a ledger that counts looks at the test set',
  later_test: 'a test that is later in time (split: by: time, or columns.time)',
  irreversible: 'a bound on the error that cannot be undone',
  confirmation: 'a requirement on a split of its own, kept for confirmation',
  shadow: 'a stage in the shadow (share: 0)',
}

/**
 * How sure a result is, in words: "Intervals have confidence 95 %: if a requirement were just not met, a result like this would come up
 * in at most 1 of 40 samples."
 * @param confidence two-sided, such as 0.95
 */
export function assuranceText(confidence: number): string {
  return `Intervals have confidence ${percent(confidence)}: if a requirement were just not met, a result like this would come up in at most 1 of ${countText(Math.floor(2 / (1 - confidence) + 1e-6))} samples.`
}

/** Who meets all requirements without knowing anything of a row; a clause that begins a sentence. */
export function trivialText(trivial: Trivial): string {
  switch (trivial.metBy) {
    case 'anything':
      return 'The requirements speak of the rows alone, and any model meets them'
    case 'nobody':
    case 'everybody':
      return `A model that predicts ${trivial.metBy} positive would meet all requirements, too`
    case 'coin':
      return `A coin that says yes in ${percent(trivial.rate)} of the cases would meet all requirements, too`
    case 'class':
      return `A model that always predicts ${JSON.stringify(trivial.label)} would meet all requirements, too`
    case 'mean':
      return 'A model that always predicts the mean would meet all requirements, too'
  }
}

/** Whether a stage is shown, and what it takes. */
export function stageLine(stage: StageResult): string {
  return `Stage ${stageText(stage)}; ${stage.shown ? 'shown' : 'not shown'}.`
}

/** '"10 %" (10 % of the traffic, all requirements met at 90 %): takes about 1,208 rows for a chance of 80 % (from about 700 rows to 2,600, as values may be off)' */
export function stageText({ name, share, confidence, rows_needed: rows, rows_range: range }: StageResult): string {
  const chance = range === undefined ? '' : ` for a chance of ${percent(settlingChance)}`
  const between = range === undefined || rows === null ? '' : ` (${rangeWords(rows, range)}, as values may be off)`
  const needed =
    rows === null ? 'more rows alone will not show it' : `takes about ${countOf(rows, 'row')}${chance}${between}`
  return `${JSON.stringify(name)} (${percent(share)} of the traffic, all requirements met at ${percent(confidence)}): ${needed}`
}

function titleOf(level: number): string {
  return autonomyLevels[level].title
}

/** What stands in the way of a level of autonomy. */
export function obstacleText(obstacle: Obstacle): string {
  switch (obstacle.kind) {
    case 'trivial':
      return 'requirements that no constant and no coin meets'
    case 'nothing_judged':
      return 'a requirement that counts and can be judged'
    case 'splits':
      return `splits that are apart (${obstacle.codes.join(', ')})`
    case 'requirement':
      return `${judgementName(obstacle.judgement)}: ${needText(obstacle.judgement, obstacle.needed)}`
  }
}

function needText(judgement: Judgement, needed: NeededRows | null): string {
  const { requirement, value, low, high, size, rowsNeeded } = judgement
  if (needed !== null) {
    const { rows, fewest, most } = needed
    return `needs about ${countText(rows)} rows in all for a chance of ${percent(settlingChance)} (${rangeWords(rows, [fewest, most])}, as the value may be off; there are ${countText(size.rows)})`
  }
  if (low === null || high === null)
    return rowsNeeded === null ? reasonText(judgement) : `needs about ${countText(rowsNeeded)} rows in all`
  const { suspiciousAbove } = requirement
  const suspicion = suspiciousAbove === null ? '' : `, by no more than ${shortNumber(suspiciousAbove)}`
  return `${withInterval({ value: value ?? NaN, low, high })} has to be ${boundText(requirement.bound)}${suspicion}`
}

function judgementName({ requirement: { metric, ofClass, of, where: part }, split, slice }: Judgement): string {
  const measured =
    metric + (ofClass === null ? '' : ` of ${oneLine(ofClass)}`) + (part === null ? '' : ` where ${part}`)
  const what = of === 'value' ? measured : `${measured} ${of === 'gap' ? 'gap' : 'versus production'}`
  return [what, oneLine(split), ...(slice === null ? [] : [sliceWords(slice)])].join(', ')
}

/** Whether another threshold would do, as far as validation tells; null where that was not asked. */
export function thresholdSearchWords(search: ThresholdSearchResult | null): string | null {
  if (search === null) return null
  const { on, passes, closest, predicts, margin, judged, left_out: leftOut } = search
  if (closest === null) return `Whether another threshold would pass cannot be told on ${on}.`
  const all = judged === 1 ? 'the one requirement' : `all ${judged} requirements`
  const whom = predicts === undefined ? '' : ` (${predictsWords(predicts)})`
  const rest = leftOut.length === 0 ? '' : ` ${leftOut.length} more could not be looked at there.`
  if (passes !== null)
    return `On ${on} a threshold of ${passes}${whom} would meet ${all} that change with it, by value; test was not looked at.${rest}`
  return (
    `On ${on} no threshold would meet ${all} that ${judged === 1 ? 'changes' : 'change'} with it; the closest is ${closest}${whom}, ` +
    `where the worst is ${shortNumber(-margin!)} outside its bound.${rest}`
  )
}

/** Why no threshold was judged by a requirement. */
export function leftOutText(reason: LeftOutReason): string {
  return sentenceOf(leftOutReasons, reason)
}

const leftOutReasons: Sentences<LeftOutReason> = {
  too_many_steps: () => 'more slices and thresholds than are gone through',
  gap: () => 'a gap between two splits',
  other_split: ({ split }) => `measured on ${split}`,
  no_production: () => 'production: no production model',
  production_not_defined: ({ why }) => `production: ${why}`,
  never_defined: () => 'defined at no threshold',
}

/** Said of a comparison with a baseline, in one line; null where there is none. */
export function unpairedWords(comparison: EvaluationDocument['comparison']): string | null {
  if (comparison?.unpaired_with === undefined) return null
  const { model, threshold, policy, selected_from: selectedFrom } = comparison.unpaired_with
  const rows = Object.entries(comparison.splits).map(([split, { baseline_rows: count }]) =>
    count == null ? `no ${JSON.stringify(split)}` : `${count} rows of ${JSON.stringify(split)}`,
  )
  const at = threshold === null ? '' : ` at threshold ${threshold}`
  const passed = policy.name === null ? '' : `, which passed ${JSON.stringify(policy.name)}`
  return `Production is the baseline ${JSON.stringify(model)}${at}${passed}, as it was measured then (${rows.join(', ')}): differences are unpaired, with MOVER’s intervals.${selectedFrom === undefined ? '' : ` It was chosen among ${selectedFrom} looks at its test set, so that its values are too good by chance.`}`
}

/** How the rows differ from those of the baseline, a sentence each. */
export function shiftSentences(comparison: EvaluationDocument['comparison']): string[] {
  return Object.values(comparison?.splits ?? {}).flatMap(({ shifts = [] }) => shifts.map(({ message }) => message))
}

/** "Third look at this test set: …"; null where nothing was required. */
export function looksWords(looks: LooksResult | null): string | null {
  if (looks === null) return null
  if (looks.number === null) return `Looks at the test set are not counted: ${looks.reason}.`
  const { number, judged_as: judgedAs = number, correction } = looks
  const first = `${ordinal(number)} look at this test set`
  const confidence = Number(looks.confidence.toFixed(6))
  if (correction === 'none') return `${first}.`
  if (correction === 'bonferroni')
    return `${first}: intervals have confidence ${confidence}, corrected for ${number} looks (Bonferroni, α/k).`
  const made = judgedAs === number ? first : `${first}, of ${judgedAs} by now`
  const level =
    judgedAs === 1
      ? `intervals have confidence ${confidence}, which leaves as much for all looks to come (look k has α/(k(k + 1)))`
      : `intervals have confidence ${confidence}, corrected for ${judgedAs} looks and all to come (look k has α/(k(k + 1)))`
  return [`${made}: ${level}.`, ...otherRowsSentences(looks.earlier), ...chosenSentence(judgedAs)].join(' ')
}

/** What is said of earlier looks at other rows that count. */
function otherRowsSentences(earlier: EarlierLookResult[]): string[] {
  const countOfRows = (wanted: EarlierLookResult['rows']) => earlier.filter(({ rows }) => rows === wanted).length
  const [grown, unknown] = [countOfRows('grown'), countOfRows('unknown')]
  return [
    ...(grown === 0 ? [] : [`The test set has grown: ${countOf(grown, 'look')} before had a part of these rows.`]),
    ...(unknown === 0
      ? []
      : [
          `${countOf(unknown, 'look')} before had other rows, by the same policy or one of its name, and which of them are here cannot be told: if none is, name a ledger of their own.`,
        ]),
  ]
}

/** The winner of many: ten equal ones have the best of them 1.5 standard errors above what it is. */
function chosenSentence(looks: number): string[] {
  return looks === 1
    ? []
    : ['A model that was chosen among several looks has too good a value by chance: confirm it once on fresh rows.']
}

/** Why looks are not counted. */
export function uncountedText(uncounted: Uncounted): string {
  return { no_ledger: 'the policy names no ledger', no_test_split: 'there is no test split' }[uncounted]
}

/** Those before, one a line: "2026-01-31 score_v1, by the same policy: fail". */
export function earlierLookLines(looks: LooksResult | null): string[] {
  if (looks === null || looks.number === null) return []
  return looks.earlier.map(
    ({ date, model, policy, verdict }) =>
      `${date.slice(0, 10)} ${shortened(model)}, by ${policy === 'same' ? 'the same' : 'another'} policy: ${verdict}`,
  )
}

const longestName = 80

function shortened(name: string): string {
  return name.length <= longestName ? name : `${name.slice(0, longestName)}…`
}

const ordinals = ['First', 'Second', 'Third', 'Fourth', 'Fifth', 'Sixth', 'Seventh', 'Eighth', 'Ninth', 'Tenth']

function ordinal(number: number): string {
  return ordinals[number - 1] ?? `${number}${ending(number)}`
}

function ending(number: number): string {
  const [tens, ones] = [Math.floor(number / 10) % 10, number % 10]
  return tens === 1 ? 'th' : (['th', 'st', 'nd', 'rd'][ones] ?? 'th')
}
